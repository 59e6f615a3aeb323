"""``make bench``: how fast calcdl is, beside other tools, as a table in Markdown.

Two programs are timed in turn, A B A B …, and the ratio of each pair is taken, so that a machine
whose speed drifts does not distort the comparison. Tools that are not installed are left out.
"""

from __future__ import annotations

import argparse
import datetime
import platform
import sys

from tests.benchmarks import (
    adaptive,
    arrays,
    bulk,
    code,
    formulas,
    gradients,
    starts,
    streams,
    symbolic,
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        help="starts, symbolic, formulas, bulk, streams, gradients, arrays, code, adaptive",
    )
    wanted = parser.parse_args().parts
    print(
        f"Measured on {datetime.date.today()} with Python {platform.python_version()} on"
        f" {platform.machine()}; one run, medians.\n"
    )
    for part in (starts, symbolic, formulas, bulk, streams, gradients, arrays, code, adaptive):
        name = part.__name__.rpartition(".")[2]
        if not wanted or name in wanted:
            print("\n".join(part.report()), end="\n\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
