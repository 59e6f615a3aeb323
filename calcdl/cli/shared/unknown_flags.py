"""Flags that a command does not have: what was likely meant, where something is likely."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from shlex import join

from calcdl.cli.shared.command import QuestionCommand
from calcdl.cli.shared.flags import commands_with
from calcdl.errors import UsageError

__all__ = ["unknown_flag"]

_MEANT = {
    "--points": "--at",
    "--point": "--at",
    "--values": "--at",
    "--where": "--at",
    "--delta": "--step",
    "--eps": "--step",
    "--epsilon": "--step",
    "--h": "--step",
    "--stepsize": "--step",
    "--step-size": "--step",
    "--tex": "--latex",
    "--precision": "--digits",
    "--prec": "--digits",
    "--places": "--digits",
    "--decimals": "--digits",
    "--var": "--wrt",
    "--vars": "--wrt",
    "--variable": "--wrt",
    "--variables": "--wrt",
    "--by": "--wrt",
    "--respect-to": "--wrt",
    "--nth": "--order",
    "--degree": "--order",
    "--out": "--output",
    "--outfile": "--output",
    "--save": "--output",
    "--direction": "--along",
    "--define": "--let",
    "--def": "--let",
    "--text": "--plain",
    "--raw": "--plain",
    "--pretty": "--format table",
    "--table": "--format table",
    "--processes": "--jobs",
    "--threads": "--jobs",
    "--symbolic": "--exact",
    "--finite-difference": "--numeric",
    "--numerical": "--numeric",
}

# What a flag is looked for that is a command.
_COMMANDS = {
    "--steps": "chain",
    "--show-steps": "chain",
    "--verbose": "chain",
    "--explain": "chain",
    "--chain": "chain",
    "--show-work": "chain",
    "--check": "check",
    "--verify": "check",
    "--value": "eval",
    "--eval": "eval",
    "--graph": "graph",
    "--limit": "numeric",
    "--plot": "plot",
    "--gradient": "gradient",
    "--partial": "partial",
    "--all": "partial",
    "--hessian": "hessian",
    "--jacobian": "jacobian",
    "--examples": "examples",
}
_FLAGS_THERE = ("--limit",)  # which are flags of these commands


def unknown_flag(command: QuestionCommand, typed: str, operands: Sequence[str]) -> UsageError:
    """Return the error of a flag that a command does not have, with what to type instead."""
    flag = typed.partition("=")[0]
    there = list(command.by_option)
    having = commands_with(flag) if flag not in there else []
    near = None if having else _meant(flag.lower().partition(":")[0], there)
    if near is not None:
        return UsageError(f"{command.name} has no flag {flag}: write {near}")
    other = _COMMANDS.get(flag.lower())
    if other is not None and other != command.name:
        line = join(["calcdl", other, *operands, *([flag] if flag in _FLAGS_THERE else [])])
        return UsageError(f"{command.name} has no flag {flag}, there is a command: {line}")
    if having:
        *others, last = having
        listed = f"{', '.join(others)} and {last} have" if others else f"{last} has"
        return UsageError(f"{command.name} has no flag {flag}; {listed}")
    return UsageError(
        f"{command.name} has no flag {flag}: calcdl {command.name} --help lists those that it has"
    )


def _meant(flag: str, there: Sequence[str]) -> str | None:
    """Return the flag of a command that is likely meant, None where none is near."""
    meant = _MEANT.get(flag)
    if meant is not None and meant.split()[0] in there:
        return meant
    if flag in there:
        return flag
    if flag in _COMMANDS:
        return None
    begin = [option for option in there if len(flag) > 3 and option.startswith(flag)]
    if len(begin) == 1:
        return begin[0]
    near = get_close_matches(flag, there, n=1, cutoff=0.8)
    return near[0] if near else None
