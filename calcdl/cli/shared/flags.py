"""The table of flags: what each is called, what it takes, and which commands have it.

From it come Typer's parameters, help, completion, the keys of a stream's objects, the tables of the
README, and the lines that are answered before Typer is loaded.
"""

from __future__ import annotations

from calcdl.calculus import NOUNS
from calcdl.lean import TYPE_CHECKING, NamedTuple, cache
from calcdl.render.forms import FORMS

if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "COMMANDS",
    "FLAGS",
    "NAMES",
    "NUMBER",
    "OPERAND",
    "OPERANDS",
    "OUTPUT",
    "RATE",
    "STEPS",
    "STREAM",
    "SWITCH",
    "TEXT",
    "TEXTS",
    "WHAT",
    "WHOLE",
    "Flag",
    "commands_with",
    "flags_of",
]

# What a flag takes; of NAMES there may be several in one text, and TEXTS may be repeated.
SWITCH, TEXT, TEXTS, NAMES, WHOLE, NUMBER = "switch", "text", "texts", "names", "whole", "number"
OPERAND, OPERANDS = "operand", "operands"  # words without a flag


class Flag(NamedTuple):
    """A row of the table: a flag, or an operand.

    ``commands`` have it. The value, which help calls ``takes``, is said of the question in the
    field that ``asks`` names: as a rule the one of its own name, where the question has it. Without
    dashes it is called ``name``, a key of a stream's objects if it is ``of_a_line``; it is typed as
    ``typed`` where not as its name. A number is from ``least`` to ``most``. What takes a value may
    have a ``usual`` one, where it stands without. ``offers`` is the function of a module that says
    what a shell is offered.
    """

    name: str
    takes: str
    says: str
    commands: str
    kind: str = TEXT
    typed: str = ""
    choices: tuple[str, ...] = ()
    default: Any = None
    least: int | None = None
    most: int | None = None
    usual: str = ""
    offers: str = ""
    asks: str | None = None
    of_a_line: bool = True

    @property
    def is_operand(self) -> bool:
        """Whether it is a word without a flag."""
        return self.kind in (OPERAND, OPERANDS)

    @property
    def is_repeated(self) -> bool:
        """Whether it may be given several times."""
        return self.kind in (OPERANDS, TEXTS)

    @property
    def options(self) -> list[str]:
        """How it is typed, the usual way first."""
        return [] if self.is_operand else (self.typed or f"--{self.name}").split()

    @property
    def value(self) -> str:
        """What help calls its value: the choices, where these are few."""
        many = self.name.upper() if len(self.choices) > _FEW else "|".join(self.choices)
        return self.takes or many


_FEW = 5  # choices, which help has in the place of a name

_ALL = " ".join(NOUNS)
_OF_ONE = " ".join([name for name in NOUNS if name not in ("jacobian", "plot", "report")])
_AT = "deriv eval chain partial gradient jacobian hessian point graph numeric"
_FORMULAS = "deriv chain partial gradient jacobian hessian simplify"
_NAMED = "deriv partial gradient jacobian hessian"
_ANSWERS = f"{_ALL} functions"
_NOT_REPORT = f"{_OF_ONE} jacobian plot functions"

_WORDS = "calcdl.cli.shared.completion.with_functions"
_VARIABLES = "calcdl.cli.shared.completion.with_variables"

_DIALECTS = ("duckdb", "postgres", "sqlite", "spark", "bigquery")
_QUOTIENTS = ("forward", "backward", "central")
_EXACT = ("forward-exact", "backward-exact", "central-exact")
RATE, STEPS = 0.001, 100  # of a gradient descent

# By the groups in which help has them: what is asked, where, how it comes about, how it is printed.
WHAT, WHERE, HOW, OUTPUT, STREAMS = "What", "Where", "How", "Output", "Streams"

