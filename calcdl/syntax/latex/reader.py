r"""LaTeX → the tokens of calcdl's own language, each with its place in what was typed.

One pass from left to right. Commands with arguments, such as \frac{a}{b}, are plans on a stack:
words to put out, and gaps that what follows fills. Nothing recurses, nothing is read twice.
"""

from __future__ import annotations

import re

from calcdl.syntax.characters import PART_OF_NAME, pieces
from calcdl.syntax.greek import GREEK
from calcdl.syntax.latex.commands import (
    ACCENTS,
    ARGUMENT,
    FONTS,
    KEPT_WORDS,
    PLANS,
    REFUSED,
    SIGNS,
    SKIPPED,
    SKIPPED_WITH_ARGUMENT,
)
from calcdl.syntax.latex.plans import LETTER, Plans
from calcdl.syntax.latex.rows import WORDS_OF_CASES
from calcdl.syntax.latex.words import CLOSES, OPENS
from calcdl.syntax.tokens import KINDS, OPERATORS, Span, Tokens

__all__ = ["latex_tokens"]

_ROMAN_D = re.compile(r"\s*\\rm\s*d\s*\}")
_ONE_WORD = 4  # letters from which on a word is a name and no product
_FACTORS = frozenset((
    "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "eta", "theta", "kappa", "lambda",
    "mu", "nu", "rho", "tau", "omega",
))  # fmt: skip
_SIZES = frozenset(("left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr"))
_ARGUMENTS = frozenset(("(", "{", "[", "^", *(f"\\{w}" for w in ("left", "big", "Big", "bigl"))))
_FUNCTIONS = frozenset((
    "arcsin", "arccos", "arctan", "arccot", "coth", "sech", "csch", "arsinh", "arcosh", "artanh",
    "sgn", "det", "sign", "tr",
))  # fmt: skip


def latex_tokens(text: str) -> Tokens:
    """Return the tokens of a text that is LaTeX, or in part; raises ExpressionError."""
    latex = Reader(text)
    latex.run()
    end = len(text)
    places: list[Span] = [*latex.places, (end, end)]
    return Tokens(text, [*latex.kinds, "end"], [*latex.words, ""], places, is_latex=True)


