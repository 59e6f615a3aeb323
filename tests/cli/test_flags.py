"""The table of flags: it is whole, and what Typer has is what it says."""

from __future__ import annotations

from importlib import import_module

import pytest

from calcdl.calculus.question import Asked
from calcdl.cli.as_typer import as_typer
from calcdl.cli.shared.flags import COMMANDS, FLAGS, SWITCH, Flag, flags_of
from calcdl.cli.shared.values import usual_values, value_of
from calcdl.errors import UsageError

ROWS = [flag for group in FLAGS.values() for flag in group]


@pytest.mark.parametrize("flag", ROWS, ids=[f"{flag.name} of {flag.commands}" for flag in ROWS])
def test_a_row_is_whole(flag: Flag) -> None:
    assert set(flag.commands.split()) <= set(COMMANDS)
    assert not flag.asks or flag.asks in Asked._fields
    assert flag.says.endswith((".", "…"))
    assert bool(flag.value) or flag.kind == SWITCH
    if flag.offers:
        module, _, name = flag.offers.rpartition(".")
        assert isinstance(getattr(import_module(module), name)({}, "x"), list)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_no_two_flags_of_a_name(command: str) -> None:
    flags = flags_of(command)
    assert len({flag.name for flag in flags}) == len(flags)
    options = [option for flag in flags for option in flag.options]
    assert len(set(options)) == len(options)


@pytest.mark.parametrize("name", COMMANDS)
def test_typer_has_what_the_table_says(name: str) -> None:
    command = import_module(f"calcdl.cli.commands.{name}").command
    seen = {param.name: param for param in as_typer(command).params}
    assert list(seen) == [flag.name for flag in command.flags]
    for flag in command.flags:
        param = seen[flag.name]
        assert (param.param_type_name == "argument") == flag.is_operand
        assert flag.is_operand or list(param.opts) == flag.options
        assert getattr(param, "is_flag", False) == (flag.kind == SWITCH)
        assert (param.nargs == -1 or getattr(param, "multiple", False)) == flag.is_repeated
        assert tuple(getattr(param.type, "choices", ())) == flag.choices


def test_nothing_that_is_usual_is_refused() -> None:
    for flag in ROWS:
        usual = usual_values([flag])[flag.name]
        if usual not in (None, False, ()):
            assert value_of(flag, [str(usual)]) == usual


def test_a_value_that_does_not_fit_says_what_does() -> None:
    order, side = (
        next(flag for flag in flags_of("deriv") if flag.name == name) for name in ("order", "side")
    )
    with pytest.raises(UsageError, match="order has to be a whole number, 0 or more, not '-1'"):
        value_of(order, ["-1"])
    with pytest.raises(UsageError, match="side has to be left or right, not 'up'"):
        value_of(side, ["up"])
    with pytest.raises(UsageError, match="order has 2 values: give one"):
        value_of(order, ["1", "2"])
