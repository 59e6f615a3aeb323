"""A stream of expressions on several processes, its order kept."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from queue import Queue
from threading import Thread
from typing import Any

from calcdl.cli.stream import Answer, Asker
from calcdl.stream.lines import Lines

__all__ = ["answers_of_processes"]

_PIECES = 4  # of work that wait for each process


def answers_of_processes(
    command: str, arguments: list[str], chunks: Iterable[Lines], jobs: int, piece: int
) -> Iterator[Answer]:
    """Yield the answers to lines in their order; each process builds the command anew.

    A thread reads, and hands out what has arrived in pieces of at most so many lines, so that no
    answer waits for a later line.
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, _begin, (command, arguments))
    waiting: Queue[Future[list[Answer]] | BaseException | None] = Queue(_PIECES * jobs)

    def hand_out() -> None:
        try:
            for chunk in chunks:
                for start in range(0, len(chunk), piece):
                    waiting.put(pool.submit(_answer, chunk[start : start + piece]))
            waiting.put(None)
        except BaseException as error:  # it is raised where the answers are awaited
            waiting.put(error)

    Thread(target=hand_out, daemon=True).start()
    try:
        while (answers := waiting.get()) is not None:
            if isinstance(answers, BaseException):
                raise answers
            yield from answers.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_asker: Asker


def _begin(command: str, arguments: list[str]) -> None:
    """Prepare a process for its work; Ctrl-C is for the one that reads."""
    global _asker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from typer.main import get_command

    from calcdl.cli.app import app

    group: Any = get_command(app)
    found = group.get_command(None, command)
    _asker = Asker(found, found.make_context(command, list(arguments)))


def _answer(lines: Lines) -> list[Answer]:
    return [_asker.answer(number, line) for number, line in lines]
