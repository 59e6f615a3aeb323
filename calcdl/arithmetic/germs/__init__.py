"""One-sided germs: what a function does next to a point."""
