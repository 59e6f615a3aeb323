"""What a function does at a point, and on both sides of it."""
