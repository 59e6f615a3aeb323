"""What calcdl knows of functions: a room a question, and the ground that they share.

The door of each room is answer.py: answer(asked) gives a result.
"""

__all__ = ["NOUNS"]

# By what noun a question is called, on every floor: its room here, its result, its forms.
NOUNS = {
    "deriv": "derivative",
    "eval": "evaluation",
    "chain": "chain",
    "partial": "partials",
    "gradient": "partials",
    "jacobian": "partials",
    "hessian": "partials",
    "point": "point",
    "check": "check",
    "graph": "graph",
    "numeric": "numeric",
}
