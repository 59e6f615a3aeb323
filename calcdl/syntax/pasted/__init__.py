"""What is read beside calcdl's own language: textbooks, code, LaTeX. Loaded where it is met."""
