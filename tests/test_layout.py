"""The house: each room may import only from rooms below it, and heavy furniture has one door."""

from __future__ import annotations

import ast
import gc
import re
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "calcdl"

# From the top down. Rooms on one line do not see each other.
FLOORS = [
    ["__main__"],
    ["cli", "api"],
    ["shown"],
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
    ["lean"],
    ["__init__"],
]
HEIGHT = {room: -floor for floor, rooms in enumerate(FLOORS) for room in rooms}

# Packages that take long to load, or that only one place may know of.
DOORS = {
    "sympy": {"algebra"},
    "rich": {"render/table"},  # the folder
    "typer": {"cli"},
    "matplotlib": {"render/picture/plot_matplotlib", "render/picture/map_matplotlib"},
    "jinja2": {"render/page"},  # the folder
    "flint": {"arithmetic", "calculus/partials/norm_and_eigenvalues", "functions"},
    "numpy": {
        "arithmetic/arrays", "calculus/many/doubles", "calculus/surface", "cli/stream/rows",
        "functions/arrays", "functions/elementwise", "functions/spreads",
    },
}  # fmt: skip
MODULES = sorted(PACKAGE.rglob("*.py"))
DOOR = PACKAGE / "__init__.py"  # which names all that is public, for types alone


def place_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE).with_suffix(""))


PLACES = {place_of(path).removesuffix("/__init__") for path in MODULES}


def room_of(place: str) -> str:
    return place.split("/")[0]


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Return the syntax tree of a file, node by node."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    gc.freeze()  # all stay: to look through them for garbage takes longer than to make them
    return nodes


def imports_of(path: Path) -> set[str]:
    """Return the modules that a file imports, wherever in the file that stands."""
    found = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names} | {module}
    return found


def test_a_room_imports_only_from_rooms_below() -> None:
    for path in MODULES:
        room = room_of(place_of(path))
        for name in imports_of(path) if path != DOOR else ():
            parts = name.split(".")
            if parts[0] == "calcdl" and len(parts) > 1 and parts[1] in HEIGHT and parts[1] != room:
                assert HEIGHT[parts[1]] < HEIGHT[room], f"{path} imports {name}, not below it"


def own_imports(path: Path) -> set[str]:
    """Return the places of calcdl that a file imports, for types too."""
    nodes = nodes_of(path)
    return {as_place(name) for node in nodes for name in imported_modules(node)} & PLACES


def imported_modules(node: ast.AST) -> set[str]:
    """Return the modules of a statement "from … import …"; an attribute counts for its module."""
    if not isinstance(node, ast.ImportFrom):
        return set()
    module = node.module or ""
    parts = {f"{module}.{alias.name}" for alias in node.names}
    return {part if as_place(part) in PLACES else module for part in parts}


def as_place(module: str) -> str:
    return module.removeprefix("calcdl.").replace(".", "/")


def require_no_circle(imports: dict[str, set[str]]) -> None:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' → '.join(error.args[1])}")


def test_no_file_imports_another_in_a_loop() -> None:
    imports = {place_of(path).removesuffix("/__init__"): own_imports(path) for path in MODULES}
    require_no_circle(imports)


def test_no_question_of_calculus_asks_another_in_a_loop() -> None:
    """The rooms of calculus/ stand on one another, and on the shared ground beside them."""
    rooms: dict[str, set[str]] = {}
    for path in (PACKAGE / "calculus").rglob("*.py"):
        room = place_of(path).split("/")[1]
        names = {name for name in own_imports(path) if name.startswith("calculus/")}
        rooms.setdefault(room, set()).update({name.split("/")[1] for name in names} - {room})
    require_no_circle(rooms)


def test_a_planted_circle_is_seen() -> None:
    with pytest.raises(pytest.fail.Exception, match="circle"):
        require_no_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})


def test_heavy_packages_come_in_by_their_door() -> None:
    for path in MODULES:
        place = place_of(path)
        for name in imports_of(path):
            doors = DOORS.get(name.split(".")[0])
            inside = {place, room_of(place), place.rpartition("/")[0]}
            assert doors is None or inside & doors, f"{place} imports {name}"


def test_every_room_has_its_floor() -> None:
    rooms = {room_of(place_of(path)) for path in MODULES}
    assert rooms == set(HEIGHT)


def test_the_map_names_every_room() -> None:
    map_ = (PACKAGE / "README.md").read_text("utf-8")
    rooms = {path for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE}
    for name in {path.parent.name + "/" for path in rooms} | {"errors.py"}:
        assert f"`{name}`" in map_ or f"/{name}`" in map_, (
            f"calcdl/README.md does not say what {name} is"
        )


@pytest.mark.parametrize("page", ["calcdl/README.md", ".github/CONTRIBUTING.md"])
def test_the_files_that_a_page_names_are_there(page: str) -> None:
    """NAME, NOUN and COMMAND stand for what is to be added."""
    words = set(re.findall(r"`([\w./-]+)`", (ROOT / page).read_text("utf-8")))
    named = {word for word in words if word.endswith((".py", ".txt", ".json", "/"))}
    assert len(named) > 10
    paths = [*ROOT.glob("[!.]*"), *ROOT.glob("[!.]*/**/*")]
    there = [path.as_posix() for path in paths if "__pycache__" not in path.parts]
    for name in named:
        if not re.search("NAME|NOUN|COMMAND", name):
            tail = f"/{name.rstrip('/')}"
            assert any(path.endswith(tail) for path in there), f"{page} names {name}"


def test_tests_mirror_the_rooms() -> None:
    """A folder of tests is called like the room that it tries; those of the whole have none."""
    others = {"support", "conformance", "benchmarks", "readme"}
    tests = ROOT / "tests"
    folders = {path.parent for path in tests.rglob("*.py")} - {tests}
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir()}
    assert {str(folder.relative_to(tests)).split("/")[0] for folder in folders} <= rooms | others
    assert list(tests.rglob("conftest.py")) == [tests / "conftest.py"]


def test_the_top_level_is_tidy() -> None:
    wanted = {"pyproject.toml", "calcdl", "tests", "README.md", "Makefile", "LICENSE",
              "CHANGELOG.md"}  # fmt: skip
    made = {"build", "calcdl.egg-info"}
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    assert wanted <= there <= wanted | made


def calls_of(path: Path) -> list[ast.Call]:
    return [node for node in nodes_of(path) if isinstance(node, ast.Call)]


def test_text_is_never_evaluated() -> None:
    """No call of eval and its kin, directly or through SymPy."""
    forbidden = {"eval", "exec", "compile", "sympify", "parse_expr", "lambdify", "__import__"}
    for path in MODULES:
        for call in calls_of(path):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            module = getattr(getattr(call.func, "value", None), "id", "")
            assert name not in forbidden or (module, name) == ("re", "compile"), path


def test_only_arithmetic_knows_how_a_number_is_built() -> None:
    """Elsewhere is_ball tells a ball, zero and one have names, and precision is a scope."""
    parts_of_a_ball = ("mid", "rad", "is_finite", "factor")
    for path in MODULES:
        if room_of(place_of(path)) in ("arithmetic", "functions"):
            continue
        for call in calls_of(path):
            asks = getattr(call.func, "id", "") == "hasattr"
            assert not asks or getattr(call.args[1], "value", "") not in parts_of_a_ball, path
        for node in nodes_of(path):
            if isinstance(node, ast.Attribute) and node.attr == "ctx":
                assert getattr(node.value, "id", "") != "flint", path
