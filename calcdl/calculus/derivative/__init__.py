"""The derivative of a function: as a formula, and at points."""
