"""What may have been assumed of arrays without a word, so that a claim would be right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from calcdl.calculus.claims.places import symmetric, with_rows_of_one

if TYPE_CHECKING:
    from calcdl.calculus.claims.places import Place
    from calcdl.calculus.claims.samples import Claim
    from calcdl.graph.shapes import Shape

__all__ = ["Assumption", "assumptions"]


_OF_CLASSES = frozenset(("softmax", "log_softmax", "logsumexp", "log", "exp"))


class Assumption(NamedTuple):
    """What is assumed of an array: a code, a sentence, and how numbers are changed for it."""

    kind: str
    says: str
    name: str

    def at(self, place: Place) -> Place:
        """Return a witness at which the assumption holds."""
        numbers, lengths = place.numbers[self.name], place.lengths[self.name]
        change = symmetric if self.kind == "assumes-symmetric" else with_rows_of_one
        return place._replace(numbers=place.numbers | {self.name: change(numbers, lengths[-1])})


def assumptions(claim: Claim, place: Place) -> Iterator[Assumption]:
    """Yield assumptions that arrays other than the variable admit, of labels where there may be."""
    operations = claim.function.nodes.operations
    names = {getattr(operations[i], "name", operations[i]) for i in claim.function.order()}
    has_labels = not names.isdisjoint(_OF_CLASSES)
    for name, lengths in place.lengths.items():
        attributes = claim.declared.attributes.get(name, ())
        if name == claim.variable or not lengths or attributes:
            continue
        shape = claim.declared.shapes[name]
        if len(shape) == 2 and shape[0] == shape[1]:
            says = f"it is right only where {name} is symmetric"
            yield Assumption("assumes-symmetric", says + _declare(name, shape, "symmetric"), name)
        if has_labels:
            rows = f"each row of {name} sums" if len(shape) == 2 else f"{name} sums"
            says = f"it is right only where {rows} to 1"
            hint = _declare(name, shape, "probabilities")
            yield Assumption("assumes-probabilities", says + hint, name)


def _declare(name: str, shape: Shape, attribute: str) -> str:
    return f", as '{name}: {','.join(map(str, shape))} {attribute}' declares"
