"""Expressions as graphs: nodes in topological order, equal ones stored once."""
