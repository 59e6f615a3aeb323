"""How formulas are set in two dimensions, whatever language of markup they are written in."""
