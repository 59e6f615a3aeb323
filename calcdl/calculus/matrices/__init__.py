"""Derivatives of functions of vectors and matrices, in matrix form."""
