"""``make readme`` and ``make pictures``: renew what of README.md is made from the code."""

from __future__ import annotations

import argparse
import sys

from tests.readme.pictures import PICTURES, drawn, shown
from tests.readme.tables import README, renewed


def main() -> None:
    parser = argparse.ArgumentParser(prog="make readme, make pictures", description=__doc__)
    parser.add_argument("part", choices=("tables", "pictures"))
    if parser.parse_args().part == "tables":
        README.write_text(renewed(README.read_text("utf-8")), "utf-8")
        return
    PICTURES.mkdir(exist_ok=True)
    for name, command in shown(README.read_text("utf-8")).items():
        (PICTURES / name).write_text(drawn(command), "utf-8")
        print(f"{name}  {command}")


if __name__ == "__main__":
    sys.exit(main())
