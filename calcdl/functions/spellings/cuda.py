"""CUDA C++, with the functions of its mathematics library beside those of C."""

from __future__ import annotations

from calcdl.functions.spellings import c

__all__ = ["CALLS"]

CALLS = {
    **c.CALLS,
    "rsqrt": "rsqrt({0})",
    "erfcx": "erfcx({0})",
    "erfinv": "erfinv({0})",
    "erfcinv": "erfcinv({0})",
    "ndtr": "normcdf({0})",
    "ndtri": "normcdfinv({0})",
}
