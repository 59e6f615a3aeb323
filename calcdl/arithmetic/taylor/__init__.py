"""Truncated Taylor series whose coefficients are exact numbers or balls."""
