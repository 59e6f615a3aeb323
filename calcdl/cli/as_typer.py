"""A command as Typer has it: its line, its completion, what it says of wrong flags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from importlib import import_module
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer
from typer.core import TyperCommand
from typer.main import get_params_convertors_ctx_param_name_from_function as parameters_of

from calcdl.cli.shared.command import Command, QuestionCommand
from calcdl.cli.shared.flags import NUMBER, SWITCH, WHOLE, Flag
from calcdl.cli.shared.values import Typed, require_readable

__all__ = ["as_typer"]


def as_typer(command: Command) -> Any:
    """Return a command as one of Typer's."""
    kind = _TyperQuestion if isinstance(command, QuestionCommand) else _TyperCommand
    return kind(command)


class _TyperCommand(TyperCommand):
    """A command whose line Typer reads, and which is answered as any other."""

    def __init__(self, command: Any) -> None:
        super().__init__(
            command.name,
            params=_parameters(command.flags),
            help=type(command).__doc__,
            rich_markup_mode=None,
        )
        self.command = command

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta.setdefault("calcdl.args", list(args))
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            ctx.params = dict(self.command.settled(ctx.params))
        return rest

    def invoke(self, ctx: Any) -> Any:
        return self.command.run(Typed(ctx.params, ctx.meta["calcdl.args"]))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from calcdl.cli.shared.help import write_help

        write_help(self.command, ctx, formatter)


class _TyperQuestion(_TyperCommand):
    """A command about an expression, or a stream of them, whose line may be meant otherwise."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta["calcdl.args"] = list(args)
        typed = self.command.sorted(args)
        fits = typed.asks_for_help or not self.command.does_not_fit(typed)
        if not ctx.resilient_parsing and not fits:
            from calcdl.cli.shared.meant import as_meant

            typed = as_meant(self.command, args)
        if not ctx.resilient_parsing and not typed.asks_for_help:
            require_readable(typed.pairs(self.command.takes_value), self.command.by_option)
        return super().parse_args(ctx, typed.words)


def _parameters(flags: Sequence[Flag]) -> list[Any]:
    """Return flags as Typer takes them: as the parameters of a function."""

    def function() -> None: ...

    parameters = [_parameter(flag) for flag in flags]
    function.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    function.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return list(parameters_of(function)[0])


_choice: Any = Enum  # made of the table, which mypy does not read
_TYPES: dict[str, Any] = {SWITCH: bool, WHOLE: int, NUMBER: float}


def _parameter(flag: Flag) -> Parameter:
    shown: dict[str, Any] = {
        "help": flag.says,
        "metavar": flag.takes or None,
        "autocompletion": _offering(flag.offers) if flag.offers else None,
    }
    info: Any
    if flag.is_operand:
        info = typer.Argument(**shown)
    else:
        info = typer.Option(
            *flag.options, **shown, min=flag.least, max=flag.most, case_sensitive=False
        )
    default = False if flag.kind == SWITCH else flag.default
    kind: Any = _TYPES.get(flag.kind, str)
    if flag.choices:
        kind = _choice(flag.name, [(choice, choice) for choice in flag.choices])
        default = None if default is None else kind(default)
    if flag.is_repeated:
        kind = list[kind]
    return Parameter(
        flag.name,
        Parameter.POSITIONAL_OR_KEYWORD,
        default=default,
        annotation=Annotated[kind | None if default is None else kind, info],
    )


def _offering(place: str) -> Callable[[typer.Context, str], list[Any]]:
    """Return what a shell asks: a function at a place, which is imported when it does."""

    def offered(ctx: typer.Context, incomplete: str) -> list[Any]:
        module, _, name = place.rpartition(".")
        words: list[Any] = getattr(import_module(module), name)(ctx.params, incomplete)
        return words

    return offered
