"""Pages about functions: what they say, and that a text from a user stays a text."""

from __future__ import annotations

import json
import re
import shlex
from base64 import b64decode, b64encode
from functools import cache
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from tests.support.command import in_process

HOSTILE = """</title><script>alert('1')</script><img src=x onerror="alert(2)">{{7*7}}&lt;"""
PAGES: dict[str, tuple[str, ...]] = {
    "point": ("(x+1)^2", "--at", "5"),
    "formula": ("exp(-x^2/2)",),
    "several": ("(1-x)^2 + 100*(y-x^2)^2", "--at", "x=1,y=2"),
    "map of several": ("a*x^2 + sin(y)*x", "--wrt", "x,y", "--at", "a=2,x=-1,y=1/2"),
    "map without a point": ("x*y - y^3",),
    "one of several": ("sigmoid(w*x + b)^2", "--wrt", "w", "--at", "x=1,w=2,b=0"),
    "corner": ("relu(x)", "--at", "0"),
    "jump": ("floor(x)", "--at", "2"),
    "hole": ("sin(x)/x", "--at", "0"),
    "pole": ("1/x + x", "--at", "0"),
    "edge": ("sqrt(x)*x", "--at", "0"),
    "outside": ("log(x)", "--at", "-1"),
    "cases": ("where(x > 1, x/2, where(x > 0, x^2, -x))", "--at", "2"),
    "deep": ("log(sin(exp(x**2)))*tanh(cos(x/3))", "--at", "1/2"),
    "undefined": ("s(x + y, x*y)", "--at", "x=1,y=2"),
    "gradient at a corner": ("abs(x)*y", "--at", "x=0,y=2"),
    "constant": ("2", "--wrt", "x", "--at", "x=3"),
    "named": ("u^2 + sin(u)", "--let", "u = x + 1", "--at", "1"),
    "long names": ("learning_rate*gradient_norm^2/temperature_of_the_softmax", "--at",
                   "learning_rate=0.1,gradient_norm=3,temperature_of_the_softmax=2"),
    "not symmetric": ("where(y > 0, x*y, x*y)*abs(x)", "--at", "x=1,y=2"),
    "hostile": ("α_1*变量^2 + μ", "--at", "α_1=1,变量=2,μ=3", "--title", HOSTILE),
}  # fmt: skip
VOID = {"meta", "img", "br", "link", "input"}


@cache
def page_of(*arguments: str) -> str:
    outcome = in_process("report", *arguments)
    assert (outcome.status, outcome.stderr) == (0, "")
    return outcome.stdout


