"""The text of a query: what parts share is computed once, in stages, each a query over the last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from calcdl.errors import UsageError
from calcdl.functions.spellings import DIALECTS as NAMES
from calcdl.functions.spellings import spellings, target_of
from calcdl.graph.nodes import reachable
from calcdl.render.code.branches import guards_of
from calcdl.render.code.names import identifiers
from calcdl.render.code.remarks import lines_of, remarks, title
from calcdl.render.code.sql.dialects import DIALECTS, Dialect, output_name, table_text
from calcdl.render.code.sql.nulls import ignored
from calcdl.render.code.sql.stages import stages_of
from calcdl.render.code.statements import Statement, body_of
from calcdl.render.code.syntax import ATOM, Syntax
from calcdl.results.code import Code

__all__ = ["write"]

_WIDTH = 88
_LONGEST = 80  # characters of an expression: a stage costs more than a long line
_AGGREGATES = {"sum": "sum", "mean": "avg"}


def write(code: Code) -> str:
    """Return a query in the dialect that was asked for; raises UsageError."""
    return _Writer(code).text()


class _Writer:
    """A query as it is written: its dialect, and by which names its parts are called."""

    def __init__(self, code: Code) -> None:
        assert code.query is not None
        self.code = code
        self.query = code.query
        self.dialect = DIALECTS[code.dialect]
        names = [*code.query.columns, *code.query.parameters]
        _require_apart(names, code.dialect)
        self.columns = {name: self.dialect.quoted(name) for name in names}
        aliases = _fresh("k", [name.casefold() for name in names])
        self.kept = {next(aliases): name for name in code.query.kept}
        self.syntax = _syntax(code, self.dialect, self.columns)
        taken = [name.casefold() for name in names]
        self.body = body_of(code.program, self.syntax, taken, longest=_LONGEST)
        self.guards = (
            {}
            if self.dialect.harmless is None
            else guards_of(code.program, self.body, self.syntax, self.dialect.harmless)
        )

    def text(self) -> str:
        answers = self.answers()
        stages = stages_of(self.code.program, self.body, self.guards)
        names = [*self.names_of_stages(len(stages) + 1)]
        queries = [self.first()]
        queries += [self.stage(stage, before) for stage, before in zip(stages, names, strict=False)]
        lines = [f"-- {line}" for line in lines_of(self.remarks(), _WIDTH - 3)]
        for k, (name, query) in enumerate(zip(names, queries, strict=True)):
            lines.append(f"{name} AS (" if k else f"WITH {name} AS (")
            lines += [*_indented(query), ")," if name != names[-1] else ")"]
        items = [f"{alias} AS {output_name(self.dialect, it)}" for alias, it in self.kept.items()]
        if self.query.aggregate:
            items.append("count(*) AS row_count")
        for name, text, variables in answers:
            items.append(f"{self.answer(text, variables)} AS {output_name(self.dialect, name)}")
        return "\n".join([*lines, *_select(items), f"FROM {names[-1]};"])

    # What is answered

    def answers(self) -> list[tuple[str, str, list[str]]]:
        """Return names and texts of answers, and of which variables each has to ask for NULL."""
        code, body = self.code, self.body
        texts = [body.value, *body.gradient, *[text for row in body.hessian for text in row]]
        lenient = ignored(code.program, [*self.columns])
        if self.query.aggregate:  # where rows without a column are left out
            parameters = set(self.query.parameters)
            lenient = {i: [it for it in names if it in parameters] for i, names in lenient.items()}
        roots = code.program.roots()
        return [
            (name, text, lenient[root])
            for name, text, root in zip(self.names_of_answers(), texts, roots, strict=True)
        ]

    def names_of_answers(self) -> list[str]:
        """Return "value", "df_dx" …, "d2f_dx_dy" …; where two would be the same, another one."""
        name, wrt = self.code.name, self.code.wrt
        names = ["value", *[f"d{name}_d{x}" for x in wrt]]
        if self.code.program.hessian:
            names += [f"d2{name}_d{x}_d{y}" for k, x in enumerate(wrt) for y in wrt[k:]]
        used = {one.casefold() for one in self.query.kept}
        unique = []
        for one in names:
            while one.casefold() in used:
                one += "_"
            used.add(one.casefold())
            unique.append(one)
        return unique

    def answer(self, text: str, variables: list[str]) -> str:
        """Return the text of an answer that is NULL where one of some variables is."""
        if variables:
            there = " AND ".join([f"{self.columns[name]} IS NOT NULL" for name in variables])
            text = f"CASE WHEN {there} THEN {text} END"
        if self.query.aggregate:
            return f"{_AGGREGATES[self.query.aggregate]}({text})"
        return text

    # Stages

    def first(self) -> list[str]:
        """Return the query over the table: columns and parameters as doubles."""
        quoted, double = self.dialect.quoted, self.dialect.double
        sources = {alias: f"source.{quoted(name)}" for alias, name in self.kept.items()}
        for name, column in self.query.columns.items():
            sources[self.columns[name]] = f"CAST(source.{quoted(column)} AS {double})"
        identifier = identifiers(self.query.parameters)
        for place, name in enumerate(self.query.parameters, 1):
            text = self.dialect.parameter.format(place=place, name=identifier[name])
            sources[self.columns[name]] = f"CAST({text} AS {double})"
        items = [f"{text} AS {name}" for name, text in sources.items()] or ["1 AS one"]
        table = table_text(self.dialect, self.query.table)
        there = [f"source.{quoted(name)} IS NOT NULL" for name in self.query.columns.values()]
        where = [f"WHERE {' AND '.join(there)}"] if self.query.aggregate and there else []
        return [*_select(items), f"FROM {table} AS source", *where, *self.fence()]

    def stage(self, stage: list[Statement], before: str) -> list[str]:
        """Return the query that adds what a stage computes to all that there is before."""
        items = ["*"]
        for statement in stage:
            text = statement.text
            if statement.node in self.guards:
                text = f"CASE WHEN {self.guards[statement.node].text} THEN {text} END"
            items.append(f"{text} AS {statement.name}")
        return [*_select(items), f"FROM {before}", *self.fence()]

    def fence(self) -> list[str]:
        return [self.dialect.fence] if self.dialect.fence else []

    def names_of_stages(self, number: int) -> Iterator[str]:
        """Yield names for stages, none of which is the table's."""
        tables = {self.query.table.casefold(), "source"}
        yield "inputs_" if "inputs" in tables else "inputs"
        steps = _fresh("step", tables)
        for _ in range(number - 1):
            yield next(steps)

    # What the query says of itself

    def may_raise(self) -> bool:
        nodes, roots = self.code.program.nodes, self.code.program.roots()
        kinds = {nodes.operations[i] for i in reachable(nodes, roots)}
        return not kinds <= (self.dialect.harmless or kinds)

    def remarks(self) -> list[str]:
        """Return what stands in front of it."""
        code, query = self.code, self.query
        said = [f"{title(code)} SQL for {NAMES[code.dialect]}."]
        if query.aggregate:
            parameters = ", ".join(query.parameters)
            said.append(
                f"The {query.aggregate} over all rows of the table; {parameters} are parameters."
                " A row in which a variable is NULL does not count."
            )
        else:
            said.append("A row in which a variable is NULL has NULL for all answers.")
        if self.dialect.raises and self.may_raise():
            said.append(f"{NAMES[code.dialect]} raises an error where {self.dialect.raises}.")
        return [*said, *remarks(code)]


def _require_apart(names: Iterable[str], dialect: str) -> None:
    """Raise UsageError where a dialect takes two names for the same."""
    if DIALECTS[dialect].has_upper_case:
        return
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            raise UsageError(
                f"{NAMES[dialect]} takes {other} and {name} for one name: rename one of them in"
                " the expression"
            )


def _syntax(code: Code, dialect: Dialect, columns: dict[str, str]) -> Syntax:
    return Syntax(
        spellings(target_of(code.target, code.dialect).column).calls,
        "CASE WHEN {0} THEN {1} ELSE {2} END",
        f"CAST(NULL AS {dialect.double})",
        choose_binds=ATOM,
        number=dialect.number,
        symbol=columns.__getitem__,
        comparisons={"==": "=", "!=": "<>"},
        both="AND",
        either="OR",
        no="NOT",
    )


def _fresh(prefix: str, taken: Iterable[str]) -> Iterator[str]:
    used = set(taken)
    return (name for k in count(1) if (name := f"{prefix}{k}") not in used)


def _select(items: list[str]) -> list[str]:
    return ["SELECT", *[f"    {item}," for item in items[:-1]], f"    {items[-1]}"]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]
