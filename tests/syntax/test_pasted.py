"""What people paste: whatever it is, there is an answer or an error with its place, and soon."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest

from calcdl.errors import CalcdlError, ExpressionError, UsageError
from calcdl.reading.expressions import read
from calcdl.reading.writing import write

CONFORMANCE = Path(__file__).parent.parent / "conformance"
FILES = ("spellings.txt", "latex.txt", "code.txt")
_PLAIN = """
sin cos ln log_2 sqrt x y k f d dx e pi π 2 0.5 1_0 + - * / ^ ** ( ) [ ] | ! ² ⁻¹ √ ∛ ∜ ° , . = == <
> ? : ; if else for in range sum Sum Piecewise where max np math F nn S S.Half gelu beta=
approximate='tanh' True None lambda def return -> => ↦ % %pi ' " ∂ ∂x ½ ⁿ ∑ ∏ _ { } # .exp()
x.relu() σ' f' D1 Sin[ nn.ReLU() sin^2 sin^-1 d/dx d/dx( x₁ ab xlnx oo of
"""
_LATEX = r"""
\frac \frac{ {1} \sqrt \sqrt[3] { } ^ _ ^{ _{ \left( \right) \left| \right| \sin \ln \log_2
\cdot \theta \sigma \pi x y 2 12 + - ( ) | , . = & \\ \begin{cases} \end{cases} \begin{aligned}
\end{aligned}
\text{if} \text{otherwise} \mathrm{relu} \mathrm{d} \partial \frac{d}{dx} \sum_{k=1}^{3}
\hat{y} \operatorname{relu} \max \{ \} ^\circ ^\prime ' $ \[ \] \, ~ \foo \infty \le \binom d dx e !
"""
PLAIN, LATEX = _PLAIN.split(), _LATEX.split()


def lines() -> list[str]:
    """Return what is typed in the lines of the corpora."""
    texts = [(CONFORMANCE / name).read_text("utf-8").splitlines() for name in FILES]
    return [line.split("  =>  ")[0] for text in texts for line in text if "  =>  " in line]


def require_sense(text: str) -> None:
    """Read a text: it is an expression whose form reads back, or an error with a place in it."""
    error = None
    try:
        graph = read(text).graph
    except CalcdlError as problem:
        error = problem
    if error is None:
        assert write(read(write(graph)).graph) == write(graph), text
    elif error.span is None:
        assert isinstance(error, UsageError), text
    else:
        first, end = error.span
        assert 0 <= first <= end <= len(error.source or text), text


@pytest.mark.parametrize("seed", range(8))
def test_a_soup_of_tokens_is_read_or_explained(seed: int) -> None:
    soup = random.Random(seed)
    for _ in range(400):
        words = soup.choice((PLAIN, LATEX, PLAIN + LATEX))
        count = soup.randint(1, 12)
        require_sense(soup.choice(("", " ")).join(soup.choice(words) for _ in range(count)))


@pytest.mark.parametrize("seed", range(8))
def test_what_is_mistyped_is_read_or_explained(seed: int) -> None:
    slips = random.Random(seed)
    pieces = [re.findall(r"\\[A-Za-z]+|\w+|\s+|.", line) for line in lines() if ";" not in line]
    for _ in range(300):
        words = list(slips.choice(pieces))
        place = slips.randrange(len(words))
        if slips.random() < 0.5:
            words.pop(place)
        else:
            words.insert(place, slips.choice(slips.choice(pieces)))
        require_sense("".join(words))


REPEATED = (
    "sin ", "sin 2x+", "ln|", "sin^2 ", "x if x > 0 else ", "x > 0 ? x : ", "np.sin(", ".exp()",
    "d/dx ", "d(", "d(x)/dx+", "sum(", "Sin[", "∑_{k=1}^{2} ", r"\frac{", r"\frac1", r"\frac{d(",
    r"\sqrt[", "^{", "x_{", r"\left(", r"\begin{cases} x & x > 0 \\ ", r"\hat{", r"\sin ", "{",
    "{}", r"\partial ", "½", "xⁿ", "∂x", "πr", "1_", "lambda x,", "->", "f(x=", "'a'", "$", "wx",
    "xlnx ", "x^1/2+", "2x ", "nn.ReLU(", "torch.nn.", "x;", "f(x; ",
)  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_a_long_text_takes_linear_time(piece: str) -> None:
    start = process_time()
    with suppress(CalcdlError):
        read(piece * (40_000 // len(piece)) + "x")
    assert process_time() - start < 8


def test_a_function_of_python_may_have_lines() -> None:
    text = "def f(x):\n    y = x**2  # squared\n    return sin(y)\n"
    assert write(read(text).graph) == "sin(x**2)"
    assert write(read(text + "f(2*t)").graph) == "sin((2*t)**2)"


def test_an_error_in_latex_is_marked_where_it_was_typed() -> None:
    text = r"\frac{1}{2} + \operatorname{sigmod}(x)"
    with pytest.raises(ExpressionError) as caught:
        read(text)
    assert caught.value.span is not None
    assert text[slice(*caught.value.span)] == r"\operatorname{sigmod}"


def test_a_definition_may_have_the_name_of_a_function_in_a_textbook() -> None:
    assert write(read("lg x", lets=["lg = 2"]).graph) == "2*x"
