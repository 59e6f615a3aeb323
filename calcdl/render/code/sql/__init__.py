"""SQL: a query that gives the value and the partial derivatives, of each row or of all of them."""

from __future__ import annotations

from calcdl.render.code.sql.query import write

__all__ = ["write"]
