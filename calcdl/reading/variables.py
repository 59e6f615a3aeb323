"""Finding the variable that a person names among those of an expression."""

from __future__ import annotations

from collections.abc import Sequence

from calcdl.errors import UsageError, Wording, parameter
from calcdl.syntax.greek import GREEK
from calcdl.syntax.pasted.stars import pieces_of, with_stars

__all__ = ["find_variable", "glued", "may_be_a_product", "missing_star", "several_variables"]

_USUAL_VARIABLES = frozenset("xyztuθφω")
_SPELLED_OUT = {letter: name for name, letter in reversed(GREEK.items())}  # θ is theta


def find_variable(
    wanted: str,
    names: Sequence[str],
    asked: str = "wrt",
    pattern: str = "{}",
    single: bool = False,
) -> str:
    """Return the variable with this name, θ for theta, or the name itself where there is none.

    Raises UsageError where one that is there is likely to be meant: x for X, wx for x. ``asked``
    is the parameter that names it, ``pattern`` how it does that; ``single`` says that it names one.
    """
    if wanted in names:
        return wanted
    greek = GREEK.get(wanted) or _SPELLED_OUT.get(wanted) or wanted
    if greek in names:
        return greek
    likely = [name for name in names if name.lower() == wanted.lower()]
    if not likely and len(wanted) > 1 and set(wanted) <= set(names):  # xy for x,y
        likely = list(wanted)
        if single:
            there = " and ".join(dict.fromkeys(likely))
            raise UsageError(f"there is no variable {wanted} here, but {there}: name one of them")
    if likely:
        write = parameter(asked, ",".join([pattern.format(name) for name in likely]))
        raise UsageError(f"there is no variable {wanted} here: write ", write)
    advice = missing_star(wanted, names)
    if advice is None and asked != "at":  # which says what may be set
        advice = _name_of_its_own(wanted, names)
    if advice is not None:
        raise UsageError(f"there is no variable {wanted} here: {advice}")
    return wanted


def missing_star(wanted: str, names: Sequence[str]) -> str | None:
    """Return what to write where one of some names holds another: "wx is one name: write w*x"."""
    for name in names:
        product = with_stars(name) if wanted in pieces_of(name) and wanted != name else None
        if product:
            return f"{name} is one name: write {product}"
    return None


def _name_of_its_own(wanted: str, names: Sequence[str]) -> str | None:
    """Return what to say of a name that holds another and is likely no product: x1, theta."""
    for name in names:
        if len(wanted) < len(name) and wanted in name:
            return f"{name} is a name of its own, which is not cut into letters"
    return None


def several_variables(names: Sequence[str]) -> UsageError:
    """Return what is wrong where several variables are there and none is asked for by its name."""
    listed, product = f"{', '.join(names[:-1])} and {names[-1]}", glued(names)
    return UsageError(
        f"the expression has the variables {listed}: say which one with ",
        parameter("wrt", names[-1]),
        ", or ask for all with ",
        Wording("partials", "'calcdl partial'"),
        f"; {product}" if product else "",
    )


def may_be_a_product(name: str) -> bool:
    """Say whether the only variable of an expression may be meant for a product, as in kx.

    >>> [may_be_a_product(name) for name in ("kx", "lr", "dt", "theta")]
    [True, False, False, False]
    """
    pieces = pieces_of(name)
    return len(pieces) == 2 and pieces[0] != "d" and not _USUAL_VARIABLES.isdisjoint(name)


def glued(names: Sequence[str]) -> str | None:
    """Return what to write where some of several names may be meant for products, as ax and bx."""
    for name in names:
        pieces = pieces_of(name)
        if pieces[0] == "d" and name[1:] in names:
            return (
                f"write d/{name}(…) for a derivative"
                if "d" in names
                else f"leave out {name}: calcdl differentiates, it does not integrate"
            )
        if (
            len(pieces) == 2
            and pieces[0] != "d"
            and any(
                other != name and not set(pieces).isdisjoint(pieces_of(other)) for other in names
            )
        ):
            return f"{name} is one name: write {with_stars(name)} for a product"
    return None
