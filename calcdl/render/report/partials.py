"""The gradient and the Hessian of a function of several variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calcdl.errors import CalcdlError
from calcdl.render.names import is_exact
from calcdl.render.notation.answers import partial_line, partial_name, value_of
from calcdl.render.notation.formula import written
from calcdl.render.report.blocks import Block, Display, Formula, Paragraph, Section
from calcdl.render.report.formulas import note_of
from calcdl.render.report.names import Letters, place_words
from calcdl.results.partials import Partials, PointFacts
from calcdl.results.report import Report
from calcdl.results.value import Value

__all__ = ["gradient", "hessian"]

_ROUNDED = {True: "", False: " (rounded)"}


def gradient(report: Report, letters: Letters) -> Section | None:
    """Return the first partial derivatives, and at the point their size and direction."""
    part = report.gradient
    if part is None or part.result is None:
        return None
    result = part.result
    blocks: list[Block] = [_formulas(result, letters)]
    if report.at is not None:
        blocks.append(Paragraph((f"At {place_words(report.at)}:",)))
        values = _values(result)
        if values is None:
            blocks += _one_by_one(result, letters)
        else:
            blocks += _vector(values, report.at, result.facts[0], letters)
    return Section("The gradient", tuple(blocks), (part.line,))


def _formulas(result: Partials, letters: Letters) -> Display:
    entries = [entry for entry in result.entries if entry.formula is not None]
    return Display(tuple([partial_line(result, entry, letters.markup) for entry in entries]))


def _values(result: Partials) -> list[Value] | None:
    """Return the values of all entries, None if one has none."""
    values = [entry.points[0].value for entry in result.entries]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


def _one_by_one(result: Partials, letters: Letters) -> list[Block]:
    """Return the entries that have a value, and why others have none."""
    lines = []
    errors: dict[str, CalcdlError] = {}
    for entry in result.entries:
        point = entry.points[0]
        if point.value is not None:
            name = partial_name(result, entry, letters.markup)
            lines.append(letters.equation(letters.at(name, point.at), point.value))
        if point.error is not None:
            errors[point.error.message_in_shell] = point.error
    blocks: list[Block] = [Display(tuple(lines))] if lines else []
    return [*blocks, *[note for error in errors.values() for note in note_of(error)]]


def _vector(
    values: Sequence[Value], at: Mapping[str, str], facts: PointFacts, letters: Letters
) -> list[Block]:
    markup = letters.markup
    nabla = f"{markup.nabla}{markup.name(letters.letter)}"
    column = markup.matrix_of([[value_of(value, markup)] for value in values])
    blocks: list[Block] = [Display((f"{letters.at(nabla, at)}{letters.relation(values)}{column}",))]
    if facts.norm is not None:
        norm = f"{markup.bars[0]}{letters.at(nabla, at)}{markup.bars[1]}"
        blocks.append(
            Paragraph(("Its length is ", Formula(letters.equation(norm, facts.norm)), "."))
        )
    if facts.steepest:
        rounded = _ROUNDED[all(map(is_exact, facts.steepest))]
        says = f"There the function rises fastest in this direction{rounded}:"
        direction = markup.matrix_of([[value_of(value, markup)] for value in facts.steepest])
        blocks += [Paragraph((says,)), Display((direction,))]
    return blocks


def hessian(report: Report, letters: Letters) -> Section | None:
    """Return the second partial derivatives, as a matrix where their order does not matter."""
    part = report.hessian
    if part is None or part.result is None:
        return None
    result, markup = part.result, letters.markup
    blocks: list[Block]
    if result.symmetric:
        formulas = [(e.formula and written(e.formula, markup)) or "" for e in result.entries]
        matrix = markup.matrix_of(_square(result, formulas))
        blocks = [Display((f"{markup.name(letters.matrix)}{markup.equals}{matrix}",))]
    else:
        blocks = [_formulas(result, letters)]
    if report.at is not None:
        blocks.append(Paragraph((f"At {place_words(report.at)}:",)))
        values = _values(result)
        if values is None or not result.symmetric:
            blocks += _one_by_one(result, letters)
        else:
            blocks += _matrix(result, values, report.at, letters)
    return Section("The Hessian", tuple(blocks), (part.line,))


def _square(result: Partials, texts: Sequence[str]) -> list[list[str]]:
    """Return the rows of a symmetric matrix, of which there is an entry for each pair."""
    by_names = dict(zip([entry.variables for entry in result.entries], texts, strict=True))
    by_names |= {names[::-1]: text for names, text in by_names.items()}
    return [[by_names[row, column] for column in result.variables] for row in result.variables]


def _matrix(
    result: Partials, values: Sequence[Value], at: Mapping[str, str], letters: Letters
) -> list[Block]:
    markup = letters.markup
    shown = markup.matrix_of(_square(result, [value_of(value, markup) for value in values]))
    left = letters.at(markup.name(letters.matrix), at)
    blocks: list[Block] = [Display((f"{left}{letters.relation(values)}{shown}",))]
    facts = result.facts[0] if result.facts else PointFacts()
    if facts.eigenvalues:
        listed = markup.comma.join([value_of(value, markup) for value in facts.eigenvalues])
        rounded = _ROUNDED[all(map(is_exact, facts.eigenvalues))]
        blocks.append(Paragraph((f"Its eigenvalues{rounded}: ", Formula(listed), ".")))
    if facts.definiteness is not None:
        blocks.append(Paragraph((f"There the matrix is {facts.definiteness}.",)))
    return blocks
