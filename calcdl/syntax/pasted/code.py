"""Code that people paste: np.sin(x), x.sigmoid(), a if c else b, Sin[x], sum(k for k in …)."""

from __future__ import annotations

from calcdl.errors import ExpressionError
from calcdl.graph.nodes import COMPARISONS
from calcdl.syntax.calls import unknown_function
from calcdl.syntax.names import CONSTANTS, SYMPY_NUMBERS
from calcdl.syntax.pasted.applications import Applications
from calcdl.syntax.pasted.calls import PastedFrame
from calcdl.syntax.pasted.spelled import ARITHMETIC, VARIANTS, Spelling
from calcdl.syntax.pasted.sums import SUMS
from calcdl.syntax.stacks import CHOICE, OPEN_CHOICE, PRECEDENCE

__all__ = ["Code"]

# Names of packages in front of a dot, and what they belong to.
_PACKAGES = {
    "np": "numpy", "numpy": "numpy", "cp": "numpy", "cupy": "numpy", "xp": "numpy",
    "math": "math", "Math": "math", "mpmath": "math", "mp": "math", "torch": "torch", "F": "torch",
    "nn": "torch", "jnp": "jax", "jax": "jax", "lax": "jax", "tf": "tf", "tensorflow": "tf",
    "keras": "keras", "K": "keras", "scipy": "scipy", "special": "scipy", "sps": "scipy",
    "sympy": "sympy", "sp": "sympy", "sy": "sympy",
}  # fmt: skip
_PARTS = frozenset(("nn", "functional", "numpy", "special", "scipy", "math", "activations", "ops",
                    "keras", "lax", "linalg", "backend", "experimental", "jax"))  # fmt: skip
_CONSTANTS = {"pi": "pi", "PI": "pi", "Pi": "pi", "e": "e", "E": "e", "Exp1": "e"}
_AS_THEY_ARE = frozenset(("float32", "float64", "float16", "tensor", "array", "asarray", "constant",
                          "as_tensor", "longdouble", "mpf"))  # fmt: skip
_OTHER_NAMES = {"fabs": "abs", "acosf": "acos", "power": "pow", "float_power": "pow"}
_AMBIGUOUS = {
    ("keras", "hard_sigmoid"): "hardsigmoid(x) for Keras 3, clip(0.2*x + 0.5, 0, 1) before that",
    ("torch", "gelu"): "gelu(x) for PyTorch's, gelu_tanh(x) for Flax's nn.gelu",
}


