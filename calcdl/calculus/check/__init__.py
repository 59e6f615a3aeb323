"""Is a formula the derivative, and if not, why not?"""
