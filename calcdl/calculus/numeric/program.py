"""Any program that prints a number for a number, as a function of floats."""

from __future__ import annotations

import math
import os
import shlex
import signal
import subprocess
import threading
from contextlib import contextmanager, suppress
from decimal import Decimal
from threading import Thread
from time import monotonic

from calcdl.errors import NoValue, TooLarge, UsageError
from calcdl.lean import TYPE_CHECKING, NamedTuple
from calcdl.syntax.escapes import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

__all__ = ["Program"]

_LONGEST_RUN = 30.0  # seconds
_LONGEST_QUOTE = 60  # characters of a program's output that a message repeats
_LONGEST_OUTPUT = 1 << 16  # bytes: more than that is no number
_BLOCK = 1 << 14  # bytes
_AT_ONCE = 8  # runs
_MOMENT = 0.05  # seconds between two looks at a process
_PATIENCE = 1.0  # seconds, for the end of something that is to end at once


class _Run(NamedTuple):
    """What a run of a program left behind: its status, and the ends of what it printed."""

    status: int
    stdout: bytes
    stderr: bytes


class Program:
    """The function that a command line computes, ``{x}`` standing for its argument.

    The line is split as a shell would do it, but no shell runs unless ``shell`` is true. Calling
    the function raises NoValue where the program fails or prints no number, UsageError where it
    cannot be started, and TooLarge where it takes longer than ``timeout`` seconds. No number is
    asked for twice, and nothing that the program has started outlives its run.

    >>> Program("echo {x}")(0.25)
    0.25
    """

    def __init__(
        self,
        command: str,
        variable: str = "x",
        *,
        shell: bool = False,
        timeout: float = _LONGEST_RUN,
    ) -> None:
        self.place = f"{{{variable}}}"
        if self.place not in command:
            raise UsageError(f"the command says nowhere {self.place}, which stands for the number")
        try:
            self.parts = [command] if shell else shlex.split(command)
        except ValueError as error:
            raise UsageError(f"I cannot split the command into words: {error}") from None
        self.shell, self.timeout = shell, timeout
        self.known: dict[float, float | NoValue] = {}
        self.running: set[subprocess.Popen[bytes]] = set()
        self.stopped = False

    def __call__(self, u: float) -> float:
        self.run_for([u])
        value = self.known[u]
        if isinstance(value, NoValue):
            raise NoValue(value.reason)
        return value

    def run_for(self, arguments: Sequence[float]) -> None:
        """Run the program for all numbers that it has not been run for, several at a time."""
        missing = [u for u in dict.fromkeys(arguments) if u not in self.known]
        if not missing:
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(min(_AT_ONCE, len(missing))) as pool, self.ended_with_us():
            for u, value in zip(missing, pool.map(self.value, missing), strict=True):
                self.known[u] = value

    def value(self, u: float) -> float | NoValue:
        """Run the program for a number."""
        try:
            words = [part.replace(self.place, _numeral(u)) for part in self.parts]
            return _number(self.run(words), words, self.place, u)
        except NoValue as error:
            return error

    @contextmanager
    def ended_with_us(self) -> Iterator[None]:
        """Within, whatever ends calcdl, be it a signal, ends all runs before."""
        caught: dict[int, Any] = {}

        def end(number: int, _: Any) -> None:
            self.stop()
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

        self.stopped = False
        if threading.current_thread() is threading.main_thread():
            for name in ("SIGTERM", "SIGHUP"):
                number = getattr(signal, name, None)
                if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                    caught[number] = signal.signal(number, end)
        try:
            yield
        except BaseException:
            self.stop()
            raise
        finally:
            for number, before in caught.items():
                signal.signal(number, before)

    def stop(self) -> None:
        """End all runs, and begin no more."""
        self.stopped = True
        for process in list(self.running):
            _end(process)

    def run(self, words: list[str]) -> _Run:
        """Run a command line to its end."""
        self.require_going_on()
        apart: Any = {"process_group": 0} if os.name == "posix" else {}
        try:
            process = subprocess.Popen(
                words[0] if self.shell else words,
                shell=self.shell,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                **apart,
            )
        except OSError as error:
            raise UsageError(f"I cannot run {words[0]}: {error.strerror}") from None
        self.running.add(process)
        try:
            self.require_going_on()  # it may have been too late to be ended with the others
            return _finished(process, words, self.timeout)
        finally:
            _end(process)
            self.running.discard(process)

    def require_going_on(self) -> None:
        if self.stopped:
            raise TooLarge("the program is not run any more")


def _finished(process: subprocess.Popen[bytes], words: Sequence[str], timeout: float) -> _Run:
    """Wait for a process, reading what it prints; raises TooLarge and NoValue."""
    printed, said = _Output(process.stdout), _Output(process.stderr, messages=True)
    asked = visible(" ".join(words))
    end = monotonic() + timeout
    while printed.is_open() and process.poll() is None:
        if monotonic() > end:
            raise TooLarge(f"the program took longer than {timeout:g} seconds: {asked}")
        printed.wait(_MOMENT)
    if printed.is_long():
        raise NoValue(
            f"the program prints more than {_LONGEST_OUTPUT >> 10} KiB, which is no number"
            f" ({asked})"
        )
    try:
        status = process.wait(max(end - monotonic(), _MOMENT))
    except subprocess.TimeoutExpired:
        raise TooLarge(f"the program took longer than {timeout:g} seconds: {asked}") from None
    _end(process)  # what it has left in the background would keep the pipes open
    return _Run(status, printed.text(), said.text())


class _Output:
    """What a process prints to a pipe, read by a thread: some KiB, of messages the last ones."""

    def __init__(self, stream: Any, messages: bool = False) -> None:
        self.stream, self.messages = stream, messages
        self.read = bytearray()
        self.thread = Thread(target=self.follow, daemon=True)
        self.thread.start()

    def follow(self) -> None:
        with self.stream:
            while not self.is_long() and (block := self.stream.read1(_BLOCK)):
                self.read += block
                if self.messages:
                    del self.read[:-_LONGEST_OUTPUT]

    def wait(self, seconds: float) -> None:
        self.thread.join(seconds)

    def is_open(self) -> bool:
        return self.thread.is_alive()

    def is_long(self) -> bool:
        return len(self.read) > _LONGEST_OUTPUT

    def text(self) -> bytes:
        self.wait(_PATIENCE)
        return bytes(self.read)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it has started."""
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _numeral(u: float) -> str:
    """Return all digits of a float, without an exponent where that is not too long."""
    text = repr(u)
    if "e" in text and 1e-30 < abs(u) < 1e30:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def _number(run: _Run, words: Sequence[str], place: str, u: float) -> float:
    """Return the number that a program has printed; raises NoValue."""
    if run.status:
        last = run.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        said = f", and says: {visible(last[:_LONGEST_QUOTE])}" if last else ""
        asked = visible(" ".join(words))
        raise NoValue(f"the program ends with status {run.status}{said} ({asked})")
    text = run.stdout.decode("utf-8", "replace").strip()
    try:
        value = float(text)
    except ValueError:
        shown = f"'{visible(text[:_LONGEST_QUOTE])}'" if text else "nothing"
        raise NoValue(f"for {place} = {u!r} the program prints {shown}, not a number") from None
    if not math.isfinite(value):
        raise NoValue(f"for {place} = {u!r} the program prints {text}, not a finite number")
    return value
