"""A report as a document for LaTeX. Pictures are left out; lines say how to have them."""

from __future__ import annotations

import shlex

from calcdl.render.latex.formula import LATEX
from calcdl.render.latex.text import declarations, text_latex
from calcdl.render.report.blocks import (
    Block,
    Cell,
    Display,
    Note,
    Paragraph,
    Picture,
    Section,
    Steps,
    Table,
)
from calcdl.render.report.sections import heading, sections
from calcdl.results.report import Report

__all__ = ["document"]

_HEAD = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath}
\usepackage{amssymb}
\usepackage{textcomp}
\usepackage{iftex}
\usepackage[margin=2.5cm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6em}
\setlength{\emergencystretch}{3em}
\allowdisplaybreaks"""


def document(report: Report, title: str = "") -> str:
    """Return a whole document, which LaTeX compiles with no more than what comes with it."""
    shown = text_latex(title) if title else _line(heading(report, LATEX))
    body = [rf"\section*{{{shown}}}"]
    for section in sections(report, LATEX):
        body += _section(section)
    body += [r"\end{document}"]
    told = declarations("\n".join(body))
    known = [r"\ifpdftex", *told, r"\fi"] if told else []
    return "\n".join([_HEAD, *known, r"\begin{document}", *body])


def _section(section: Section) -> list[str]:
    lines = [rf"\subsection*{{{text_latex(section.title)}}}"]
    for block in section.blocks:
        lines += [*_block(block), ""]
    for words in section.lines:
        lines += [rf"{{\small\ttfamily\raggedright {text_latex(shlex.join(words))}\par}}", ""]
    return lines


def _block(block: Block) -> list[str]:
    match block:
        case Paragraph(pieces):
            return [_line(pieces)]
        case Note(text):
            return [rf"\emph{{{text_latex(text)}}}"]
        case Display(formulas):
            return [rf"\[ {formula} \]" for formula in formulas]
        case Steps(steps):
            return [line for rule, formulas in steps for line in _step(rule, formulas)]
        case Table():
            return _table(block)
        case Picture():
            return []


def _line(pieces: tuple[Cell, ...]) -> str:
    return "".join(
        [text_latex(piece) if isinstance(piece, str) else f"${piece.markup}$" for piece in pieces]
    )


def _step(rule: str, formulas: tuple[str, ...]) -> list[str]:
    return ["", rf"\textit{{{text_latex(rule)}}}", *[rf"\[ {formula} \]" for formula in formulas]]


def _table(table: Table) -> list[str]:
    columns = "l" * len(table.head)
    rows = [" & ".join([_line((cell,)) for cell in row]) + r" \\" for row in table.rows]
    head = " & ".join([_line((cell,)) for cell in table.head]) + r" \\ \hline"
    return [r"{\footnotesize", rf"\begin{{tabular}}{{{columns}}}", head, *rows, r"\end{tabular}}"]
