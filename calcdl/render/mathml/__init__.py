"""Formulas in MathML Core, the part of MathML that browsers lay out."""
