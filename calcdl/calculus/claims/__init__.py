"""Is a formula of vectors and matrices the gradient, and if not, why not?"""
