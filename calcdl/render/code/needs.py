"""Under which conditions the parts of a program are needed: a branch that is not taken is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from calcdl.graph.nodes import reachable

if TYPE_CHECKING:
    from typing import TypeAlias

    from calcdl.results.code import Program

    Case: TypeAlias = frozenset[tuple[int, bool]]  # conditions, and how each has turned out
    Cases: TypeAlias = frozenset[Case]  # any of which has to hold

__all__ = ["ALWAYS", "needed_cases"]

ALWAYS: Cases = frozenset((frozenset(),))
_MOST_CASES = 4  # beyond that a part is taken to be needed always
_MOST_TO_JOIN = 64  # which takes as many steps as there are pairs of them
_MOST_CONDITIONS = 64  # of a case; beyond that it is the last one, in more cases than need be


def needed_cases(program: Program) -> dict[int, Cases]:
    """Return, for each node, in which cases an answer needs it; linear in the program."""
    nodes = program.nodes
    needed: dict[int, set[Case]] = {root: set(ALWAYS) for root in program.roots()}
    found: dict[int, Cases] = {}
    for i in reversed(reachable(nodes, program.roots())):
        cases = found[i] = _joined(needed.pop(i))
        if nodes.operations[i] != "where":
            for child in nodes.children(i):
                needed.setdefault(child, set()).update(cases)
            continue
        condition, chosen, otherwise = nodes.arguments[i]
        needed.setdefault(condition, set()).update(cases)
        for child, holds in ((chosen, True), (otherwise, False)):
            inside = [_within(case, condition, holds) for case in cases]
            needed.setdefault(child, set()).update(inside)
    return found


def _within(case: Case, condition: int, holds: bool) -> Case:
    both = case | {(condition, holds)}
    return both if len(both) <= _MOST_CONDITIONS else frozenset(((condition, holds),))


def _joined(cases: set[Case]) -> Cases:
    """Return cases without those that others include."""
    if len(cases) == 1:
        return frozenset(cases)
    apart = _without_opposites(cases)
    if len(apart) > _MOST_TO_JOIN:
        return ALWAYS
    least = {case for case in apart if not any([other < case for other in apart])}
    return frozenset(least) if len(least) <= _MOST_CASES else ALWAYS


def _without_opposites(cases: Iterable[Case]) -> set[Case]:
    """Return cases with each two joined that differ in how one condition has turned out."""
    left = set(cases)
    stack = list(left)
    while stack:
        case = stack.pop()
        for condition, holds in case if case in left else ():
            other = case - {(condition, holds)} | {(condition, not holds)}
            if other in left:
                left -= {case, other}
                left.add(case & other)
                stack.append(case & other)
                break
    return left
