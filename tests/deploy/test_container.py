"""Rules for the image, the compose file and the proxy, checked without building anything."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from data.cli.main import COMMANDS
from data.configuration import SETTINGS

ROOT = Path(__file__).parents[2]
CONTAINERFILE = ROOT / "deploy" / "Containerfile"
PACKAGE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CLUSTER = ("scheduler", "worker-1", "worker-2")
APP_SERVICES = ("server-1", "server-2", "job", *CLUSTER)
SECRET = re.compile(r"password|passwd|secret|token|key", re.IGNORECASE)
NAMES = {setting.name for setting in SETTINGS}


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, each with its arguments on one line."""
    text = re.sub(r"^\s*#.*\n", "", CONTAINERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [" ".join(line.split()) for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    return [(line.split()[0], line.partition(" ")[2]) for line in lines]


def arguments(name: str) -> list[str]:
    return [found for instruction, found in instructions() if instruction == name]


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))


def is_fixed(image: str) -> bool:
    """Whether an image is named with a version, which is not "latest"."""
    return bool(re.fullmatch(r"[a-z]+:\d[\w.-]*", image))


def test_the_image_is_based_on_a_version_and_its_last_stage_runs_as_a_user_without_rights():
    default = dict(argument.split("=", 1) for argument in arguments("ARG") if "=" in argument)
    stages = [argument.split() for argument in arguments("FROM")]
    named = {stage[2] for stage in stages if len(stage) == 3}
    for base in {stage[0] for stage in stages} - named:
        assert is_fixed(default[base.strip("${}")]), base
    last = instructions()[max(i for i, (name, _rest) in enumerate(instructions()) if name == "FROM") :]
    users = [found for name, found in last if name == "USER"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1]), "a number, so that a cluster can check that it is not root"
    assert [name for name, _rest in last].index("USER") < [name for name, _rest in last].index("ENTRYPOINT")


def test_the_image_tells_its_health_and_keeps_its_data_in_a_volume():
    assert any("/healthz" in found for found in arguments("HEALTHCHECK"))
    (volume,) = arguments("VOLUME")
    assert f"BLOKWIJZER_LOCAL={volume}" in " ".join(arguments("ENV"))
    assert json.loads(arguments("ENTRYPOINT")[-1]) == ["blokwijzer"]


def test_no_secret_is_built_into_the_image():
    set_in = [argument for name in ("ENV", "ARG") for argument in arguments(name)]
    names = {pair.split("=")[0] for argument in set_in for pair in argument.split()}
    assert [name for name in names if SECRET.search(name)] == []
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert left_out[1] == "*", "only what is named goes into the build"
    assert "data/local" in left_out


def test_the_image_holds_what_the_build_needs_and_each_source_exists():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = [line[1:] for line in ignored if line.startswith("!")]
    assert [path for path in sent if not (ROOT / path).exists()] == []
    needed = {"pyproject.toml", "setup.py", PACKAGE["readme"], *PACKAGE["license-files"], ".streamlit/config.toml"}
    assert needed | {"app.py", "pages", "domain", "data", ".ci/requirements.lock"} == set(sent)
    for argument in arguments("COPY"):
        words = [word for word in argument.split() if not word.startswith("--")]
        assert "--from=" in argument or all((ROOT / word).exists() for word in words[:-1]), argument


def test_the_image_installs_the_versions_of_the_lock_file_without_what_only_tests_need():
    commands = " ".join(arguments("RUN"))
    assert "--constraint /source/.ci/requirements.lock '/source[cluster]' " in commands
    assert "[test]" not in commands
    assert " -e " not in commands


def test_the_compose_file_names_versions_and_ours_is_the_one_of_the_package(compose):
    images = {name: service["image"] for name, service in compose["services"].items()}
    assert {name: image for name, image in images.items() if not is_fixed(image)} == {}
    assert {images[name] for name in APP_SERVICES} == {f"blokwijzer:{PACKAGE['version']}"}


def test_every_service_is_hardened_and_only_the_proxy_is_reached_from_outside(compose):
    for name, service in compose["services"].items():
        assert "no-new-privileges:true" in service["security_opt"], name
        assert name == "database" or (service["read_only"] and service["cap_drop"] == ["ALL"]), name
        assert "ports" not in service or name == "proxy", name
    assert all(compose["services"][name]["tmpfs"] for name in APP_SERVICES)
    assert compose["networks"]["inside"]["internal"]
    assert compose["services"]["database"]["networks"] == ["inside"]


def test_secrets_are_files_that_git_ignores_and_stand_in_no_variable(compose):
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {Path(secret["file"]).parts[0] for secret in compose["secrets"].values()} == {"secrets"}
    assert "deploy/secrets/" in ignored
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            assert not SECRET.search(variable) or value.startswith("/run/secrets/"), f"{variable} of {name}"
        used = {each if isinstance(each, str) else each["source"] for each in service.get("secrets", ())}
        assert used <= set(compose["secrets"]), name


def test_each_setting_that_the_app_gets_exists(compose):
    for name in APP_SERVICES:
        given = set(compose["services"][name]["environment"])
        assert {each.removesuffix("_FILE") for each in given} <= NAMES, name


def test_the_cluster_is_only_there_where_it_is_asked_for_and_knows_no_more_than_the_store(compose):
    certificates = {"cluster_authority", "cluster_certificate", "cluster_key"}
    for name in CLUSTER:
        node = compose["services"][name]
        assert node["profiles"] == ["cluster"]
        assert node["networks"] == ["inside"]
        assert set(node["secrets"]) == certificates | ({"database_url"} if name.startswith("worker") else set())
        assert node["healthcheck"] == {"disable": True}, "the image's own asks a server"
        command, *options = node["command"]
        assert command in COMMANDS["cluster"]
        assert options == (["--host", name] if command == "worker" else [])
        assert node["environment"]["BLOKWIJZER_CLUSTER"] == "tls://scheduler:8786"
        for server in ("server-1", "server-2"):
            given = compose["services"][server]
            assert given["environment"]["BLOKWIJZER_CLUSTER"] == "${BLOKWIJZER_CLUSTER:-}"
            assert certificates <= {each for each in given["secrets"] if isinstance(each, str)}
            own = {key: value for key, value in node["environment"].items() if key.startswith("BLOKWIJZER_CLUSTER_")}
            assert own.items() <= given["environment"].items()


def test_the_proxy_keeps_a_browser_with_one_server_and_lets_the_largest_upload_through(compose):
    text = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert "lb_policy cookie" in text
    assert "health_uri /healthz" in text
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert int(re.search(r"max_size (\d+)MB", text)[1]) > settings["server"]["maxUploadSize"]
    proxy = compose["services"]["proxy"]
    assert {word.split(":")[0] for word in proxy["environment"]["BLOKWIJZER_SERVERS"].split()} == {
        name for name in compose["services"] if name.startswith("server-")
    }
    assert set(re.findall(r"\{\$(\w+)", text)) <= set(proxy["environment"])
    assert "./Caddyfile:/etc/caddy/Caddyfile:ro" in proxy["volumes"]
