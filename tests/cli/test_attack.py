"""Command lines made by a grammar: whatever is typed is answered or refused, line by line.

This is a small sample of a trial that is run by hand with tens of thousands of lines, under limits
of memory and time; there hardly a line of this kind fails, and each that does is worth a test.
"""

from __future__ import annotations

import json
from random import Random

import pytest

from calcdl.functions import FUNCTIONS
from tests.render.test_schema import validator
from tests.support.command import Outcome, in_process

NAMES = sorted(FUNCTIONS)
NUMBERS = ("0", "1", "2", "-1", "1/2", "0.1", "1e-400", "1e300", "10**(10**20)", "pi", "e", "2**64")
JUNK = (
    "\x1b[31m",
    "\u202e",
    "\ud800",
    "½",
    "√",
    '"',
    "{",
    "\\frac{1}{2}",
    "٣",
    "..",
    "=",
    "7" * 5000,
)
OPERATORS = ("+", "-", "*", "/", "**", "^", " ", ",", "÷", "<", "&&", "(")
COMMANDS = ("deriv", "eval", "chain", "partial", "gradient", "jacobian", "hessian", "graph")


def expression(random: Random, depth: int) -> str:
    def part(less: int = 1) -> str:
        return expression(random, depth - less)

    kind = random.random() if depth > 0 else 1.0
    if kind < 0.45:
        return (
            f"{part()}{random.choice(OPERATORS[: 6 if random.random() < 0.95 else None])}{part()}"
        )
    if kind < 0.75:
        name = random.choice(NAMES)
        count = max(1, len(FUNCTIONS[name].args) + (random.random() < 0.03))
        return f"{name}({', '.join(part(2) for _ in range(count))})"
    if kind < 0.8:
        return f"where({part()} < {part()}, {part()}, {part()})"
    if kind < 0.84:
        return f"|{part()}|" if random.random() < 0.5 else f"f'({part()})"
    if kind < 0.85:
        return "(" * 400 + part() + ")" * random.choice((399, 400))
    if random.random() < 0.02:
        return random.choice(JUNK)
    return random.choice(("x", "x", "y", random.choice(NUMBERS)))


def point(random: Random) -> str:
    x, y = random.choice(NUMBERS), random.choice(NUMBERS)
    return random.choice((f"x={x},y={y}", f"x={x},y={y}", x, f"x={x}", "x=", random.choice(JUNK)))


def flags(random: Random, command: str) -> list[str]:
    given = [
        ("--at", point(random)), ("--format", random.choice(("plain", "csv", "latex", "jsn"))),
        ("--json",), ("--json",), ("--digits", random.choice(("1", "30", "0", "7" * 5000))),
        ("--let", random.choice(("u=x", "f(t)=t**2", "=", "x=2", "f(f)=f"))),
        ("--function", random.choice(("f", "", "sin"))),
    ]  # fmt: skip
    if command == "deriv":
        given += [("--order", random.choice("0123x")), ("--side", "left"), ("--wrt", "x")]
    if command in ("partial", "chain", "gradient"):
        given += [("--wrt", random.choice(("x", "x,y", "b", ",")))]
    if command == "partial":
        given += [("--mixed", random.choice(("x,y", "b,x", "x,,")))]
    return [word for words in given if random.random() < 0.3 for word in words]


def line_of_stream(random: Random) -> str:
    given = {
        random.choice(("expression", "at", "order", "let", "wrt", "nope")): random.choice(
            (expression(random, 2), point(random), 1, True, None, [], {"x": 1}, 1e400, 10**400, "x")
        )
        for _ in range(random.randrange(4))
    }
    given = {"expression": "x*y", **given}
    text = json.dumps(given) if random.random() < 0.9 else json.dumps(given)[:-3]
    text = random.choice((text, expression(random, 3), "", "# a comment", "x**2"))
    return text.replace("\n", " ")


def judge(arguments: list[str], outcome: Outcome) -> None:
    assert outcome.status in (0, 1, 2, 3, 4), arguments
    together = outcome.stdout + outcome.stderr
    assert "has an error here" not in together, arguments
    assert all(c.isprintable() or c in "\n\t" for c in together), arguments
    for line in outcome.stderr.splitlines():
        assert line.startswith(("calcdl: ", "  ")), arguments
    if "--json" in arguments and outcome.stdout:
        for line in outcome.stdout.splitlines():
            assert validator().is_valid(json.loads(line)), (arguments, line)


@pytest.mark.parametrize("seed", range(8))
def test_single_questions(seed: int) -> None:
    random = Random(seed)
    for _ in range(25):
        command = random.choice(COMMANDS)
        arguments = [command, expression(random, 3), *flags(random, command)]
        judge(arguments, in_process(*arguments))


@pytest.mark.parametrize("seed", range(6))
def test_streams_of_expressions(seed: int) -> None:
    random = Random(seed)
    for _ in range(5):
        command = random.choice(COMMANDS[:5])
        lines = [line_of_stream(random) for _ in range(6)]
        given = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
        format = random.choice(((), ("--json",)))
        arguments = [command, "-", "--jobs", "1", "--at", "x=2,y=3", *format]
        outcome = in_process(*arguments, stdin=given)
        judge(arguments, outcome)
        asked = [line for line in lines if line.strip() and not line.startswith("#")]
        assert outcome.stdout.count("\n") == len(asked), (arguments, given)


@pytest.mark.parametrize("seed", range(6))
def test_streams_of_points(seed: int) -> None:
    random = Random(seed)
    for _ in range(5):
        arguments = [random.choice(COMMANDS[:5]), expression(random, 2), "--at", "-"]
        arguments += random.choice(([], [], ["--json"], ["--certified"], ["--append"]))
        rows = ["x,y"] * (random.random() < 0.5)
        for _ in range(5):
            numbers = f"{random.choice(NUMBERS)},{random.choice(NUMBERS)}"
            rows.append(
                random.choice((numbers, numbers, point(random), '{"x": 1, "y": [2]}', "1,2,3"))
            )
        given = "".join(f"{row}\n" for row in rows).encode("utf-8", "surrogatepass")
        judge(arguments, in_process(*arguments, stdin=given))