class _Elements(HTMLParser):
    """The elements and attributes of a page, which has to close what it opens."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def text_of(page: str) -> str:
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())  # no-break spaces too


TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section", "h1",
    "h2", "p", "div", "figure", "figcaption", "img", "table", "thead", "tbody", "tr", "th", "td",
    "ol", "li", "span", "pre", "code", "svg", "g", "path", "rect", "text", "tspan", "circle",
    "defs", "marker", "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt",
    "mroot", "msup", "msub", "mover", "munder", "mtable", "mtr", "mtd",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_alone(name: str) -> None:
    """It closes what it opens, and has no script, no handler, no link, and no style elsewhere."""
    page = page_of(*PAGES[name])
    elements = _Elements(page)
    assert elements.tags <= TAGS
    assert not [name for name in elements.attributes if name.startswith("on") or name == "style"]
    assert all(link.startswith("data:image/svg+xml;base64,") for link in elements.links)
    assert set(re.findall(r"https?://[^\"'<> ]*", page)) <= {"http://www.w3.org/2000/svg"}
    for formula in re.findall(r"<math.*?</math>", page, re.DOTALL):
        ElementTree.fromstring(formula)
    for link in elements.links:
        picture = b64decode(link.partition(",")[2]).decode()
        root = ElementTree.fromstring(picture)
        assert not [e for e in root.iter() if e.tag.endswith(("script", "foreignObject", "image"))]


@pytest.mark.parametrize("name", PAGES)
def test_the_lines_of_a_page_give_its_parts(name: str) -> None:
    lines = re.findall(r'<pre class="line"><code>(.*?)</code></pre>', page_of(*PAGES[name]), re.S)
    assert len(lines) >= 3
    for line in lines:
        words = shlex.split(unescape(line))
        assert words[0] == "calcdl"
        outcome = in_process(*words[1:])
        refused = outcome.status == 2 and "is an undefined function" in outcome.stderr
        assert outcome.status in (0, 3) or refused, (line, outcome.stderr)
        assert outcome.stdout or outcome.stderr


def test_the_style_is_the_one_that_the_policy_lets_in() -> None:
    page = page_of(*PAGES["point"])
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', page)
    rules = dict(rule.strip().split(" ", 1) for rule in unescape(policy).split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


SAYS = {
    "point": ["The derivative of", "The chain rule, step by step", "smooth there, its slope is 12",
              "the best, marked *, are 1e-07 for forward and 0.1 for central",
              "calcdl numeric '(x+1)^2' --at 5"],
    "formula": ["The derivative of", "The computational graph"],
    "several": ["The gradient", "The Hessian", "Its eigenvalues", "indefinite",
                "rises fastest", "Contours of f, and arrows along its gradient. The point x = 1,"
              " y = 2 is marked, with the gradient there."],
    "map of several": ["calcdl plot 'a*x^2 + sin(y)*x' --wrt x,y --at a=2,x=-1,y=1/2"],
    "map without a point": ["and arrows along its gradient. calcdl plot 'x*y - y^3'"],
    "corner": ["there is no derivative at x = 0", "is not smooth", "has a corner there",
               "on the left", "both return 0"],
    "hole": ["has a hole there", "no real value"],
    "pole": ["has a pole there", "no real value at x = 0"],
    "jump": ["jumps there, from 1 on the left to 2 on the right"],
    "edge": ["domain of the function ends there", "no real values on the left"],
    "outside": ["log(x) has no real value at x = -1"],
    "undefined": ["s is an undefined function, so nothing is known of it"],
    "gradient at a corner": ["along x: the function has a corner"],
    "named": ["In the names that the parts were given"],
}  # fmt: skip


@pytest.mark.parametrize("name", SAYS)
def test_a_page_says_what_there_is_and_what_is_missing(name: str) -> None:
    text = text_of(page_of(*PAGES[name]))
    for words in SAYS[name]:
        assert words in text


def test_a_slope_that_is_not_known_is_not_said_to_be_missing() -> None:
    text = text_of(page_of("where(x == 0, 0, abs(x)*sin(1/x)*cos(exp(1/x)))", "--at", "0"))
    assert "slope not decided not decided not decided" in text


@pytest.mark.parametrize("name", ["several", "map of several", "map without a point"])
def test_a_function_of_two_variables_has_a_map(name: str) -> None:
    """It is the one that the line below it draws: contours, arrows, and the gradient there."""
    (link,) = [link for link in _Elements(page_of(*PAGES[name])).links if link.startswith("data:")]
    drawn = b64decode(link.partition(",")[2]).decode()
    assert 'class="contour"' in drawn
    assert 'class="arrow"' in drawn
    assert ('class="slope"' in drawn) == ("--at" in PAGES[name])


@pytest.mark.parametrize("arguments", [("x*y*z",), ("s(x, y)",), ("a*x*y", "--wrt", "x,y")])
def test_where_there_are_no_two_variables_with_values_there_is_no_map(
    arguments: tuple[str, ...],
) -> None:
    assert "Contours" not in text_of(page_of(*arguments))


def test_without_a_point_there_is_nothing_about_one() -> None:
    text = text_of(page_of(*PAGES["formula"]))
    assert "limit" not in text
    assert "At " not in text


def test_a_point_without_a_derivative_has_no_tangent() -> None:
    assert "the tangent" not in text_of(page_of(*PAGES["corner"]))


HOSTILE_TEXTS = [HOSTILE, "</style><script>", "{{ config }}{% raw %}", "javascript:alert(1)",
                 "x\u202ey\x1b[31m\x00", '" onmouseover="alert(1)', "]]>", "\udcff"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_hostile_title_is_a_text(text: str) -> None:
    page = in_process("report", "x^2", "--title", text).stdout
    assert _Elements(page).tags <= TAGS
    assert not {"\u202e", "\x1b", "\x00", "\udcff"} & set(page)
    shown = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)[0]
    assert "<" not in shown
    if text.isprintable():
        assert unescape(shown) == text
        assert text in unescape(re.findall(r"<h1>(.*?)</h1>", page, re.DOTALL)[0])


@pytest.mark.parametrize(
    "arguments",
    [
        ("<script>alert(1)</script>",),
        ("x^2", "--let", "a<b> = <script>"),
        ("x^2", "--at", "<script>"),
        ("x^2", "--at", "<b>=1"),
        ("x^2", "--function", "<script>"),
        ("x^2", "--wrt", "<script>"),
    ],
)
def test_what_is_no_formula_makes_no_page(arguments: tuple[str, ...]) -> None:
    outcome = in_process("report", *arguments)
    assert outcome.status == 2
    assert outcome.stdout == ""


def test_a_comparison_in_an_expression_is_no_markup() -> None:
    """What is typed is shown in lines for a shell, with all its signs."""
    page = page_of("where(x<script, 1, 2)*x", "--at", "x=1,script=2", "--wrt", "x")
    assert "<script" not in page
    assert "where(x&lt;script, 1, 2)*x" in page


# The command


def test_a_page_goes_to_a_file_as_a_whole(tmp_path: object) -> None:
    file = f"{tmp_path}/page.html"
    assert in_process("report", "x^2", "-o", file) == (0, "", "")
    with open(file, encoding="utf-8") as stream:
        assert stream.read() == in_process("report", "x^2").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("x^2", "-o", "page.pdf"), "calcdl writes no PDF: write page.html and print it"),
        (
            ("x^2", "-o", "page.csv"),
            "a report is a page, .html, a document, .tex, or a record, .json, and no .csv",
        ),
        (("x^2", "--csv"), "a report has no csv form: it is a page in HTML"),
        (("x^2", "-o", "no/such/page.html"), "I cannot write no/such/page.html"),
        (("-",), "a report is about one function"),
        ((), "there is no expression"),
        (("x^2", "--at", "y=1"), "there is no variable y here"),
    ],
)
def test_what_cannot_be_written_is_an_error(arguments: tuple[str, ...], says: str) -> None:
    outcome = in_process("report", *arguments)
    assert outcome.status == 2
    assert says in outcome.stderr
    assert outcome.stdout == ""


def test_a_record_has_the_answers_that_its_lines_give() -> None:
    record = json.loads(in_process("report", "x^2*y", "--at", "x=1,y=2", "--json").stdout)
    assert [part["command"] for part in record["parts"]] == [
        "plot", "gradient", "hessian", "chain", "graph", "numeric", "numeric", "point",
    ]  # fmt: skip
    for part in record["parts"][1:5]:
        answer = json.loads(in_process(*part["line"][1:], "--json").stdout)
        assert part["answer"].keys() >= answer.keys() - {"steps"}, part["command"]
        assert part["answer"]["expression"] == answer["expression"] == "x**2*y"


def test_a_record_goes_to_a_file_that_is_called_like_one(tmp_path: object) -> None:
    file = f"{tmp_path}/page.json"
    assert in_process("report", "x", "--title", "T", "-o", file) == (0, "", "")
    with open(file, encoding="utf-8") as stream:
        assert json.load(stream)["title"] == "T"