class Code(Applications):
    """What is spelled as in a program."""

    # Names with dots

    def read_dotted(self, name: str, at: int) -> bool | None:
        """Read np.sin or math.pi; None where the first name is that of no package."""
        origin = _PACKAGES.get(name)
        if origin is None or self.names.definition(name) is not None:
            return None
        kinds, words = self.kinds, self.words
        last = at
        while kinds[last + 1] == "." and kinds[last + 2] == "name":
            last += 2
            if words[last] not in _PARTS or kinds[last + 1] != ".":
                break
        if last == at:
            return None
        parts = [words[k] for k in range(at, last, 2)]
        origin = next((_PACKAGES[part] for part in parts if _PACKAGES.get(part) == "keras"), origin)
        word = words[last]
        written = self.tokens.written(at, last)
        if kinds[last + 1] not in ("(", "["):
            return self.read_dotted_constant(word, written, at, last)
        function = self.named.function_of_code(word)
        if function is None and word in _AS_THEY_ARE and kinds[last + 1] == "(":
            self.notes.spelled[written] = ""
            self.at = last + 1
            return True
        if (origin, word) in _AMBIGUOUS and parts[-1] not in ("F", "functional"):
            raise self.error(
                f"{written} can be read in two ways: write {_AMBIGUOUS[origin, word]}", at, last
            )
        if function is None:
            raise self.unknown(word, written, at, last)
        spelling = Spelling(last)
        spelling.origin = origin
        spelling.makes = spelling.may_be_empty = origin in ("torch", "keras") and word[0].isupper()
        spelling.noteworthy = self.canonical(function) in VARIANTS or word in ARITHMETIC
        if not spelling.noteworthy:
            self.notes.spelled[written] = self.canonical(function)
        return self.open_spelled(function, at, spelling)

    def read_dotted_constant(self, word: str, written: str, at: int, last: int) -> bool:
        nodes = self.nodes
        if word in _CONSTANTS:
            node = nodes.make("constant", (_CONSTANTS[word],))
        elif word in CONSTANTS:
            node = nodes.make("constant", (CONSTANTS[word],))
        elif word in SYMPY_NUMBERS:
            node = self.signed(SYMPY_NUMBERS[word], at)
        elif word in ("tau", "TAU"):
            node = nodes.make("mul", (nodes.number(2), nodes.make("constant", ("pi",))))
        else:
            self.named.refuse_out_of_scope(word, last)
            if self.named.function_of_code(word) is not None:
                raise self.error(f"{written} is a function: write {written}(x)", at, last)
            raise self.error(f"I do not know {written}", at, last)
        self.operands.append((node, at, last))
        self.at = last + 1
        return False

    def unknown(self, word: str, written: str, first: int, last: int) -> ExpressionError:
        error = unknown_function(word, self.names.known(), written)
        error.span = self.tokens.span(first, last)
        return error

    def read_method(self, at: int) -> bool:
        """Read x.sigmoid() or x.pow(2), whose operand has been read; or MATLAB's x.^2."""
        kinds, words = self.kinds, self.words
        if (
            kinds[at + 1] in ("**", "*", "/")
            and self.tokens.span(at)[1] == self.tokens.span(at + 1)[0]
        ):
            self.at = at + 1
            self.notes.spelled["." + self.tokens.written(at + 1)] = self.tokens.written(at + 1)
            precedence = PRECEDENCE[kinds[at + 1]]
            self.reduce(precedence + (kinds[at + 1] == "**"))
            self.operators.append((precedence, kinds[at + 1], at + 1, False))
            self.at = at + 2
            return True
        if kinds[at + 1] != "name" or kinds[at + 2] != "(":
            raise self.error(
                "I cannot read '.' here: a method is called, as in x.sigmoid(), and a half is 0.5",
                at,
            )
        word = words[at + 1]
        function = self.named.function_of_code(word.rstrip("_"))
        if function is None or function in SUMS:
            raise self.unknown(word, word, at + 1, at + 1)
        value, first, last = self.operands.pop()
        argument = self.scalar(value, first, last)
        spelling = Spelling(at + 1, noteworthy=True)
        spelling.may_be_empty = True
        frame = PastedFrame("call", first, at + 2, function, spelling)
        frame.arguments.append(argument)
        self.open(frame)
        self.at = at + 3
        if kinds[at + 3] == ")":
            return self.close_frame(at + 3)
        return True

    # Square brackets

    def read_square_call(self, name: str, at: int) -> bool | None:
        """Read Mathematica's Sin[x]; None where a name is that of no function."""
        function = self.named.called_with_brackets(at)
        if function is None:
            return None
        spelling = Spelling(at, noteworthy=True)
        spelling.swapped = True
        return self.open_spelled(function, at, spelling)

    # Arguments by name

    def read_option(self, name: str, at: int) -> bool:
        """Read the name of an argument and its equals sign, and a value that is no number."""
        frame = self.frames[-1]
        assert isinstance(frame, PastedFrame)
        if self.kinds[at - 1] not in ("(", ",") or self.operators[-1][1] != "call":
            raise self.error("I did not expect '=' here: == compares", at + 1)
        frame.option = name
        kind, word = self.kinds[at + 2], self.words[at + 2]
        self.at = at + 2
        if kind == "string" or word in ("True", "False", "None"):
            value = word if kind == "string" else {"True": True, "False": False, "None": None}[word]
            self.conditions = True
            self.operands.append((value, at + 2, at + 2))
            self.at = at + 3
            return False
        return True

    # Choices

    def read_choice(self, word: str, at: int) -> bool:
        """Read the if or else of a if c else b, or the signs of c ? a : b."""
        if word in ("if", "?"):
            self.reduce(PRECEDENCE["<"])
            self.operators.append((OPEN_CHOICE, word, at, False))
        else:
            self.reduce(CHOICE)
            opener = "if" if word == "else" else "?"
            if not self.operators or self.operators[-1][1] != opener:
                raise self.error(f"I cannot read '{word}' here", at)
            self.operators[-1] = (CHOICE, word, at, False)
        self.at = at + 1
        return True

    def carry_out(self, kind: str, right: int, at: int, last: int) -> None:
        if kind not in ("else", ":"):
            super().carry_out(kind, right, at, last)
            return
        second, first = self.operands.pop(), self.operands.pop()
        value, condition = (first, second) if kind == "else" else (second, first)
        node = self.close(*condition)
        if type(node) is not int or self.nodes.operations[node] not in COMPARISONS:
            raise self.error("a choice needs a comparison as its condition", *condition[1:])
        arguments = (node, self.scalar(*value), right)
        self.push("where", arguments, first[1], last)
        self.notes.reading(first[1], last, self.operands[-1][0])

    # Sums

    def read_for(self, at: int) -> bool:
        """Read the range of sum(x**k for k in range(1, 6)), whose term has been read."""
        self.complete()
        frame = self.frames[-1] if self.frames else None
        spelled = self.kinds[at + 1] == "name" and self.words[at + 2 : at + 5] == [
            "in",
            "range",
            "(",
        ]
        if frame is None or frame.name not in SUMS or not spelled:
            raise self.error("I cannot read 'for' here: write sum(x**k for k in range(1, 6))", at)
        frame.arguments.append(self.close(*self.operands.pop()))
        frame.arguments.append(self.nodes.symbol(self.words[at + 1]))
        frame.name = {"add": "sum", "mul": "prod"}[SUMS[frame.name]]
        self.open(PastedFrame("call", at, at + 4, "range"))
        self.at = at + 5
        return True
