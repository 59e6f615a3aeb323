"""Tokens → graph in the language of arrays: calcdl's own, with ``@``, axes, methods and indices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, cast

from calcdl.errors import ExpressionError
from calcdl.graph.nodes import COMPARISONS, Nodes
from calcdl.graph.shapes import Call, Shaped
from calcdl.syntax.brackets import Frame
from calcdl.syntax.names import Names
from calcdl.syntax.parser import Parser
from calcdl.syntax.shaped.methods import METHODS, node_of_method
from calcdl.syntax.shaped.names import ArrayNames
from calcdl.syntax.shaped.tokens import in_columns, tokenize
from calcdl.syntax.stacks import BRACKET

__all__ = ["ArrayParser"]

_MODULES = frozenset((
    "F", "jax", "jnp", "linalg", "math", "nn", "functional", "np", "numpy", "scipy", "special",
    "sympy", "tf", "torch", "K",
))  # fmt: skip
_OF_TORCH = frozenset(("F", "functional", "nn", "torch"))
_LITERALS = {"None": None, "True": True, "False": False, "Ellipsis": "...", "inf": "inf",
             "oo": "inf", "newaxis": None}  # fmt: skip
_ATTRIBUTES = {"T": "transpose", "mT": "transpose", "I": "inv", "shape": "shape", "size": "size",
               "at": "at"}  # fmt: skip


class ArrayParser(Parser):
    """One text in the language of arrays.

    Names that are ``declared`` are arrays or numbers; ``words`` are those that are called, and
    ``refused`` what is said of others. In a text of ``columns`` * and / are those of matrices.
    """

    def __init__(
        self,
        text: str,
        names: Names,
        nodes: Nodes,
        declared: Collection[str],
        words: Collection[str],
        refused: Mapping[str, str] = MappingProxyType({}),
        columns: bool = False,
    ) -> None:
        tokens = in_columns(tokenize(text)) if columns else tokenize(text)
        super().__init__(text, tokens, names, nodes)
        self.declared, self.words_of_arrays, self.columns = declared, words, columns
        self.named = ArrayNames(names, tokens, self.notes, declared, words, refused)

    def read_operand(self, kind: str) -> bool:
        at = self.at
        if kind == "name":
            return self.read_word(at)
        if kind == "[":
            self.open(_ArrayFrame("list", at, at))
        elif kind in ("string", "..."):
            self.operands.append((self.literal(self.words[at].strip("'\"")), at, at))
        elif kind == ":" and self.inside_index():
            return self.read_colon(at, self.literal(None))
        elif kind in (")", "]") and at and self.kinds[at - 1] == "," and self.is_list():
            return self.close_list(at)  # (n,) has a comma behind its last item
        else:
            return super().read_operand(kind)
        self.at = at + 1
        return kind == "["

    def read_operator(self, kind: str) -> bool:
        at = self.at
        if kind == "'":
            self.at = at + 1
            self.transposed(at)
        elif kind == ".":
            return self.attribute(at)
        elif kind == "[":
            value, first, last = self.operands.pop()
            frame = _ArrayFrame("index", first, at)
            frame.arguments.append(self.scalar(value, first, last))
            self.open(frame)
            self.at = at + 1
            return True
        elif kind == "]":
            return self.close_bracket(at)
        elif kind == ":" and self.inside_index():
            self.complete()
            return self.read_colon(at, self.scalar(*self.operands.pop()))
        else:
            return super().read_operator(kind)
        return False

    def read_word(self, at: int) -> bool:
        """Read a name: of a literal, of a keyword, of a module's function, or any other."""
        kinds, words = self.kinds, self.words
        is_literal = words[at] in _LITERALS and words[at] not in self.declared
        if is_literal and kinds[at + 1] != "(":
            self.operands.append((self.literal(_LITERALS[words[at]]), at, at))
            self.at = at + 1
            return False
        frame = self.frames[-1] if self.frames else None
        if kinds[at + 1] == "=" and isinstance(frame, _ArrayFrame) and frame.kind == "call":
            frame.keywords.append(words[at])
            self.at = at + 2
            return True
        style = ""
        while words[at] in _MODULES and words[at] not in self.declared and kinds[at + 1] == ".":
            style = "torch" if style == "torch" or words[at] in _OF_TORCH else "numpy"
            at += 2
            if words[at] in _LITERALS:
                return self.read_word(at)
        self.at = at + 1
        expects = self.read_name(words[at], at)
        if style and expects and isinstance(self.frames[-1], _ArrayFrame):
            self.frames[-1].style = style
        return expects

    def multiply_implicitly(self, kind: str, at: int) -> None:
        super().multiply_implicitly(kind, at)
        if self.columns:
            precedence, _, place, _ = self.operators.pop()
            self.operators.append((precedence, "times", place, False))

    def raise_to(self, at: int) -> None:
        """Raise to a power in superscript digits, which is that of a matrix."""
        value, first, last = self.operands.pop()
        exponent = self.signed(self.words[at], at)
        self.push("^", (self.scalar(value, first, last), exponent), first, at)

    def transposed(self, at: int) -> None:
        value, first, last = self.operands.pop()
        operation = cast("Any", Call("quote" if self.words[at] == "'" else "transpose"))
        self.push(operation, (self.scalar(value, first, last),), first, at)

    def attribute(self, at: int) -> bool:
        """Read x.T, x.shape, x.sum(…); say whether an operand is expected afterwards."""
        name = self.words[at + 1]
        value, first, last = self.operands.pop()
        node = self.scalar(value, first, last)
        if self.kinds[at + 1] != "name":
            raise self.error("I expected a name after '.'", at)
        if self.kinds[at + 2] != "(":
            if name not in _ATTRIBUTES:
                raise self.error(f"arrays have no attribute {name} here", at, at + 1)
            self.at = at + 2
            self.push(cast("Any", Call(_ATTRIBUTES[name])), (node,), first, at + 1)
            return False
        self.require_method(name, at + 1)
        frame = _ArrayFrame("call", first, at + 2, name)
        frame.style = "method"
        frame.arguments.append(node)
        self.at = at + 3
        if self.kinds[self.at] != ")":
            self.open(frame)
            return True
        self.finish_call(frame, self.at)
        self.at += 1
        return False

    def require_method(self, name: str, at: int) -> None:
        """Raise ExpressionError at a method that nothing is known of."""
        self.named.refuse_out_of_scope(name, at)
        known = name in self.words_of_arrays or name in METHODS
        if not known and not self.named.has_meaning(name, at):
            raise self.named.unknown(name, at)

    # Brackets

    def frame(self, kind: str, first: int, last: int, name: str = "") -> Frame:
        return _ArrayFrame(kind, first, last, name)

    def inside_index(self) -> bool:
        return bool(self.frames) and self.frames[-1].kind == "index"

    def read_colon(self, at: int, bound: int) -> bool:
        """Take a bound of a slice, in front of a colon; say whether an operand is expected."""
        cast("_ArrayFrame", self.frames[-1]).bounds.append(bound)
        self.at = at + 1
        if self.kinds[self.at] not in ("]", ","):
            return True
        self.operands.append((self.literal(None), at, at))
        return False

    def item(self, frame: _ArrayFrame) -> int:
        """Return what stands between commas: a slice, or the operand itself."""
        operand = self.operands.pop()
        if frame.kind == "index" and self.is_condition(operand[0]):
            raise self.error(
                "how many entries a condition takes depends on their values: write"
                " where(X > 0, X, 0), which keeps the shape", operand[1], operand[2],
            )  # fmt: skip
        node = self.scalar(*operand)
        if not frame.bounds:
            return node
        bounds = [*frame.bounds, node]
        frame.bounds = []
        while len(bounds) < 3:
            bounds.append(self.literal(None))
        return self.nodes.make(cast("Any", Call("slice")), tuple(bounds))

    def next_argument(self, at: int) -> None:
        frame = self.frames[-1] if self.frames else None
        if not isinstance(frame, _ArrayFrame) or frame.kind in ("|", "call"):
            super().next_argument(at)
            return
        self.complete()
        if frame.kind == "(":
            frame.kind = "tuple"
        frame.arguments.append(self.item(frame))
        self.at = at

    def close_bracket(self, at: int) -> bool:
        frame = self.frames[-1] if self.frames else None
        if not isinstance(frame, _ArrayFrame) or frame.kind not in ("tuple", "list", "index"):
            return super().close_bracket(at)
        self.complete()
        if self.words[at] != {"tuple": ")", "list": "]", "index": "]"}[frame.kind]:
            raise self.error(f"I did not expect '{self.words[at]}' here", at)
        frame.arguments.append(self.item(frame))
        return self.close_list(at)

    def is_list(self) -> bool:
        """Say whether what is open holds several items."""
        return bool(self.frames) and self.frames[-1].kind in ("tuple", "list", "index")

    def close_list(self, at: int) -> bool:
        """Close a bracket whose items have all been read."""
        frame = self.frames.pop()
        self.operators.pop()
        node = self.nodes.make(cast("Any", Call(frame.kind)), tuple(frame.arguments))
        self.operands.append(self.place(node, frame.first, at))
        self.at = at + 1
        return False

    def node_of_call(self, frame: Frame) -> int:
        keywords = frame.keywords if isinstance(frame, _ArrayFrame) else []
        style = frame.style if isinstance(frame, _ArrayFrame) else ""
        if style == "method":
            node = node_of_method(self.nodes, frame.name, frame.arguments)
            if node is not None:
                return node
        own = f"{style}.{frame.name}"  # what a library means otherwise
        if frame.name in self.words_of_arrays or own in self.words_of_arrays:
            call = cast("Any", Call(frame.name, tuple(keywords), style))
            return self.nodes.make(call, tuple(frame.arguments))
        if keywords:
            raise ExpressionError(f"{frame.name} has no argument {keywords[0]}")
        return super().node_of_call(frame)

    def scalar(self, value: Any, first: int, last: int) -> int:
        if self.conditions and self.is_condition(value):
            condition = self.tokens.written(first, last).strip("()")
            raise self.error(
                f"a comparison is not a number: where({condition}, 1, 0) is 1 where it holds",
                first, last,
            )  # fmt: skip
        return super().scalar(value, first, last)

    def is_condition(self, value: Any) -> bool:
        return type(value) is int and self.nodes.operations[value] in COMPARISONS

    # Names

    def literal(self, content: object) -> int:
        """Return the node of what is no array: None, True, a text."""
        return self.nodes.make(cast("Any", Shaped("literal", (("content", content),))), ())

    def constant(self, name: str, at: int) -> int | None:
        return None if name in self.declared else super().constant(name, at)

    def require_plain(self, name: str, following: str) -> None:
        pass

    def open(self, frame: Frame) -> None:
        self.frames.append(frame)
        self.operators.append((BRACKET, frame.kind, frame.first, False))


class _ArrayFrame(Frame):
    """An open bracket, with the keywords and the bounds of a slice that it holds so far."""

    __slots__ = ("bounds", "keywords", "style")

    def __init__(self, kind: str, first: int, last: int, name: str = "") -> None:
        super().__init__(kind, first, last, name)
        self.keywords: list[str] = []
        self.bounds: list[int] = []
        self.style = ""
