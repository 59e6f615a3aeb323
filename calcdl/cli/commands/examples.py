"""``calcdl examples``: lines to try, by topic, each with what it prints."""

from importlib.resources import files
from typing import Any, NamedTuple

from calcdl.cli.shared.command import Command
from calcdl.cli.shared.values import Typed
from calcdl.errors import UsageError

__all__ = ["TOPICS", "Topic", "command", "complete", "text_of"]


class Topic(NamedTuple):
    """A topic: the name of its file, and what it is about."""

    name: str
    about: str


TOPICS = (
    Topic("limits", "the derivative as a limit"),
    Topic("chain-rule", "nested functions and the chain rule"),
    Topic("backpropagation", "several inputs, and backpropagation through a network"),
    Topic("checking", "checking a gradient that was derived by hand"),
    Topic("points", "corners, jumps, holes and poles"),
    Topic("notation", "what may be pasted: textbooks, LaTeX, code"),
    Topic("shell", "scripts, pipes, streams and files"),
)


def text_of(topic: Topic) -> str:
    """Return the lines of a topic, behind "$ ", each with what it prints."""
    return (files("calcdl.cli") / "examples" / f"{topic.name}.txt").read_text("utf-8")


def complete(params: dict[str, Any], incomplete: str) -> list[tuple[str, str]]:
    """Return the topics that a shell is offered, with what they are about."""
    return [topic for topic in TOPICS if topic.name.startswith(incomplete)]


class Examples(Command):
    """Lines to try, by topic, each with what it prints.

    calcdl examples                      all topics
    calcdl examples limits               the derivative as a limit
    calcdl examples chain rule           nested functions
    calcdl examples backpropagation      several inputs
    calcdl examples checking             is a gradient right?
    calcdl examples shell                scripts and pipes
    """

    def answered(self, typed: Typed) -> int:
        for chosen in _chosen(" ".join(typed.params["topic"] or ())):
            print(f"{chosen.name}: {chosen.about}\n\n{text_of(chosen)}")
        return 0


def _chosen(wanted: str) -> list[Topic]:
    """Return the topics whose name, or else whose words, begin with all that is wanted."""
    words = wanted.lower().replace("-", " ").split()
    if words == ["all"]:
        return list(TOPICS)
    for texts in ([topic.name for topic in TOPICS], [" ".join(topic) for topic in TOPICS]):
        topics = [
            topic
            for topic, text in zip(TOPICS, texts, strict=True)
            if all(_begins_a_word(word, text) for word in words)
        ]
        if topics:
            return topics
    names = ", ".join(topic.name for topic in TOPICS)
    raise UsageError(f"there are no examples of {wanted}: the topics are {names}")


def _begins_a_word(beginning: str, text: str) -> bool:
    return f" {beginning}" in f" {text.replace('-', ' ')}"


command = Examples("examples")
