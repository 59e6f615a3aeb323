"""How a command line ends that was not answered: with a sentence on stderr, if that is heard."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from calcdl.cli.shared.messages import complaint, describe
from calcdl.errors import CalcdlError

__all__ = ["status_after"]


def status_after(problem: BaseException, args: list[str]) -> int:
    """Say what went wrong, and return the exit status; what ends the process anyway is raised."""
    try:
        raise problem
    except CalcdlError as error:
        return 0 if _is_completing() else _complain(describe(error), error.status)
    except BrokenPipeError:
        _forget(sys.stdout)
        return 0
    except OSError as error:  # a full disk, say
        if sys.stdout is not None:
            _forget(sys.stdout)
        return _complain(complaint(f"I cannot write the answer: {error.strerror or error}"), 1)
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # that is how Rich tells of one
            return 0
        raise
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if _is_completing():
            return 0
        from calcdl.cli.unexpected import own_error

        own = own_error(error, "", args)
        return _complain(describe(own), own.status)


def _complain(message: str, status: int) -> int:
    """Print a message on stderr, if anyone still listens, and return the exit status."""
    try:
        print(message, file=sys.stderr, flush=True)
    except BrokenPipeError:
        _forget(sys.stderr)
    return status


def _is_completing() -> bool:
    """Say whether a shell asks for completions: a message would spoil the line being typed."""
    return "_CALCDL_COMPLETE" in os.environ


def _forget(stream: TextIO) -> None:
    """Give up a stream: what Python still holds for it must not raise again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