FLAGS: dict[str, tuple[Flag, ...]] = {
    WHAT: (
        Flag("expression", "EXPR", "The function, as in 'sin(x)^2'; - reads one a line from stdin.",
             _OF_ONE, OPERAND, offers=_WORDS, asks="texts"),
        Flag("expressions", "EXPR...", "The functions.", "jacobian plot", OPERANDS, offers=_WORDS,
             asks="texts"),
        Flag("text", "EXPR", "The function, as in 'sin(x)^2'.", "report", OPERAND, asks="texts"),
        Flag("claims", "CLAIM", "What its derivative is said to be.", "check", OPERANDS,
             offers=_WORDS),
        Flag("command", "PROGRAM", "Differentiate a program that prints a number for a number, as"
             " in './f {x}'.", "numeric", asks="program", of_a_line=False),
        Flag("shell", "", "Let a shell run PROGRAM.", "numeric", SWITCH, of_a_line=False),
        Flag("wrt", "NAME", "The variable; only needed where there are several.",
             "deriv check numeric", offers=_VARIABLES),
        Flag("wrt", "NAMES", "These variables, as in x,y. Default: all.",
             "chain partial gradient jacobian hessian point plot report code", NAMES,
             offers=_VARIABLES),
        Flag("gradient", "NAME=CLAIM", "A partial derivative, 'x=2*x*y'; may be repeated.", "check",
             TEXTS),
        Flag("order", "N", "The N-th derivative.", "deriv", WHOLE, "--order -n", default=1,
             least=0),
        Flag("order", "N", "2: all second partial derivatives.", "partial", WHOLE, "--order -n",
             default=1, least=1),
        Flag("order", "N", "CLAIM is the N-th derivative.", "check", WHOLE, "--order -n",
             default=1, least=1),
        Flag("mixed", "NAMES", "One derivative of higher order: 'x,x,y' for ∂³f/∂x²∂y.", "partial",
             NAMES),
        Flag("along", "V",
             "With --shape: the Hessian times V, as a formula; of several, 'w=V; b=u'.", "hessian"),
        Flag("derivative", "", "Draw the derivative too.", "plot", SWITCH),
        Flag("tangent", "POINT", "The tangent there, with its slope; may be repeated.", "plot",
             TEXTS, asks="tangents"),
        Flag("secants", "POINT", "The lines from there to x + 1, x + 0.5, x + 0.25 …", "plot",
             TEXTS),
        Flag("marked", "POINT", "Mark the point there; may be repeated.", "plot", TEXTS, "--at",
             asks="at"),
        Flag("data", "FILE", "Draw points too: rows of x,y. - reads stdin.", "plot", asks=""),
        Flag("path", "", "Two variables: draw a gradient descent.", "plot", SWITCH),
        Flag("let", "DEFINITION",
             "A definition such as 'u = x + 1' or 'f(t) = t^2'; may be repeated.", _ALL, TEXTS,
             asks="lets"),
        Flag("file", "FILE", "Read definitions, one a line, and as the last line EXPR if none is"
             " given.", _ALL, of_a_line=False),
        Flag("function", "NAME", "Take NAME for an undefined function; may be repeated.", _ALL,
             TEXTS, asks="functions"),
        Flag("shape", "SHAPES", "Vectors and matrices, as in 'W: m,n; x: n'; may be repeated.",
             _ALL, TEXTS, asks="shapes"),
        Flag("name", "NAME", "One function, by any of its names.", "functions", OPERAND,
             offers="calcdl.cli.commands.functions.complete"),
        Flag("topic", "TOPIC", "One topic, as in 'chain rule'; without it, all of them.",
             "examples", OPERANDS, offers="calcdl.cli.commands.examples.complete"),
        Flag("command", "COMMAND", "One command; without it, all of them.", "help", OPERAND,
             offers="calcdl.cli.commands.help.complete"),
    ),
    WHERE: (
        Flag("at", "POINT", "A point: 5, pi/3 or x=1,y=2; may be repeated. - reads one a line from"
             " stdin.", _AT, TEXTS),
        Flag("place", "POINT", "The point to look at: 5, pi/3 or x=1,y=2.", "report", typed="--at",
             asks="at"),
        Flag("side", "", "The derivative on one side alone.", "deriv", choices=("left", "right"),
             asks=""),
        Flag("along", "DIRECTION",
             "The derivative along '1,2' or 'x=1,y=2': the gradient times it.", "gradient"),
        Flag("along", "DIRECTION", "Go in this direction: '1,2' or 'x=1,y=2'; may be repeated.",
             "point", TEXTS),
        Flag("start", "X", "Where the window begins: -2, or x=-2,y=-1 for two variables. Default:"
             " chosen such that zeros, turns and edges are seen.", "plot", typed="--from"),
        Flag("stop", "X", "Where the window ends.", "plot", typed="--to"),
        Flag("log", "", "Which axes are logarithmic.", "plot", choices=("x", "y", "xy")),
        Flag("descent_start", "POINT", "Where the descent starts: x=-1,y=1.", "plot",
             typed="--start"),
        Flag("random", "SEED", "With --shape: random numbers for all that --at does not give.",
             _ALL, WHOLE),
    ),
    HOW: (
        Flag("numeric", "", "Print the difference quotient instead.", "deriv", SWITCH),
        Flag("step", "H", "The step of the difference quotient.", "deriv", NUMBER, default=0.0001),
        Flag("method", "", "Which difference quotient.", "deriv", choices=(*_QUOTIENTS, *_EXACT),
             default="central"),
        Flag("method", "", "Which difference quotient; may be repeated. Default: forward and"
             " central. With -exact: its step rounded so that x + h is a double. With auto: an"
             " adaptive estimate, and a bound for its error.", "numeric", TEXTS,
             choices=(*_QUOTIENTS, "five-point", "richardson", *_EXACT, "complex-step", "auto"),
             asks="methods"),
        Flag("step", "H", "This step only.", "numeric", NUMBER),
        Flag("steps", "N|LIST",
             "The steps 0.1, 0.01 … 1e-N, or a list as in '0.1,1e-5'. Default: 15.", "numeric",
             asks=""),
        Flag("limit", "", "Work out the limit of the quotient in symbols: polynomials, rational"
             " functions.", "numeric", SWITCH),
        Flag("form", "", "How the formula is written; rules: as differentiating gave it.",
             _FORMULAS,
             choices=("best", "rules", "normal", "factored", "expanded"), default="best"),
        Flag("simplify", "", "As simple as it gets, which is usual; --simplify=sympy asks SymPy.",
             "deriv", choices=("own", "sympy"), usual="own"),
        Flag("rate", "R", f"Of the descent. Default: {RATE}.", "plot", NUMBER),
        Flag("steps", "N", f"Of the descent. Default: {STEPS}.", "plot", WHOLE, asks=""),
    ),
    OUTPUT: (
        Flag("terms", "", "Go through sums term by term as well.", "chain", SWITCH),
        Flag("steps", "", "Show the chain rule for each variable.", "partial", SWITCH, asks=""),
        Flag("to", "", "Default: text, or what the name of FILE says.", "graph",
             choices=("text", "dot", "mermaid", "json", "svg"), of_a_line=False),
        Flag("to", "LANGUAGE", "The language to write. Default: python, or what the name of FILE"
             " says.", "code", of_a_line=False),
        Flag("order", "N", "2: the Hessian as well.", "code", WHOLE, default=1, least=1, most=2),
        Flag("name", "NAME", "What the function is called.", "code", default="f"),
        Flag("module", "", "For torch a Function of autograd and an nn.Module, whose parameters are"
             " those of --wrt; for jax what it differentiates by this gradient.", "code", SWITCH),
        Flag("single", "", "C in single precision.", "code", SWITCH, "--float"),
        Flag("dialect", "", "The SQL to write. Default: duckdb.", "code",
             choices=_DIALECTS, asks=""),
        Flag("table", "NAME", "With --to sql: the table, or a Parquet, CSV or JSON file. Default:"
             " data.", "code", asks=""),
        Flag("column", "X=COLUMN", "With --to sql: the column that a variable stands in, where it"
             " has another name; may be repeated.", "code", TEXTS, asks=""),
        Flag("keep", "COLUMNS", "With --to sql: columns of the table for the answer, as in id,day.",
             "code", NAMES, asks=""),
        Flag("aggregate", "", "With --to sql: over all rows. --wrt names the parameters of the"
             " query, other variables are columns.", "code", choices=("sum", "mean"),
             asks=""),
        Flag("check", "", "With a check at proven points: of python, numpy, torch, jax and c.",
             "code", SWITCH),
        Flag("count", "", "How many operations there are, in place of the code.", "code", SWITCH),
        Flag("certify", "BOX", "Try it against proven values, in 'x in [-20, 20]', and say so.",
             "code", asks=""),
        Flag("title", "TEXT", "The heading of the picture.", "plot"),
        Flag("title", "TEXT", "The heading. Default: what the report is about.", "report"),
        Flag("marks", "", "Of what a drawing is made. Default: the finest that the terminal has.",
             "plot", choices=("braille", "blocks", "ascii")),
        Flag("digits", "N", "Print N significant digits, all correct.", f"{_AT} report", WHOLE,
             "--digits -d", least=1),
        Flag("plot", "", "Draw it below the table.", "deriv point numeric", SWITCH,
             of_a_line=False),
        Flag("exact", "", "Print closed forms, by SymPy.", "deriv eval", SWITCH),
        Flag("named", "", "Write formulas in the names of definitions, with these in front.",
             _NAMED, SWITCH),
        Flag("steps", "", "Show each rule and the chain rule step by step, as chain does.", "deriv",
             SWITCH, "--steps --verbose", asks=""),
        Flag("layout", "", "With --shape: rows are outputs (numerator), or inputs (denominator).",
             "jacobian", choices=("numerator", "denominator"), default="numerator"),
        Flag("vec", "", "With --shape, of and by matrices: the matrix that takes their rows, or"
             " columns.", "jacobian", choices=("rows", "columns"), usual="rows"),
        Flag("arrays", "", "Those of vectors and matrices, which --shape declares.", "functions",
             SWITCH),
        Flag("target", "LANGUAGE", "Which of them code has in a language, with their slopes.",
             "functions"),
        Flag("format", "", "latex: a document, without pictures; json: a record. Default: a page in"
             " HTML.", "report", choices=tuple(FORMS), of_a_line=False),
        Flag("output", "FILE", "Write to FILE, whose name may say in which format.", _ANSWERS,
             typed="--output -o", of_a_line=False),
        Flag("format", "", "Default: table on a terminal, plain in a pipe.", _NOT_REPORT,
             choices=tuple(FORMS), of_a_line=False),
        *[Flag(form, "", f"Short for --format {form}.", _ANSWERS, SWITCH, of_a_line=False)
          for form in FORMS if form != "table"],
    ),
    STREAMS: (
        Flag("jobs", "N", "With - for EXPR: in how many processes; by default as many as pay off.",
             _OF_ONE, WHOLE, of_a_line=False),
        Flag("append", "", "With --at -: write each row of the input with the answer behind it.",
             _AT, SWITCH, of_a_line=False),
        Flag("certified", "", "With --at -: prove every digit instead of computing in doubles.",
             _AT, SWITCH, of_a_line=False),
    ),
}  # fmt: skip

STREAM = tuple([flag.name for flag in FLAGS[STREAMS]])


COMMANDS = (*NOUNS, "functions", "examples", "help")  # each in commands/, in the file of its name


@cache
def flags_of(command: str) -> list[Flag]:
    """Return the flags of a command, and its operands, in the order of the table."""
    rows = [flag for group in FLAGS.values() for flag in group]
    return [flag for flag in rows if command in flag.commands.split()]


def commands_with(option: str) -> list[str]:
    """Return the commands that have a flag, as it is typed.

    >>> commands_with("--exact")
    ['deriv', 'eval']
    """
    return [name for name in COMMANDS if any([option in flag.options for flag in flags_of(name)])]
