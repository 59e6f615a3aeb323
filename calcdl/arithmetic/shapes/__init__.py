"""Arrays: shapes as an arithmetic, and formulas of arrays as another."""
