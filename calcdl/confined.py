"""Questions that may take for ever or all memory, answered in a process that can be ended.

What is written in C heeds no alarm, and ends the whole process where it finds no memory. So it
works in a process of its own, with limits that the system keeps: memory, and time of the
processor, so that an answer does not hang on how busy the machine is. The process stays for the
next question; one that was ended is replaced.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock  # threading's Lock, without the rest of it
from time import process_time

from calcdl.lean import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence
    from typing import Any

__all__ = [
    "Confined",
    "NoAnswer",
    "one_question",
    "private_channel",
    "python_process",
    "python_words",
    "serve",
]

_MEMORY = 768 << 20  # bytes of address space; a process that has loaded SymPy takes 80 MiB
_STARTING = 20.0  # seconds that a process may take to be ready
_WAITING = 5.0  # how many times its time a process may take where the machine is busy
_SHARED = 4.0  # seconds of all questions that belong to one question of the user
_LEAST = 0.05  # seconds with which a question is asked at all


def python_words(program: str) -> tuple[str, ...]:
    """Return the command line that runs a program in Python."""
    return (sys.executable, "-P", "-c", program)


_SERVER = python_words("from calcdl.confined import serve; serve()")


class NoAnswer(Exception):
    """The process had to be ended before it answered, or could not be started."""


class Confined:
    """A process that answers one question after another; it starts with the first of them.

    ``prepare`` is what it does before the first, such as an import, with time of its own.
    """

    def __init__(self, prepare: Callable[[], Any]) -> None:
        self.prepare = prepare
        self.process: subprocess.Popen[bytes] | None = None
        self.lock = allocate_lock()

    def ask(self, seconds: float, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return a function of a module, called with these arguments elsewhere.

        It may take so many seconds, and no more than are left of the question of the user that it
        belongs to. Raises NoAnswer.
        """
        seconds = min(seconds, _left)
        if seconds < _LEAST:
            raise NoAnswer
        with self.lock:
            if self.process is None:
                import atexit

                self.process = python_process(_SERVER)
                self.exchange(_STARTING, self.prepare, ())
                atexit.register(self.end)
            return self.exchange(seconds, function, arguments)

    def exchange(self, seconds: float, function: Callable[..., Any], arguments: Any) -> Any:
        """Send a question and wait for the answer; whatever goes wrong ends the process."""
        import pickle
        from threading import Timer

        question = pickle.dumps((function, arguments, seconds))
        process = self.process
        if process is None or process.stdin is None or process.stdout is None:
            raise NoAnswer
        clock = Timer(_STARTING + _WAITING * seconds, process.kill)
        clock.daemon = True
        clock.start()
        spent = seconds
        try:
            process.stdin.write(question)
            process.stdin.flush()
            answer, spent = pickle.load(process.stdout)
        except Exception:  # it has ended, or what comes is no answer
            self.end()
            raise NoAnswer from None
        except BaseException:
            self.end()
            raise
        finally:
            clock.cancel()
            if function is not self.prepare:
                _spend(spent)
        return answer

    def end(self) -> None:
        """End the process, whatever it is at."""
        process, self.process = self.process, None
        if process is not None:
            import atexit

            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
            process.wait()
            atexit.unregister(self.end)


# What one question of the user may take

_left = float("inf")  # seconds; without an end where no question is marked


def _spend(seconds: float) -> None:
    global _left
    _left -= seconds


class one_question:
    """Within, all that is asked of processes shares the time of one question.

    A line of a stream is a question of its own, inside of the one that the stream is.
    """

    def __enter__(self) -> None:
        global _left
        self.before, _left = _left, min(_left, _SHARED)

    def __exit__(self, *problem: object) -> None:
        global _left
        _left = self.before


# Both sides of the pipe


def python_process(words: Sequence[str], **options: Any) -> subprocess.Popen[bytes] | None:
    """Start a process that finds the same modules, with pipes to its stdin and stdout.

    None says that the system does not start it.
    """
    import subprocess

    path = os.pathsep.join(place for place in sys.path if place)
    try:
        return subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            **{"stderr": None if "CALCDL_DEBUG" in os.environ else subprocess.DEVNULL, **options},
        )
    except OSError:
        return None


def private_channel() -> tuple[Any, Any]:
    """Return the streams of such a process for questions and answers.

    They are taken away from stdin and stdout, where C code would write its last words.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return source, sink


def serve() -> None:
    """Answer questions until there are no more, as the process that may be ended."""
    import pickle
    import signal

    source, sink = private_channel()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    while True:
        try:
            function, arguments, seconds = pickle.load(source)
            _limit_time(seconds)
            before = process_time()
            answer = function(*arguments)
            _limit_time(0)
            pickle.dump((answer, process_time() - before), sink)
            sink.flush()
        except (EOFError, OSError):  # nobody asks, or nobody listens
            os._exit(0)


def _limit_memory() -> None:
    """Make the system refuse more memory, where it can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > _MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))


def _limit_time(seconds: float) -> None:
    """Make the system end this process after so much of its time, where it can."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
