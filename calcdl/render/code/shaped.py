"""Code on vectors and matrices for NumPy, PyTorch and JAX."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from calcdl.errors import UsageError
from calcdl.functions.spellings import TARGETS, spellings
from calcdl.functions.spellings.shaped import ARRAYS, FRAMES
from calcdl.graph.nodes import Nodes
from calcdl.graph.shapes import Shape, Shaped, Size, Slice, shape_text
from calcdl.render.code.libraries import LIBRARIES
from calcdl.render.code.names import names_in
from calcdl.render.code.pythonic import answers, definition, docstring, head, used_imports
from calcdl.render.code.statements import body_of
from calcdl.render.code.syntax import ATOM, CHOICE, PRODUCT, SUM, Syntax
from calcdl.results.code import Code

__all__ = ["write"]

_MODULES = ("np", "jnp", "jax", "torch", "F", "Tensor", "NDArray", "special", "linalg", "_placed")


def write(code: Code) -> str:
    """Return a function of arrays; their sizes are read off the arguments.

    Raises UsageError for an operation on arrays that a library has no function for.
    """
    return _Writer(code).text()


class _Writer:
    def __init__(self, code: Code) -> None:
        self.code = code
        self.frame = FRAMES[code.target]
        sizes = {name for shape in code.shapes.values() for size in shape for name in size.names()}
        reserved = {*keyword.kwlist, *_MODULES}
        self.names = names_in(code, reserved, sizes=sorted(sizes))
        self.sizes = {name: self.names[name] for name in sizes}
        arrays = [name for name in code.variables if code.shapes[name]]
        self.like = self.names[arrays[0]] if arrays else ""
        self.templates = ARRAYS[code.target]

    def text(self) -> str:
        code, frame = self.code, self.frame
        body = body_of(code.program, self.syntax(), [*self.names.values(), code.name, *_MODULES])
        lines = [*[f"{one.name} = {one.text}" for one in body.statements], *answers(body)]
        lines = [*self.sizes_in(lines), *lines]
        placed = any(["_placed(" in line for line in lines])
        helper = self.helper() if placed else []
        first = definition(
            code.name, [self.parameter(name) for name in code.variables], self.returns()
        )
        imports = used_imports(frame.imports, [*first, *lines, *helper])
        said = self.said(any(["scipy" in line for line in imports]))
        return "\n".join(
            [
                head(code),
                "",
                *imports,
                *helper,
                "",
                "",
                *first,
                *[f"    {line}".rstrip() for line in [*docstring(code, *said), *lines]],
            ]
        )

    def parameter(self, name: str) -> str:
        kind = self.frame.array if self.code.shapes[name] else self.frame.number
        return f"{self.names[name]}: {kind}"

    def returns(self) -> str:
        kinds = {
            self.frame.array if self.code.shapes[name] else self.frame.value
            for name in self.code.wrt
        }
        kind = " | ".join(sorted(kinds, reverse=True))
        return f" -> tuple[{self.frame.value}, tuple[{kind}, ...]]"

    def said(self, needs_scipy: bool) -> list[str]:
        """Return what to say of shapes, and of what is imported."""
        shapes = [
            f"{self.names[name]} {shape_text(shape)}"
            for name, shape in self.code.shapes.items()
            if shape
        ]
        said = f"The shapes are {', '.join(shapes)}; a partial derivative has that of its variable."
        return [said, *(["It needs SciPy."] if needs_scipy else [])]

    def helper(self) -> list[str]:
        array = self.frame.array
        return ["", "", f"def _placed(x: {array}, key, shape) -> {array}:",
                *[f"    {line}" for line in self.frame.placed]]  # fmt: skip

    def sizes_in(self, lines: Sequence[str]) -> list[str]:
        """Return statements that give those sizes their values that are used."""
        text = "\n".join(lines)
        found: list[str] = []
        known: set[str] = set()
        for name, shape in self.code.shapes.items():
            for axis, size in enumerate(shape):
                word = str(size)
                if (
                    word in self.sizes
                    and word not in known
                    and re.search(rf"\b{self.sizes[word]}\b", text)
                ):
                    known.add(word)
                    found.append(f"{self.sizes[word]} = {self.names[name]}.shape[{axis}]")
        return found

    # Expressions

    def syntax(self) -> Syntax:
        library, column = LIBRARIES[self.code.target], TARGETS[self.code.target].column
        return Syntax(
            spellings(column).calls,
            import_module(f"calcdl.functions.spellings.{column}").CHOOSE,
            f"{library.prefix}.nan",
            choose_binds=ATOM,
            adapted=library.adapted(self.like),
            symbol=self.names.__getitem__,
            shaped=self.parts,
            shaped_binds=_binds,
        )

    def parts(self, nodes: Nodes, op: Shaped, args: Sequence[int]) -> list[Any]:
        """Return the text of an operation, its arguments as (node, how tightly they bind)."""
        own = _OWN.get(op.name)
        if own is not None:
            return own(self, nodes, op, args)
        if op.name not in self.templates:
            language = TARGETS[self.code.target].language
            raise UsageError(f"{language} has no {op.name} that code can call")
        return self.filled(self.templates[op.name], op, args)

    def filled(self, template: str, op: Shaped, args: Sequence[int]) -> list[Any]:
        axis = op.get("axis")
        along = self.frame.axis.format(axis or 0)
        keeps = axis is not None and op.get("kept") is not False
        kept = along + self.frame.kept * keeps
        words = {
            "{kept}": "" if axis is None else kept,
            "{axis}": "" if axis is None else along,
            "{within}": kept if op.name == "logsumexp" else along,
            "{at}": str(axis or 0),
            "{k}": str(op.get("k") or 0),
            "{subscripts}": str(op.get("subscripts")),
            "{like}": self.like,
        }
        if op.get("shape") is not None:
            words["{shape}"] = self.shape(op.get("shape"))
            words["{n}"] = self.size(op.get("shape")[0])
        if op.get("key") is not None:
            words["{key}"] = f"({', '.join(map(self.slice, op.get('key')))},)"
            words["{place}"] = self.bound(op.get("key")[0])
        for word, text in words.items():
            template = template.replace(word, text)
        return _arguments(template, args)

    def shape(self, shape: Shape) -> str:
        return f"({', '.join(map(self.size, shape))}{',' * (len(shape) == 1)})"

    def size(self, size: Size) -> str:
        return re.sub(r"[^\W\d]\w*", lambda found: self.sizes[found[0]], str(size))

    def bound(self, bound: Any) -> str:
        return self.size(bound) if isinstance(bound, Size) else str(bound)

    def slice(self, part: Any) -> str:
        if not isinstance(part, Slice):
            return self.bound(part)
        bounds = [self.bound(part.start), self.bound(part.stop)]
        return f"slice({', '.join(bounds + [str(part.step)] * (part.step != 1))})"

    def key(self, key: Sequence[Any]) -> str:
        """Return what stands in the brackets of an index."""
        return ", ".join([self.range(part) for part in key])

    def range(self, part: Any) -> str:
        if not isinstance(part, Slice):
            return self.bound(part)
        start, stop = [
            "" if bound is None else self.bound(bound) for bound in (part.start, part.stop)
        ]
        return f"{start}:{stop}" + (f":{part.step}" if part.step != 1 else "")

    # Operations that are written with others

    def index(self, nodes: Nodes, op: Shaped, args: Sequence[int]) -> list[Any]:
        flip, key = self.flipped(op.get("key"))
        return [(args[0], ATOM), flip if _is_whole(key) else f"{flip}[{self.key(key)}]"]

    def scatter(self, nodes: Nodes, op: Shaped, args: Sequence[int]) -> list[Any]:
        flip, key = self.flipped(op.get("key"))
        if _is_whole(key):
            return [(args[0], ATOM), flip]
        placed = Shaped("scatter", (("key", key), ("shape", op.get("shape"))))
        return [*self.filled(self.templates["scatter"], placed, args), flip]

    def flipped(self, key: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """Return what turns an array round, where a library has no [::-1] for that, and a key."""
        axes = [k for k, part in enumerate(key) if isinstance(part, Slice) and part.step < 0]
        if self.frame.steps_backwards or not axes:
            return "", key
        forwards = tuple([Slice() if k in axes else part for k, part in enumerate(key)])
        return f".flip({', '.join(map(str, axes))})", forwards

    def expand(self, nodes: Nodes, op: Shaped, args: Sequence[int]) -> list[Any]:
        ones = self.filled(self.templates["ones"], op, args)
        if nodes.operations[args[0]] == "number" and nodes.value_of(args[0]) == 1:
            return ones
        return [(args[0], PRODUCT), " * ", *ones]

    def standardize(self, nodes: Nodes, op: Shaped, args: Sequence[int]) -> list[Any]:
        mean = self.filled(self.templates["mean"], op, args[:1])
        return ["(", (args[0], SUM), " - ", *mean, ")", *self.divided("var", op, args)]

    def rms_scale(self, nodes: Nodes, op: Shaped, args: Sequence[int]) -> list[Any]:
        return [(args[0], PRODUCT), *self.divided("mean", op, args)]

    def divided(self, square: str, op: Shaped, args: Sequence[int]) -> list[Any]:
        """Return the division by the root of a mean of squares, to which a number is added."""
        inside = self.filled(self.templates[square], op, args[:1])
        if square == "mean":
            inside = [part if type(part) is str else (part[0], ATOM) for part in inside]
            place = next(k for k, part in enumerate(inside) if type(part) is not str)
            inside.insert(place + 1, "**2")
        added = [" + ", (args[1], PRODUCT)] if len(args) > 1 else []
        return [" / ", f"{self.frame.sqrt}(", *inside, *added, ")"]


def _is_whole(key: Sequence[Any]) -> bool:
    return all([part == Slice() for part in key])


def _arguments(template: str, args: Sequence[int]) -> list[Any]:
    """Return a template with places for its arguments."""
    parts: list[Any] = []
    for piece in re.split(r"(\{[\d*]\})", template):
        if piece == "{*}":
            for k, node in enumerate(args):
                parts += [", ", (node, CHOICE)] if k else [(node, CHOICE)]
        elif re.fullmatch(r"\{\d\}", piece):
            # What stands in front of an index or a dot has to hold together.
            parts.append((args[int(piece[1])], CHOICE))
        elif piece:
            parts.append(piece)
    return [
        (part[0], ATOM) if type(part) is tuple and _is_in_front(parts, k) else part
        for k, part in enumerate(parts)
    ]


def _is_in_front(parts: Sequence[Any], k: int) -> bool:
    behind = parts[k + 1] if k + 1 < len(parts) else ""
    return type(behind) is str and behind[:1] in ("[", ".")


def _binds(op: Shaped) -> int:
    return PRODUCT if op.name in _PRODUCTS else ATOM


_PRODUCTS = frozenset(
    ("matmul", "expand", "standardize", "standardize_eps", "rms_scale", "rms_scale_eps")
)
_Own = Callable[[_Writer, Nodes, Shaped, Sequence[int]], list[Any]]
_OWN: dict[str, _Own] = {
    "matmul": lambda self, nodes, op, args: [(args[0], PRODUCT), " @ ", (args[1], ATOM)],
    "transpose": lambda self, nodes, op, args: [(args[0], ATOM), ".T"],
    "index": _Writer.index,
    "scatter": _Writer.scatter,
    "newaxis": lambda self, nodes, op, args: [
        (args[0], ATOM), f"[{':, ' * op.get('axis')}None]"],
    "squeeze": lambda self, nodes, op, args: [(args[0], ATOM), f"[{':, ' * op.get('axis')}0]"],
    "expand": _Writer.expand,
    "standardize": _Writer.standardize,
    "standardize_eps": _Writer.standardize,
    "rms_scale": _Writer.rms_scale,
    "rms_scale_eps": _Writer.rms_scale,
}  # fmt: skip
