"""Everything that the documentation refers to exists: paths, links, names in the code, folders and versions."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GUIDES = [path for path in DOCUMENTS if path.name != "CHANGELOG.md"]  # that may name things that no longer exist
ROOMS = ("pages", "domain", "data")
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir()}
# Files that git ignores are made on the machine that runs the app, so the documentation may name absent ones.
MADE_LATER = {line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()}
PYTHON = [ROOT / "app.py", *(path for room in (*ROOMS, "tests") for path in (ROOT / room).rglob("*.py"))]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_PATH = re.compile(r"\.?[\w-][\w.*-]*(/[\w.*-]+)*/?")
_NAME = re.compile(r"[A-Za-z_][\w.]*(\(\))?")


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def codes(document: Path) -> list[str]:
    """The texts in backticks outside fenced blocks."""
    return _CODE.findall(_FENCE.sub("", text_of(document)))


def paths(document: Path) -> list[str]:
    """The texts in backticks that are a path in this repository: they begin with a folder of it or end as a file."""
    found = [code for code in codes(document) if _PATH.fullmatch(code)]
    return [
        code
        for code in found
        if ("/" in code and code.split("/")[0] in FOLDERS) or re.search(r"\.(py|md|toml|csv|po|js|yaml)$", code)
    ]


def tree(document: Path) -> list[str]:
    """The paths of a code tree (a block fenced as ``text``) with one path per line, indented under its folder."""
    found: list[str] = []
    for language, block in _FENCE.findall(text_of(document)):
        above: list[tuple[int, str]] = []
        for line in block.splitlines() if language == "text" else []:
            indent, name = len(line) - len(line.lstrip()), line.split()[0]
            above = [(depth, folder) for depth, folder in above if depth < indent]
            path = "".join(folder for _depth, folder in above) + name
            found.append(path)
            if name.endswith("/"):
                above.append((indent, name))
    return found


def slug(heading: str) -> str:
    """The anchor of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def exists(path: str) -> bool:
    """Whether it is a path from the root of the repository, or the name of a module in it (``page.py``)."""
    later = any(f"{path.strip('/')}/".startswith(f"{each}/") for each in MADE_LATER)
    return later or any(ROOT.glob(path.rstrip("/"))) or path in {each.name for each in PYTHON}


@pytest.mark.parametrize("document", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_path_exists(document):
    named = paths(document) + tree(document)
    assert named
    assert [path for path in named if not exists(path)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_relative_link_leads_somewhere(document):
    for link in _LINK.findall(text_of(document)):
        if re.match(r"\w+:", link):
            continue
        file, _hash, anchor = link.partition("#")
        target = (document.parent / file).resolve() if file else document
        assert target.exists(), f"{document.name} links to {link}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", text_of(target), re.MULTILINE)
            assert anchor in map(slug, headings), f"{document.name} links to {link}"


def test_each_name_in_the_guide_for_contributors_occurs_in_the_code():
    words = {word for path in PYTHON for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))}
    for code in codes(ROOT / "CONTRIBUTING.md"):
        if _NAME.fullmatch(code) and not exists(code):
            assert {part for part in code.removesuffix("()").split(".") if part} <= words, f"no {code} in the code"


def test_the_tree_in_the_readme_names_every_folder():
    named = {path.rstrip("/") for path in tree(ROOT / "README.md")}
    there = {str(path.parent.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).glob("*/__init__.py")}
    assert there - named == set()


def test_the_changelog_begins_with_the_version_of_the_package():
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == package["version"]
    assert package["license"] in text_of(ROOT / "LICENSE")
