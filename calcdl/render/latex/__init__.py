"""Formulas and answers in LaTeX."""
