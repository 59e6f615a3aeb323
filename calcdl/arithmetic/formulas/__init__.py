"""Formulas as numbers: tidied as they are made, laid out for reading, multiplied out."""
