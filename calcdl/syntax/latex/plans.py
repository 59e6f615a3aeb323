r"""Arguments of LaTeX's commands: plans of words with gaps that what follows fills."""

from __future__ import annotations

import re

from calcdl.syntax.latex.commands import ARGUMENT, KEPT_WORDS, PLANS, SKIPPED
from calcdl.syntax.latex.rows import Rows
from calcdl.syntax.latex.words import CLOSES, OPENS, Open

__all__ = ["LETTER", "Plans"]

LETTER = re.compile(r"[^\W\d_][0-9₀-₉]*")
_LONGEST_DERIVATIVE = 2000  # words of d(…)/dx
_POWER = r"(?:\*\* (?:\( \d \)|\d) )?"
_DERIVATIVE = re.compile(rf"\( d\w* {_POWER}\) / \( (?:d\w+ {_POWER})+\) ")
_NO_ARGUMENT = frozenset(("}", "&", ")", "]", "$", "\\\\", "\\end", "\\right"))
_SKIPPED_ITEMS = frozenset(f"\\{name}" for name in SKIPPED) | {"~"}


class Plans(Rows):
    """Commands that take arguments, and braces."""

    def start_plan(self, name: str) -> None:
        place, steps = self.place, PLANS[name]
        if name == "sqrt" and self.peek() == "[":
            index = self.index_of_root()
            self.place = place[0], self.at
            steps = ("cbrt" if index == "3" else "sqrt", "(", ARGUMENT, ")")
            if index not in ("2", "3"):
                steps = ("(", ARGUMENT, "**", "(", "1", "/", index, ")", ")")
        self.open.append(Open("plan", place, len(self.words), steps))

    def index_of_root(self) -> str:
        r"""Read the [n] of \sqrt[n]{x}."""
        self.next_item()
        start = self.at
        stop = self.text.find("]", start)
        index = self.text[start : max(stop, start)].strip()
        if not index.isdecimal() and not (len(index) == 1 and index.isalpha()):
            self.refuse("the index of a root has to be a number or a letter", (start - 1, start))
        self.at = stop + 1
        return index

    def put_step(self, plan: Open) -> None:
        """Put out the next word of a plan: in its own place, or where its last argument ended."""
        if not plan.gaps:
            self.place = plan.place
        word = plan.steps.pop()
        if word == "/":
            plan.slash = len(self.words)
        self.word(word)

    def read_argument(self, plan: Open) -> None:
        """Read what fills a gap of a plan: a brace, or one token."""
        item = self.next_item()
        if item is None or item in _NO_ARGUMENT:
            self.refuse(self.missing(plan), plan.place)
        if item == "{":
            self.open_brace("")
            return
        self.is_call = False
        start = self.place[0]
        if item == "-":
            plan.steps.append(ARGUMENT)
        elif item[0].isdigit() and len(item) > 1:
            item = self.first_digit(item, plan)
        elif item[0].isalpha() and self.splits and item not in KEPT_WORDS:
            letter = LETTER.match(item)
            item = item if letter is None else item[: len(letter[0])]
        elif item in _SKIPPED_ITEMS:
            plan.steps.append(ARGUMENT)
        if item[0] != "\\":
            self.at = start + len(item)
            self.place = start, self.at
        self.read(item)
        self.is_call = False

    def first_digit(self, item: str, plan: Open) -> str:
        """Return the digit that is an argument without braces; raises ExpressionError at x^23."""
        if plan.closer and self.splits:
            self.refuse(
                f"this can be read in two ways: write ^{{{item}}} or ^{{{item[0]}}}{item[1:]}",
                (plan.place[0], self.place[1]),
            )
        return item[0] if self.splits else item

    def open_brace(self, closer: str) -> None:
        self.open.append(Open("brace", self.place, len(self.words), closer=closer))
        self.put("(", "{")

    def close_brace(self) -> None:
        if not self.open or self.open[-1].kind not in ("brace", "bounds"):
            self.refuse("this '}' closes nothing", self.place)
        opened = self.open.pop()
        if opened.kind == "bounds":
            self.upper_bound(opened)
            return
        if len(self.words) == opened.first + 1:  # an empty pair means nothing
            self.drop_last()
            if self.open and self.open[-1].kind == "plan":
                self.refuse("there is nothing between these braces", (opened.place[0], self.at))
            return
        self.put(")", "}")
        if opened.closer == "call" and self.peek() == "^":
            name = self.text[self.places[opened.first - 1][0] : opened.place[0]].strip()
            inside = self.text[opened.place[1] : self.place[0]]
            self.refuse(
                f"this can be read in two ways: write {name}({inside})^… or {name}({inside}^…)",
                (self.places[opened.first - 1][0], self.at + 1),
            )

    def finish_plan(self, plan: Open) -> None:
        """Take away the parentheses of what turns out to be d/dx, a degree or a derivative."""
        first = plan.first
        if plan.closer == "script":
            self.finish_superscript(plan)
        elif plan.slash > 0 and self.words[first + 2][:1] == "d" and self.differentiates(plan):
            start, end = self.places[first][0], self.places[-1][1]
            outer = (first, first + 1, plan.slash - 1, plan.slash + 1, len(self.words) - 2)
            self.keep(first, [k for k in range(first, len(self.words) - 1) if k not in outer])
            self.places[first] = start, self.places[first][1]
            self.places[-1] = self.places[-1][0], end

    def differentiates(self, plan: Open) -> bool:
        r"""Say whether \frac{d}{dx}, \frac{d^2}{dx^2} or \frac{d(…)}{dx} has been read."""
        if len(self.words) - plan.first > _LONGEST_DERIVATIVE:
            return False
        words = self.words[plan.first + 1 : -1]
        slash = plan.slash - plan.first - 1
        if words[0] != "{":
            return False
        if words[1] == "d" and words[2] in OPENS and slash > 4:
            if _partner(words, 2) != slash - 2:
                return False
            words = ["{", "d", "}", *words[slash:]]
        text = "".join([f"{word} " for word in words]).replace("{", "(").replace("}", ")")
        return _DERIVATIVE.fullmatch(text) is not None

    def missing(self, opened: Open) -> str:
        if opened.kind == "brace" or opened.kind == "bounds":
            return "I expected '}' to close '{'"
        if opened.kind == "cases":
            return "I expected \\end{cases} to end the cases"
        written = self.text[opened.place[0] : opened.place[1]]
        return f"I expected an operand after '{written}'"

    def read(self, item: str) -> None:
        """Read an item where anything may stand."""
        raise NotImplementedError


def _partner(words: list[str], at: int) -> int:
    """Return the bracket that closes one."""
    depth = 0
    for k in range(at, len(words)):
        depth += (words[k] in OPENS) - (words[k] in CLOSES)
        if depth == 0:
            return k
    return -1
