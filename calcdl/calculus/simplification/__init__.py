"""A formula in the form that reads best, and where it is equal to what was given."""
