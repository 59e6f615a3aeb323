"""Functions of several inputs: partials, gradient, Jacobian, Hessian."""
