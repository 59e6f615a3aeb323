"""What README.md shows of the ways in which people write, by where these come from."""

from __future__ import annotations

__all__ = ["PASTED"]

PASTED = {
    "a textbook": (
        "2 sin x cos x",
        "sin²x + ln|x|",
        "sin^-1(x)",
        "4/3πr³",
        "log_2 x",
        "d/dx x^2",
        "sin(30°)",
        "x₁² + √x₂",
        "σ'(x)",
    ),
    "LaTeX": (
        r"\frac{x^{2}}{\sqrt{1+x^{2}}}",
        r"$\sigma(\theta_0 + \theta_1 x)$",
        r"\frac{1}{2}\left(y - \hat{y}\right)^2",
        r"\begin{cases} x & x > 0 \\ 0 & x \le 0 \end{cases}",
        r"\sum_{k=1}^{3} k x^k",
    ),
    "NumPy, SciPy": (
        "np.exp(-x**2)*np.sin(x)",
        "np.where(x > 0, x, 0.01*x)",
        "1/(1 + np.exp(-x))",
        "scipy.special.expit(x)",
    ),
    "PyTorch, JAX": (
        "F.softplus(x, beta=2)",
        "torch.log1p(x).pow(2)",
        "jax.nn.gelu(x, approximate=True)",
        "F.gelu(x, approximate='tanh')",
    ),
    "Python": ("lambda x: x**2 if x > 0 else 0", "def f(x): return x**3", "math.hypot(x, y)"),
    "Mathematica": ("Sin[x]^2", "E^(-x^2)", "Log[x] Sqrt[x]", "ArcTan[2 x]"),
    "SymPy": ("Rational(1, 8)*x", "Piecewise((x, x > 0), (-x, True))", "Sum(k*x**k, (k, 1, 3))"),
}
