"""Programs as code: one way to write expressions and statements, and a file a language over it."""

from __future__ import annotations

from calcdl.render.code.answers import record, rows

__all__ = ["record", "rows"]
