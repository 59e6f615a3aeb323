"""A report as sections of text, formulas, tables and pictures, in whatever it is to be written."""
