"""What an answer lacks: sentences about it, and the exit status that it means."""

from __future__ import annotations

from calcdl.calculus.question import Asked
from calcdl.cli.shared.messages import Message, describe
from calcdl.errors import CalcdlError, NoValue, Undecided
from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from calcdl.cli.shared.output import Format

__all__ = ["shortfall"]

Lacks = list[tuple[Message, int]]


def shortfall(asked: Asked, result: Any, form: Format) -> tuple[list[Message], int]:
    """Return what there is to say of what is missing, and the exit status of the worst of it.

    In JSON the record says it, save for a graph.
    """
    lacks = _of_form(asked, result)
    if asked.shapes and asked.question != "check":
        lacks = _of_arrays(result, form) + lacks
    else:
        question = "map" if asked.is_map else asked.question
        lacks = _LACKS.get(question, _of_points)(result, form) + lacks
    status = max([status for _, status in lacks], default=0)
    if form == "json" and asked.question != "graph":
        return [], status
    messages: dict[Any, Message] = {}
    for message, _ in lacks:
        if message:
            earlier = messages.get(key := _what_is_said(message))
            if earlier is None or _says_more(message, earlier):
                messages[key] = message
    return [*messages.values()], status


_GIVEN_UP = {
    "work": "the {form} form would be too much work here, so that another one is printed",
    "points": "the {form} form has no value at points where there is one: another is printed",
    "corners": "where several corners or steps meet, the formula may not be the derivative:"
    " ask for it there with --at",
}


def _of_form(asked: Asked, result: Any) -> Lacks:
    """Return what to say where a formula has not the form that was asked for."""
    reasons = getattr(result, "given_up", ())
    return [(_GIVEN_UP[reason].format(form=asked.form), 0) for reason in reasons]


def _what_is_said(message: Message) -> Any:
    """Return the same for messages that say the same thing, though one may say more of it."""
    if isinstance(message, NoValue) and message.span is not None:
        return message.code, message.part, message.at, message.span
    return describe(message)


def _says_more(message: Message, earlier: Message) -> bool:
    """Say whether a message has looked at what the function does, and an earlier one has not."""
    looked = [getattr(one, "behaviour", None) is not None for one in (message, earlier)]
    return looked == [True, False]


def _errors(errors: Iterable[CalcdlError | None]) -> Lacks:
    return [(error, error.status) for error in errors if error is not None]


def _of_points(result: Any, form: Format) -> Lacks:
    return _errors(point.error for point in result.points)


def _of_partials(result: Any, form: Format) -> Lacks:
    if form == "plain" and any(fact.along for fact in result.facts):
        return []  # the partial derivatives were not asked for
    return _errors(point.error for entry in result.entries for point in entry.points)


def _of_chain(result: Any, form: Format) -> Lacks:
    if result.at is None:
        return []
    from calcdl.render.words import quotient_name  # which no other question needs

    whole = result.levels[-1].name
    numbers: dict[str, Any] = {}
    for level in result.levels:
        numbers[level.name] = level.value
        numbers |= {quotient_name(level.name, local.input): local.value for local in level.local}
        numbers.setdefault(quotient_name(whole, level.name), level.adjoint)
    numbers |= {quotient_name(whole, sum.variable): sum.value for sum in result.assemblies}
    return [
        (f"{name}: {number.message_in_shell}", number.status)
        for name, number in numbers.items()
        if isinstance(number, Undecided)
    ]


def _of_point(result: Any, form: Format) -> Lacks:
    whys = [point.why for point in result.points if point.kind == "undecided"]
    says = "" if form == "table" else "this could not be decided: "  # where the table says it
    return [(says and f"{says}{why}", Undecided.status) for why in whys[:1]]


def _of_check(result: Any, form: Format) -> Lacks:
    return [] if result.equal else [("", 1)]


def _of_graph(result: Any, form: Format) -> Lacks:
    errors = [node.error for node in getattr(result, "nodes", ())]
    undecided = [error for error in errors if isinstance(error, Undecided)]
    return [(error.message_in_shell, error.status) for error in undecided]


def _of_numeric(result: Any, form: Format) -> Lacks:
    absent = [point.no_derivative for point in result.points if form in ("plain", "csv")]
    return [*[(error, 0) for error in absent if error is not None], *_of_points(result, form)]


def _of_curves(result: Any, form: Format) -> Lacks:
    return _errors(point.error for point in result.extras.all_points)


def _of_map(result: Any, form: Format) -> Lacks:
    return _errors(point.error for point in result.points)


def _of_simplification(result: Any, form: Format) -> Lacks:
    """In a pipe stdout is the formula alone; what it is equal under stands beside it."""
    if form != "plain" or not result.conditions:
        return []
    from calcdl.render.simplification import condition_text

    *others, last = [condition_text(condition) for condition in result.conditions]
    where = f"{', '.join(others)} and {last}" if others else last
    return [(f"equal where {where}", 0)]


def _of_arrays(result: Any, form: Format) -> Lacks:
    """Say what entries have no value, and beside a pipe whether digits are proven."""
    entries = getattr(result, "entries", (result,))
    numbers_of = [getattr(one, "numbers", None) for one in entries]  # a chain's steps have none
    several = [numbers for numbers in numbers_of if numbers is not None]
    errors = [next(iter(numbers.errors.values())) for numbers in several if numbers.errors]
    lacks = _errors(errors)
    if form != "table" and not all([numbers.certified for numbers in several]):
        lacks.append(("NumPy computed this in double precision: digits are not proven", 0))
    return lacks


def _of_code(result: Any, form: Format) -> Lacks:
    """Nothing is missing: a function that cannot be written is refused."""
    return []


def _of_report(result: Any, form: Format) -> Lacks:
    """Nothing is missing: the report says what there is, and why other things are not."""
    return []


_LACKS = {
    "chain": _of_chain,
    "partial": _of_partials,
    "gradient": _of_partials,
    "jacobian": _of_partials,
    "hessian": _of_partials,
    "point": _of_point,
    "check": _of_check,
    "graph": _of_graph,
    "numeric": _of_numeric,
    "simplify": _of_simplification,
    "plot": _of_curves,
    "map": _of_map,
    "report": _of_report,
    "code": _of_code,
}
