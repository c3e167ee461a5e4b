"""The guides for administrators: the same in both languages, with commands, units and settings that exist."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from data.cli.tenants import TENANTS, tenants
from domain.roles import role_names
from tests.deploy.commands import commands, mistake
from tests.test_docs import exists, slug

ROOT = Path(__file__).parents[2]
GUIDES = (ROOT / "docs" / "administer.md", ROOT / "docs" / "beheer.md")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
both = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)


def text_of(guide: Path) -> str:
    return guide.read_text(encoding="utf-8")


def blocks(guide: Path, language: str = "sh") -> list[str]:
    return [block for named, block in _BLOCK.findall(text_of(guide)) if named == language]


def codes(guide: Path) -> list[str]:
    """The texts in backticks outside of blocks; a line may end in them."""
    return [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", _BLOCK.sub("", text_of(guide)))]


def test_both_guides_have_the_same_sections_commands_and_references():
    english, dutch = map(text_of, GUIDES)
    assert [len(head) for head in re.findall(r"^#+", english, re.MULTILINE)] == [
        len(head) for head in re.findall(r"^#+", dutch, re.MULTILINE)
    ]
    assert blocks(GUIDES[0]) == blocks(GUIDES[1])
    sections = [re.split(r"^## .*$", text, flags=re.MULTILINE) for text in (english, dutch)]
    for one, other in zip(*sections, strict=True):
        assert one.count("\n- ") == other.count("\n- ")
        assert len(re.findall(r"^\d\. ", one, re.MULTILINE)) == len(re.findall(r"^\d\. ", other, re.MULTILINE))
        assert one.count("\n|") == other.count("\n|")


@both
def test_each_command_exists_with_its_options(guide):
    named = [words for block in blocks(guide) for words in commands(block)]
    named += [words for code in codes(guide) if " " in code for words in commands(code)]
    named = [words for words in named if words]
    assert len(named) > 20
    assert {" ".join(words): mistake(words) for words in named if mistake(words)} == {}


def test_a_command_that_does_not_exist_is_found():
    (known,) = commands("sudo --user=someone /opt/blokwijzer/bin/blokwijzer backup --keep 14 a.zip >> log")
    assert known == ["backup", "--keep", "14", "a.zip"]
    assert mistake(known) is None
    assert mistake(["backup", "--often", "a.zip"])
    assert mistake(["backup"])
    assert mistake(["audit", "verfy"])
    assert list(commands("docker compose run --rm job expire --json")) == [["expire", "--json"]]


@both
def test_each_unit_file_and_service_that_it_names_exists(guide):
    text = text_of(guide)
    units = {path.name for path in (ROOT / "deploy" / "systemd").iterdir()}
    lines = [line for block in blocks(guide) for line in block.splitlines()] + codes(guide)
    named = {each for line in lines if "systemctl" in line for each in re.findall(r"blokwijzer-\w[\w.@*-]*", line)}
    named |= {each for each in codes(guide) if re.fullmatch(r"blokwijzer-\w[\w.@*-]*\.(timer|service|socket)", each)}
    assert len(named) > 15
    for unit in named:
        name = re.sub(r"@[\w*]+", "@", unit)
        assert {name, f"{name}.service"} & units, unit
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert set(re.findall(r"docker compose run --rm (\S+?)[ `]", text)) <= set(services)
    for path in re.findall(r"(?:deploy|\.ci)/[\w./*-]+\w", text):
        assert exists(path), path


@both
def test_its_secrets_are_read_as_the_app_reads_them(guide):
    secrets = tomllib.loads("\n".join(block for block in blocks(guide, "toml") if "[noord]" not in block))
    assert set(secrets) == {"auth", "roles", "districts"}
    assert secrets["auth"]["redirect_uri"].endswith("/oauth2callback")
    names = {name: value for name, value in secrets["roles"].items() if name != "contact"}
    assert len(names) == 5
    assert role_names(names, secrets["roles"]["contact"])


@both
def test_its_file_of_associations_is_read_as_commands_read_it(guide, tmp_path, monkeypatch):
    (block,) = (block for block in blocks(guide, "toml") if "[noord]" in block)
    (tmp_path / "tenants.toml").write_text(block, encoding="utf-8")
    monkeypatch.setenv(TENANTS, str(tmp_path / "tenants.toml"))
    (tenant,) = tenants().values()
    assert f"https://{tenant.hosts[0]}/healthz" in text_of(guide)


@both
def test_links_within_it_lead_to_a_section(guide):
    heads = {slug(head) for head in re.findall(r"^#+ (.+)$", text_of(guide), re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text_of(guide))) <= heads


@both
def test_a_command_that_fails_leaves_no_empty_file_of_sites(guide):
    """The shell empties a file before the command runs, and a proxy without sites serves nobody."""
    (line,) = (line for block in blocks(guide) for line in block.splitlines() if "tenants --caddy" in line)
    assert re.search(r"> (\S+) && mv \1 /etc/caddy/tenants\.caddy$", line)
