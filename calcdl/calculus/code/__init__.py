"""Code: the value and the gradient as a program for a machine that will run it."""
