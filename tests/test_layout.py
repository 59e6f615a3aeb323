"""The house: each room may import only from rooms below it, and heavy furniture has one door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "calcdl"

# From the top down. Rooms on one line do not see each other.
FLOORS = [
    ["__main__"],
    ["cli"],
    ["render"],
    ["calculus"],
    ["algebra"],
    ["reading"],
    ["arithmetic"],
    ["sweep"],
    ["functions"],
    ["syntax"],
    ["results"],
    ["graph"],
    ["errors", "confined"],
    ["__init__"],
]
HEIGHT = {room: -floor for floor, rooms in enumerate(FLOORS) for room in rooms}

# Packages that take long to load, or that only one place may know of.
DOORS = {
    "sympy": {"algebra"},
    "rich": {"render/table"},  # the folder
    "typer": {"cli"},
    "flint": {"arithmetic", "calculus/partials/norm_and_eigenvalues", "functions"},
    "numpy": {
        "arithmetic/arrays", "calculus/many/doubles", "cli/stream/rows",
    },
}  # fmt: skip
MODULES = sorted(PACKAGE.rglob("*.py"))


def place_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE).with_suffix(""))


def room_of(place: str) -> str:
    return place.split("/")[0]


def imports_of(path: Path) -> set[str]:
    """Return the modules that a file imports, wherever in the file that stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names} | {module}
    return found


@pytest.mark.parametrize("path", MODULES, ids=place_of)
def test_a_room_imports_only_from_rooms_below(path: Path) -> None:
    room = room_of(place_of(path))
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "calcdl" and len(parts) > 1 and parts[1] in HEIGHT and parts[1] != room:
            assert HEIGHT[parts[1]] < HEIGHT[room], f"{room} imports {name}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=place_of)
def test_heavy_packages_come_in_by_their_door(path: Path) -> None:
    place = place_of(path)
    for name in imports_of(path):
        doors = DOORS.get(name.split(".")[0])
        inside = {place, room_of(place), place.rpartition("/")[0]}
        assert doors is None or inside & doors, f"{place} imports {name}"


def test_every_room_has_its_floor() -> None:
    rooms = {room_of(place_of(path)) for path in MODULES}
    assert rooms == set(HEIGHT)


def test_the_top_level_is_tidy() -> None:
    wanted = {"pyproject.toml", "calcdl", "tests", "README.md", "Makefile", "LICENSE",
              "CHANGELOG.md"}  # fmt: skip
    made = {"build", "calcdl.egg-info"}
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    assert wanted <= there <= wanted | made


@pytest.mark.parametrize("path", MODULES, ids=place_of)
def test_text_is_never_evaluated(path: Path) -> None:
    """No call of eval and its kin, directly or through SymPy."""
    forbidden = {"eval", "exec", "compile", "sympify", "parse_expr", "lambdify", "__import__"}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            name = getattr(function, "id", getattr(function, "attr", ""))
            module = getattr(getattr(function, "value", None), "id", "")
            assert name not in forbidden or (module, name) == ("re", "compile")
