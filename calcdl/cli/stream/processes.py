"""A stream of expressions on several processes, its order kept.

Each process is another Python that reads pieces of the stream from a pipe and writes the answers
to a second one, each as soon as it is known. It ends with its pipe or with the process that
started it, so that none is left over, whatever becomes of that.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from queue import Queue, SimpleQueue
from threading import Lock, Thread
from time import sleep
from typing import Any, NamedTuple

from calcdl.cli.shared.messages import say
from calcdl.cli.shared.source import FILES
from calcdl.cli.shared.values import Typed
from calcdl.cli.stream.asker import Answer, Asker
from calcdl.cli.stream.lines import Lines
from calcdl.confined import private_channel, python_process, python_words

__all__ = ["answers_of_processes", "work"]

_PIECE = 16  # lines that a process is handed at once: few, for the next ones may be slow
_AHEAD = 4  # pieces that wait for each process
_MOMENT = 0.05  # seconds that an answer may wait for others to be delivered with
_PATIENCE = 1.0  # seconds, for the end of something that is to end at once

_WORKER = python_words("from calcdl.cli.stream.processes import work; work()")


class _Piece(NamedTuple):
    """Some lines, and their answers as they come; None says that there will be no more."""

    lines: Lines
    answers: SimpleQueue[list[Answer] | None]


class _Task(NamedTuple):
    """What a process has to know before the first line."""

    command: str
    typed: Typed
    files: dict[str, str]
    parent: int


class ProcessEnded(Exception):
    """A process has ended, or says what is no answer."""


def answers_of_processes(asker: Asker, chunks: Iterable[Lines], processes: int) -> Iterator[Answer]:
    """Yield the answers to lines in their order, each as soon as those before it are known.

    A thread reads and hands out what has arrived, so that no answer waits for a later line. Where
    no process is to be had, ``asker`` answers here.
    """
    task = _Task(asker.name, asker.typed, FILES, os.getpid())
    in_order: Queue[_Piece | BaseException | None] = Queue(_AHEAD * processes)
    to_do: SimpleQueue[_Piece | None] = SimpleQueue()
    living: set[_Worker] = set()
    workers: list[_Worker] = []

    def hand_out() -> None:
        try:
            for chunk in chunks:
                for start in range(0, len(chunk), _PIECE):
                    piece = _Piece(chunk[start : start + _PIECE], SimpleQueue())
                    in_order.put(piece)
                    to_do.put(piece)
            in_order.put(None)
        except BaseException as error:  # it is raised where the answers are awaited
            in_order.put(error)

    has_said_so = False
    try:
        for _ in range(processes):
            workers.append(_Worker(asker, task, to_do, living))
            workers[-1].start()
        Thread(target=hand_out, daemon=True).start()
        while (piece := in_order.get()) is not None:
            if isinstance(piece, BaseException):
                raise piece
            answered = 0
            while answered < len(piece.lines) and (answers := piece.answers.get()) is not None:
                answered += len(answers)
                yield from answers
            fewer = answered < len(piece.lines)
            if not has_said_so and (fewer or any(worker.has_failed for worker in workers)):
                say("a process failed: going on without it")
                has_said_so = True
            for line in piece.lines[answered:]:
                yield asker.answer(*line)
    finally:
        for _ in workers:
            to_do.put(None)
        for worker in workers:
            worker.end()


class _Worker(Thread):
    """A process, and the thread that talks to it; one that fails is replaced."""

    def __init__(
        self,
        asker: Asker,
        task: _Task,
        to_do: SimpleQueue[_Piece | None],
        living: set[_Worker],
    ) -> None:
        super().__init__(daemon=True)
        self.asker, self.task, self.to_do, self.living = asker, task, to_do, living
        self.process: subprocess.Popen[bytes] | None = None
        self.count = 0  # lines that this process has answered
        self.has_failed = self.has_ended = False
        self.begin()
        living.add(self)

    def run(self) -> None:
        """Hand pieces to the process; where there is none, leave them to the others, if any."""
        while (piece := self.to_do.get()) is not None:
            if not self.answer(piece):
                self.living.discard(self)
                piece.answers.put(None)
                break
        else:
            return
        while not self.living and (piece := self.to_do.get()) is not None:
            piece.answers.put(None)

    def answer(self, piece: _Piece) -> bool:
        """Have a piece answered; return False where there is no process that could.

        Where a process fails, another gets the lines one by one: a line at which a new process
        fails too is lost, and no other.
        """
        left, at_once = piece.lines, len(piece.lines)
        while left:
            if not self.is_ready():
                return False
            try:
                self.send(left[:at_once])
                end = len(left) - at_once
                while len(left) > end:
                    answers = self.receive()
                    piece.answers.put(answers)
                    left = left[len(answers) :]
                    self.count += len(answers)
            except Exception:  # it has ended, or what it says cannot be read
                self.discard_process()
                if at_once == 1 and self.count == 0:
                    piece.answers.put([self.lost(*left[0])])
                    left = left[1:]
                at_once = 1
        return True

    def lost(self, number: int, line: bytes) -> Answer:
        return self.asker.made(number, line, self.asker.failure(ProcessEnded(), line))

    def is_ready(self) -> bool:
        """Say whether there is a process that has read its task; start one if need be."""
        if self.process is not None and self.count:
            return True
        if self.process is None and not self.has_failed:
            return False  # the system starts none
        try:
            if self.process is None:
                self.begin()
            self.send(self.task)
            return self.receive() == []
        except Exception:  # it has ended, or what it says cannot be read
            self.discard_process()
            return False

    def begin(self) -> None:
        self.count = 0
        if not self.has_ended:
            apart: Any = {"process_group": 0} if os.name == "posix" else {}
            self.process = python_process(_WORKER, stderr=None, **apart)

    def discard_process(self) -> None:
        process, self.process = self.process, None
        self.has_failed = True
        if process is not None:
            process.kill()
            process.wait()

    def send(self, what: Any) -> None:
        if self.process is None or self.process.stdin is None:
            raise ProcessEnded
        pickle.dump(what, self.process.stdin)
        self.process.stdin.flush()

    def receive(self) -> list[Answer]:
        if self.process is None or self.process.stdout is None:
            raise ProcessEnded
        answers: list[Answer] = pickle.load(self.process.stdout)
        return answers

    def end(self) -> None:
        """End the process, whatever it is at, and with it the thread."""
        self.has_ended = True
        process = self.process
        if process is not None:
            process.kill()
            process.wait()
        if self.is_alive():
            self.join(_PATIENCE)


def work() -> None:
    """Answer the lines that come on stdin, as one of those processes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = private_channel()
    try:
        task: _Task = pickle.load(source)
        FILES.update(task.files)
        answers = _Answers(sink)
        for repeated in (answers.deliver, lambda: _end_without(task.parent)):
            Thread(target=_again_and_again, args=(repeated,), daemon=True).start()
        command = import_module(f"calcdl.cli.commands.{task.command}").command
        asker = Asker(command, task.typed)
        answers.say_ready()
        while True:
            for number, line in pickle.load(source):
                answers.add(asker.answer(number, line))
            answers.deliver()
    except (EOFError, OSError):  # nobody asks, or nobody listens
        os._exit(0)


class _Answers:
    """What is known and not yet delivered: not each by itself, for that would take longer."""

    def __init__(self, sink: Any) -> None:
        self.sink = sink
        self.known: list[Answer] = []
        self.lock = Lock()

    def add(self, answer: Answer) -> None:
        with self.lock:
            self.known.append(answer)

    def say_ready(self) -> None:
        with self.lock:
            pickle.dump([], self.sink)
            self.sink.flush()

    def deliver(self) -> None:
        with self.lock:
            if self.known:
                pickle.dump(self.known, self.sink)
                self.sink.flush()
                self.known.clear()


def _again_and_again(do: Callable[[], None]) -> None:
    """Do something every moment, beside an answer that may take long."""
    while True:
        sleep(_MOMENT)
        try:
            do()
        except OSError:
            os._exit(0)


def _end_without(parent: int) -> None:
    """End this process if the one that started it has ended."""
    if os.getppid() != parent:
        os._exit(0)
