r"""What LaTeX sets in rows, and sums: \begin{cases}, \\, &, \sum_{k=1}^{5}."""

from __future__ import annotations

from calcdl.syntax.latex.commands import ARGUMENT, ENVIRONMENTS
from calcdl.syntax.latex.scripts import Scripts
from calcdl.syntax.latex.words import Open

__all__ = ["WORDS_OF_CASES", "Rows"]

WORDS_OF_CASES = {"if": ",", "for": ",", "when": ",", "otherwise": "True", "else": "True"}


class Rows(Scripts):
    """Cases, rows of equations, and the bounds of sums."""

    def lower_bound(self) -> None:
        kind, place = self.words[-1], self.places[-1]
        item = self.next_item()
        if item != "{" and item != "(":
            self.refuse(f"{kind} needs its bounds, as in {kind}_{{k=1}}^{{5}}", place)
        self.put("(", "(")
        self.open.append(Open("bounds", place, len(self.words), closer=item))

    def upper_bound(self, opened: Open) -> None:
        kind = self.words[opened.first - 2]
        self.word(",")
        if self.next_item() != "^":
            self.refuse(f"{kind} needs its bounds, as in {kind}_{{k=1}}^{{5}}", opened.place)
        plan = Open("plan", self.place, len(self.words), (ARGUMENT, ")"), closer="bound")
        self.open.append(plan)

    def in_cases(self) -> bool:
        return bool(self.open) and self.open[-1].kind == "cases"

    def environment(self, what: str) -> None:
        place = self.place
        name = self.literal().strip()
        self.place = place[0], self.at
        if name in ENVIRONMENTS:
            self.environments += 1 if what == "begin" else -1
            if what == "end" and self.words[-1:] in ([","], ["."]):
                self.drop_last()
            return
        if name == "array" and self.braced:
            if what == "begin" and self.peek() == "{":
                self.literal()
                self.place = place[0], self.at
        elif name != "cases" and name != "dcases":
            self.refuse(f"I cannot read the environment {name}", self.place)
        if what == "begin":
            self.open.append(Open("cases", self.place, len(self.words)))
            for word in ("Piecewise", "(", "("):
                self.word(word)
            return
        if not self.in_cases():
            self.refuse("this \\end{cases} ends nothing", self.place)
        self.open.pop()
        self.end_row()
        if self.words[-2:] == [",", "("]:  # behind a last row that was ended
            self.drop_last()
            self.drop_last()
        else:
            self.word(")")
        self.word(")")

    def new_row(self) -> None:
        if self.in_cases():
            self.end_row()
            for word in (")", ",", "("):
                self.word(word)
        elif not self.open:
            self.word(";")
        else:
            self.refuse("I cannot read \\\\ here", self.place)

    def end_row(self) -> None:
        while self.words and self.words[-1] in (",", ".", ";") and self.words[-2:] != [",", "("]:
            self.drop_last()

    def ampersand(self) -> None:
        if self.in_cases():
            self.word_of_case("if")
        elif self.open or self.environments < 1:
            self.refuse("I cannot read '&' here", self.place)

    def word_of_case(self, word: str) -> None:
        """Put out the comma in front of a condition, once, and the condition of all others."""
        if self.words[-1:] != [","]:
            self.word(",")
        if WORDS_OF_CASES[word] == "True":
            self.word("True")