class Reader(Plans):
    """One text, read item by item."""

    def run(self) -> None:
        if self.text.count("$") % 2:
            start = self.text.index("$")
            self.refuse("I cannot read '$' here: a formula ends with the sign it begins with",
                        (start, start + 1))  # fmt: skip
        while True:
            if self.open and self.open[-1].kind == "plan":
                plan = self.open[-1]
                if not plan.steps:
                    self.open.pop()
                    self.finish_plan(plan)
                elif plan.steps[-1] == ARGUMENT:
                    plan.steps.pop()
                    plan.gaps += 1
                    self.read_argument(plan)
                else:
                    self.put_step(plan)
                continue
            item = self.next_item()
            if item is None:
                break
            self.read(item)
        if self.open:
            self.refuse(self.missing(self.open[-1]), self.open[-1].place)
        while self.words and self.words[-1] in (",", ".", ";"):
            self.drop_last()

    def read(self, item: str) -> None:
        """Read an item where anything may stand."""
        is_call, self.is_call = self.is_call, False
        base, self.base = self.base, -1
        if item[0] == "\\" and len(item) > 1:
            self.command(item[1:])
        elif item == "{" and (roman := _ROMAN_D.match(self.text, self.at)):
            self.at = roman.end()
            self.put_differential()
        elif item == "{":
            if not is_call and self.kinds[-1:] == ["name"]:
                self.word("*")
            self.open_brace("call" if is_call else "")
        elif item == "}":
            self.close_brace()
        elif item == "^":
            self.superscript()
        elif item == "_":
            self.subscript(base)
        elif item[0] in "'′’":
            self.prime(len(item))
        elif item == "&":
            self.ampersand()
        elif item not in ("$", "~"):
            self.plain(item)

    def plain(self, item: str) -> None:
        """Read an item that is no LaTeX."""
        if item == ")" and self.open and self.open[-1].closer == "(":  # of ∑_(k=1)^5
            self.upper_bound(self.open.pop())
        elif item == "=" and self.in_cases():
            self.word("==")
        elif item in OPERATORS or item in OPENS or item in CLOSES or item in ("∑", "∏"):
            self.word(item)
        elif KINDS.get(item[0]) == "number":
            self.put("number", item)
        elif item[0].isalpha() and PART_OF_NAME.match(item):
            self.letters(item)
        else:
            parts, self.at = pieces(self.text, self.place[0], self.place[1], False)
            self.place = self.place[0], self.at
            if parts == [("name", "d")]:
                self.differential = len(self.words)
            for kind, word in parts:
                self.put(kind, word)

    def letters(self, item: str) -> None:
        """Read a word, which is a product of letters unless it is a name."""
        parts, stop = pieces(self.text, self.place[0], self.place[1], False)
        word = parts[0][1]
        self.at = stop
        start = self.place[0]
        self.place = start, stop
        if self.in_cases() and word in WORDS_OF_CASES:
            self.word_of_case(word)
        elif self.follows_differential():
            first = LETTER.match(word)
            length = len(word) if first is None or not self.splits else first.end()
            self.at = start + length
            self.place = start, self.at
            self.put_name(word[:length])
        elif word == "d" and self.words[-2:] == ["/", "{"]:
            self.put_differential()
        elif self.is_one_name(word, start, stop):
            self.put("name", word)
            self.is_call = word in KEPT_WORDS
        else:
            for letter in LETTER.finditer(word):
                self.place = start + letter.start(), start + letter.end()
                self.put("name", letter[0])

    def is_one_name(self, word: str, start: int, stop: int) -> bool:
        """Say whether letters side by side are one name and no product."""
        letters = LETTER.findall(word)
        if len(letters) < 2 or not self.splits or len(letters) >= _ONE_WORD or word in KEPT_WORDS:
            return True
        if "".join(letters) != word:
            return True
        differential = word[0] == "d" and len(letters) == 2
        if differential and (self.words[-2:] == ["/", "{"] or self.words[-1:] == ["/"]):
            return True
        if (
            differential
            and self.text[start - 1 : start] == "{"
            and self.text[stop : stop + 1] == "}"
        ):
            return True
        return len(letters) > 2 and self.peek() in ("(", "\\left")

    def command(self, name: str) -> None:
        if name in SKIPPED:
            if name in _SIZES:
                self.start = self.place[0]
                self.delimiter()
        elif name == "\\" or name == "cr" or name == "newline":
            self.new_row()
        elif name in ("begin", "end"):
            self.environment(name)
        elif name in PLANS:
            self.start_plan(name)
        elif name in SIGNS:
            self.sign(SIGNS[name])
        elif name in FONTS or name == "operatorname*":
            self.font_or_text()
        elif name in ACCENTS:
            self.accent(ACCENTS[name])
        elif name in GREEK:
            self.greek(name)
        elif name == "partial":
            self.put_differential()
        elif name in ("circ", "prime"):
            self.script_sign(name)
        elif name in ("lfloor", "lceil"):
            self.word("floor" if name == "lfloor" else "ceil")
            self.put("(", "{")
        elif name in ("rfloor", "rceil"):
            self.put(")", "}")
        elif name in REFUSED:
            self.refuse(REFUSED[name], self.place)
        elif name in SKIPPED_WITH_ARGUMENT:
            self.literal()
        else:
            self.function(name)

    def greek(self, name: str) -> None:
        """Put out a letter; in front of a bracket most are factors, and Γ is a function."""
        calls = self.peek() in ("(", "\\left", "\\big", "\\Big", "\\bigl", "\\Bigl")
        if calls and name == "Gamma":
            self.put_name("Gamma")
            return
        self.put_name(GREEK[name])
        if calls and name in _FACTORS and "=" not in self.text:
            self.word("*")

    def function(self, name: str) -> None:
        """Put out the function that \\sin is, or a command that nobody knows."""
        if not name.isalpha() or (name not in KEPT_WORDS and not self.takes_argument(name)):
            self.refuse(f"I do not know the LaTeX command \\{name}", self.place)
        self.put("name", name)
        self.is_call = True

    def takes_argument(self, name: str) -> bool:
        """Say whether what follows may be the argument of a function."""
        return name in _FUNCTIONS or self.peek() in _ARGUMENTS

    def delimiter(self) -> None:
        """Leave out the empty delimiter of \\left. and \\right."""
        if self.peek() == ".":
            self.next_item()
            self.start = -1

    def sign(self, sign: str) -> None:
        if sign == "{" and self.peek() == "\\begin":  # of cases, which have brackets of their own
            self.start, self.braced = -1, True
        elif sign == "{":
            self.put("(", "{")
        elif sign == "}":
            self.put(")", "}")
        else:
            self.word(sign)

    def font_or_text(self) -> None:
        r"""Read \mathrm{relu}, \text{if}, \mathbf{w}."""
        place = self.place
        content = self.literal()
        self.place = place[0], self.at
        word = content.strip().strip("\\").replace("\\_", "_").replace("-", "_")
        word = word.rstrip(",.; ")
        if not word:
            return
        if self.in_cases() and word.lower() in WORDS_OF_CASES:
            self.word_of_case(word.lower())
        elif word == "d":
            self.put_differential()
        elif word in GREEK and self.peek() in ("(", "\\left"):  # the function beta(x, y)
            self.put_name(word)
        else:
            self.name(word)

    def accent(self, accent: str) -> None:
        place = self.place
        word = self.literal().strip().lstrip("\\")
        self.place = place[0], self.at
        self.name(f"{GREEK.get(word, word)}_{accent}")
