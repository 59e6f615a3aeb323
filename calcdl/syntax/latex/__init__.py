"""LaTeX → the tokens of calcdl's own language."""
