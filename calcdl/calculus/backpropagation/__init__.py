"""Backpropagation: the chain rule for functions of vectors and matrices, level by level."""
