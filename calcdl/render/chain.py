"""The chain rule as rows and as a record."""

from __future__ import annotations

from calcdl.errors import Undecided
from calcdl.reading.writing import write
from calcdl.render.record import Record, error_record, given_up_record, present, value_record
from calcdl.render.rows import Rows
from calcdl.render.words import number_text, quotient_name
from calcdl.results.chain import Assembly, Chain, Level, Number, RuleStep

__all__ = ["columns", "record", "rows"]

_LEVEL = ["part", "name", "formula", "rule", "derivatives"]
_LEVEL_AT_POINT = ["value", "derivative_values", "adjoint"]


def rows(result: Chain) -> Rows:
    """Return a row for each level, then one for each variable.

    A level: name, definition, rule, local derivatives; with a point also the value, the local
    derivatives as numbers, and the adjoint. A variable: df/dx, the product of local derivatives,
    the same written out, the derivative; with a point also its value.
    """
    at_point = result.at is not None
    rows = [_level_cells(level, at_point) for level in result.levels]
    whole = result.levels[-1].name
    for assembly in result.assemblies:
        formulas = (assembly.product, assembly.substituted, assembly.tidied)
        value = [number_text(assembly.value)] if at_point else []
        rows.append(
            [quotient_name(whole, assembly.variable), *[write(graph) for graph in formulas], *value]
        )
    return rows


def _level_cells(level: Level, at_point: bool) -> list[str]:
    names = [quotient_name(level.name, local.input) for local in level.local]
    formulas = [write(local.formula) for local in level.local]
    cells = [level.name, write(level.definition), level.rule, _equations(names, formulas)]
    if not at_point:
        return cells
    values = [number_text(local.value) for local in level.local]
    numbers = [number_text(level.value), _equations(names, values), number_text(level.adjoint)]
    return [*cells, *numbers]


def _equations(names: list[str], texts: list[str]) -> str:
    return "; ".join([f"{name} = {text}" for name, text in zip(names, texts, strict=True)])


def columns(result: Chain) -> Rows:
    """Return a heading, a row a level, then a row a derivative of the whole."""
    at_point = result.at is not None
    whole = result.levels[-1].name
    return [
        [*_LEVEL, *(_LEVEL_AT_POINT if at_point else [])],
        *[["level", *_level_cells(level, at_point)] for level in result.levels],
        *[_whole_cells(whole, assembly, at_point) for assembly in result.assemblies],
    ]


def _whole_cells(whole: str, assembly: Assembly, at_point: bool) -> list[str]:
    name = quotient_name(whole, assembly.variable)
    value = [number_text(assembly.value), "", ""] if at_point else []
    return ["whole", name, write(assembly.product), "", write(assembly.tidied), *value]


def record(result: Chain) -> Record:
    """Return the record of a chain: its levels, innermost first, and an assembly a variable."""
    return {
        "command": "chain",
        "expression": write(result.expression),
        **present({"at": result.at}),
        "levels": [_level_record(level) for level in result.levels],
        "assemblies": {
            assembly.variable: _assembly_record(assembly, result.at is not None)
            for assembly in result.assemblies
        },
        **given_up_record(result.given_up),
    }


def _assembly_record(assembly: Assembly, at_point: bool) -> Record:
    paths = assembly.paths
    return {
        "paths": None if paths is None else [[list(step) for step in path] for path in paths],
        "product": write(assembly.product),
        "substituted": write(assembly.substituted),
        "derivative": write(assembly.tidied),
        **present({"named": assembly.named and write(assembly.named.formula)}),
        **(_number_record(assembly.value) if at_point else {}),
    }


def _level_record(level: Level) -> Record:
    value, adjoint = _number_record(level.value), _number_record(level.adjoint)
    errors = present({"value": value.get("error"), "adjoint": adjoint.get("error")})
    return {
        "name": level.name,
        "definition": write(level.definition),
        "rule": level.rule,
        "local": {
            local.input: {"derivative": write(local.formula), **_number_record(local.value)}
            for local in level.local
        },
        "value": value["value"],
        "adjoint": adjoint["value"],
        **present({"steps": [_step_record(step) for step in level.steps] or None}),
        **present({"errors": errors or None}),
    }


def _step_record(step: RuleStep) -> Record:
    """Return the record of a rule; a prime behind the name of a part is its derivative."""
    return {
        "rule": step.rule,
        "of": write(step.whole),
        "by": step.variable,
        "parts": {
            part.name: {
                "formula": write(part.formula),
                "derivative": write(part.derivative),
                "value": _number_record(part.value)["value"],
                "slope": _number_record(part.slope)["value"],
            }
            for part in step.parts
        },
        "pattern": write(step.pattern),
        "derivative": write(step.written),
    }


def _number_record(number: Number) -> Record:
    """Return the keys of a number: its value, null where there is none, and why it is not known."""
    if isinstance(number, Undecided):
        return {"value": None, "error": error_record(number)}
    return {"value": value_record(number)}
