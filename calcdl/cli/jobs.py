"""A stream of expressions on several processes, its order kept."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from queue import Queue
from threading import Thread
from typing import Any

from calcdl.cli.stream import Answer, Asker
from calcdl.stream.lines import Lines

__all__ = ["answers_of_processes"]

Work = Future[list[Answer]]

_PIECES = 4  # of work that wait for each process


def answers_of_processes(
    asker: Asker, chunks: Iterable[Lines], processes: int, piece: int
) -> Iterator[Answer]:
    """Yield the answers to lines in their order; each process builds the command anew.

    A thread reads, and hands out what has arrived in pieces of at most so many lines, so that no
    answer waits for a later line. Where processes cannot be had, or break, ``asker`` goes on alone.
    """
    pool = _start(str(asker.command.name), asker.ctx.meta["calcdl.args"], processes)
    waiting: Queue[tuple[Lines, Work | None] | BaseException | None] = Queue(_PIECES * processes)

    def hand_out() -> None:
        try:
            for chunk in chunks:
                for start in range(0, len(chunk), piece):
                    lines = chunk[start : start + piece]
                    waiting.put((lines, _submitted(pool, lines)))
            waiting.put(None)
        except BaseException as error:  # it is raised where the answers are awaited
            waiting.put(error)

    Thread(target=hand_out, daemon=True).start()
    told = pool is None
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            lines, work = item
            answers = _awaited(work)
            if answers is not None:
                yield from answers
                continue
            if not told:
                print("calcdl: a process failed: going on with one", file=sys.stderr)
                told = True
            for line in lines:
                yield asker.answer(*line)
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


_UNAVAILABLE = (OSError, ImportError, NotImplementedError)  # of a system without semaphores, say


def _start(command: str, arguments: list[str], processes: int) -> ProcessPoolExecutor | None:
    try:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(processes, context, _begin, (command, arguments))
    except _UNAVAILABLE:
        return None


def _submitted(pool: ProcessPoolExecutor | None, lines: Lines) -> Work | None:
    try:
        return None if pool is None else pool.submit(_answer, lines)
    except (BrokenProcessPool, *_UNAVAILABLE):
        return None


def _awaited(work: Work | None) -> list[Answer] | None:
    try:
        return None if work is None else work.result()
    except (BrokenProcessPool, *_UNAVAILABLE):
        return None


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
