"""Surfaces of functions of two variables, for maps."""
