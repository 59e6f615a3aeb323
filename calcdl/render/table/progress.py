"""A progress bar on stderr for streams."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

__all__ = ["Bar"]


class Bar:
    """How many lines are done and how fast; with the size of the input also what is left."""

    def __init__(self, size: int | None) -> None:
        columns = [TextColumn("{task.fields[count]} lines, {task.fields[rate]}/s")]
        known = [BarColumn(), TaskProgressColumn(), TimeRemainingColumn()]
        self.progress = Progress(
            *(known if size else []),
            *columns,
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self.task = self.progress.add_task("", total=size, count="0", rate="…")
        self.progress.start()

    def show(self, count: int, size: int) -> None:
        """Show how many lines and bytes are done."""
        elapsed = self.progress.tasks[0].elapsed
        rate = f"{count / elapsed:,.0f}" if elapsed else "…"
        self.progress.update(self.task, completed=size, count=f"{count:,}", rate=rate)

    def close(self) -> None:
        """Take the bar away."""
        self.progress.stop()
