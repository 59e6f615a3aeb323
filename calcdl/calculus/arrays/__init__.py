"""Values of functions of vectors and matrices at a point."""
