"""Whether a command line of ``blokwijzer`` that a text names exists, with its options and arguments."""

import shlex
from collections.abc import Iterator

import click

from data.cli.main import main

BY_COMPOSE = "docker compose run --rm job "  # the image's command is blokwijzer


def mistake(arguments: list[str]) -> str | None:
    """What is wrong with the arguments of a command, None if nothing is. A file that must exist need not."""
    try:
        context = main.make_context("blokwijzer", list(arguments))
        name, command, rest = main.resolve_command(context, [*context._protected_args, *context.args])
        if isinstance(command, click.Group):
            inside = command.make_context(name, rest, parent=context)
            name, command, rest = command.resolve_command(inside, [*inside._protected_args, *inside.args])
            context = inside
        command.make_context(name, rest, parent=context)
    except click.exceptions.Exit:
        return None  # --help
    except click.UsageError as error:
        return None if "does not exist" in error.message else error.format_message()
    return None


def commands(text: str) -> Iterator[list[str]]:
    """The arguments of each command of Blokwijzer in a text of shell lines.

    A line may hold several, and may begin with ``sudo --user=blokwijzer``; a backslash joins it with the next one.
    """
    for line in text.replace("\\\n", " ").splitlines():
        if BY_COMPOSE in line:
            yield _words(line.partition(BY_COMPOSE)[2])
            continue
        words = _words(line)
        for at, word in enumerate(words):
            if word == "blokwijzer" or word.endswith(("/bin/blokwijzer", "\\blokwijzer.exe")):
                yield words[at + 1 :]


def _words(line: str) -> list[str]:
    """The words of a shell line up to where another command or a file for its output follows."""
    lexer = shlex.shlex(line, posix="\\" not in line, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    words: list[str] = []
    for word in lexer:
        if set(word) <= set("|&;<>"):
            if "blokwijzer" in " ".join(words):
                break
            words = []
            continue
        words.append(word)
    return words
