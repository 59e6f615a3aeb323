r"""Superscripts and subscripts of LaTeX: x^{2}, f^{(2)}(x), 30^\circ, w_{ij}, \log_2."""

from __future__ import annotations

import re

from calcdl.syntax.characters import PART_OF_NAME
from calcdl.syntax.greek import GREEK
from calcdl.syntax.latex.commands import ARGUMENT
from calcdl.syntax.latex.words import Open, Words

__all__ = ["Scripts"]

_FONT = re.compile(r"\\(?:text|mathrm|textrm|rm|mathit|operatorname)\b")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_BARE = re.compile(r"[{}\s()]")
_LONGEST_SIGN = 6  # tokens of a superscript that may be no power


class Scripts(Words):
    """What stands above or below a name."""

    def superscript(self) -> None:
        """Read ^, which raises to a power, differentiates or means degrees."""
        following = self.peek()
        base = len(self.words) - 1
        transposes = following == "T" and base >= 0 and self.is_matrix(base)
        if transposes or following in ("\\circ", "\\degree", "\\prime", "*", "\\top", "'"):
            self.next_item()
            self.special_superscript(following.lstrip("\\"))
        else:
            plan = Open("plan", self.place, len(self.words), ("**", ARGUMENT), "script")
            if not self.splits and following != "{":  # as in calcdl's own language
                plan.steps.pop(0)
            self.open.append(plan)
        self.base = base if base >= 0 and self.kinds[base] == "name" else -1

    def script_sign(self, name: str) -> None:
        """Put out what \\circ and \\prime are inside of a superscript."""
        if self.words[-2:] != ["**", "{"]:
            self.refuse("I cannot read this here: write f(g(x)) for one function of another",
                        self.place)  # fmt: skip
        sign = "°" if name == "circ" else "'"
        self.put(sign, sign)

    def special_superscript(self, what: str) -> None:
        if what in ("circ", "degree"):
            self.put("°", "°")
        elif what in ("prime", "'"):
            self.prime(1)
        else:
            self.refuse(
                f"a superscript {what} is no power: leave out a transpose or a star", self.place
            )

    def is_matrix(self, token: int) -> bool:
        """Say whether a token may be a matrix, so that T behind it transposes."""
        return self.kinds[token] == "name" and self.words[token] not in ("e", "E", "π")

    def finish_superscript(self, plan: Open) -> None:
        """Look at the power that has been read: ^{\\circ}, ^{\\prime}, ^{(2)}."""
        first = plan.first
        short = len(self.words) - first <= _LONGEST_SIGN and self.words[first + 1 : first + 2] == [
            "{"
        ]
        inside = self.words[first + 2 : -1] if short else []
        transposes = inside == ["T"] and first > 0 and self.is_matrix(first - 1)
        if transposes or inside in (["°"], ["'"]):
            self.keep(first, [])
            self.special_superscript({"°": "circ", "'": "prime"}.get(inside[0], inside[0]))
        elif len(inside) == 3 and (inside[0], inside[-1]) in (("(", ")"), ("[", "]")):
            self.raised_index(plan, inside[1:-1])
        else:
            self.base = first - 1 if first and self.kinds[first - 1] == "name" else -1

    def raised_index(self, plan: Open, inside: list[str]) -> None:
        """Refuse x^{(i)}, which is the i-th x and no power; f^{(2)} is the second derivative."""
        name = self.words[plan.first - 1] if plan.first else ""
        calls = self.peek() in ("(", "\\left")
        if inside[0].isdecimal() and len(inside[0]) == 1 and calls and len(name) == 1:
            self.keep(plan.first, [])
            self.prime(int(inside[0]))
            return
        self.refuse(
            f"is this a power or an index? write {name}_{{{inside[0]}}} for the {name} with that"
            f" number, and {name}^{{{inside[0]}}} for a power",
            (plan.place[0], self.place[1]),
        )

    def lower_bound(self) -> None:
        """Read the bounds that stand below a sum."""
        raise NotImplementedError

    def subscript(self, base: int) -> None:
        """Read _, which belongs to a name, or begins the bounds of a sum."""
        if self.words[-1:] in (["∑"], ["∏"]):
            self.lower_bound()
            return
        at = base if base >= 0 else len(self.words) - 1
        start = self.place[0]
        if at < 0 or self.kinds[at] != "name" or self.words[at] == "π":
            self.refuse("I cannot read '_' here: it belongs to a name", self.place)
        index = self.index()
        if self.follows_differential() and at == len(self.words) - 1:  # ∂_x f
            self.differential = -1
            self.word("/")
            self.put("name", f"d{index}")
            return
        name = self.words[at].rstrip("'")
        primes = len(self.words[at]) - len(name)
        self.words[at] = f"{name}_{index}" + "'" * primes
        self.places[-1] = self.places[-1][0], self.at
        self.is_call = self.words[at].startswith(("log_", "ln_"))
        if self.words[at].startswith(("max_", "min_", "lim_")):
            self.refuse("an extremum over a set is not read: write max(a, b)", (start, self.at))

    def index(self) -> str:
        """Return the subscript that follows, as a part of a name."""
        start = self.at
        item = self.peek()
        content = self.literal()
        if item != "{" and self.splits and item[:1] != "\\" and len(content) > 1:
            self.refuse(
                f"this can be read in two ways: write _{{{content}}} or"
                f" _{{{content[0]}}} {content[1:]}",
                (start - 1, self.at),
            )
        content = _FONT.sub("", content)
        content = _COMMAND.sub(lambda found: _plain_letter(found[1]), content)
        content = content.replace("π", "pi").replace("+", "p").replace("-", "m").replace(",", "_")
        content = _BARE.sub("", content)
        if not content or PART_OF_NAME.fullmatch(content) is None:
            self.refuse("I cannot read this subscript as a part of a name", (start, self.at))
        return content


def _plain_letter(name: str) -> str:
    """Return the Greek letter of a command as a part of a name, of which π is none."""
    return name if name == "pi" else GREEK.get(name, name)
