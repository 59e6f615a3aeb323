"""The values of a function."""
