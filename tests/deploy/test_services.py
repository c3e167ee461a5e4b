"""The services of systemd: hardened, with commands that exist, and without faults that systemd finds."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from data.cli.tenants import SITE
from tests.deploy.commands import commands, mistake

UNITS = Path(__file__).parents[2] / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
TIMERS = sorted(UNITS.glob("*.timer"))
SOCKETS = sorted(UNITS.glob("*.socket"))
HARDENED = UNITS / "blokwijzer-.service.d" / "hardened.conf"
EXPOSURE_MAX = 2.0  # of systemd-analyze security, from 0 (least) to 10


def lines(unit: Path, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)


def test_what_all_services_have_in_common_limits_them():
    assert all(unit.name.startswith(HARDENED.parent.name.removesuffix(".service.d")) for unit in SERVICES)
    for key, value in {
        "ProtectSystem": "strict",
        "ProtectHome": "true",
        "NoNewPrivileges": "true",
        "CapabilityBoundingSet": "",
        "User": "blokwijzer",
        "StateDirectory": "blokwijzer",
        "UMask": "0077",
    }.items():
        assert lines(HARDENED, key) == [value], key
    text = "".join(unit.read_text(encoding="utf-8") for unit in UNITS.rglob("*.*") if unit.is_file())
    assert not re.search(r"(?i)^Environment=.*(password|secret|key)", text, re.MULTILINE)


def test_a_process_of_one_association_sees_nothing_of_another_though_they_have_one_user():
    own = HARDENED.parents[1] / "blokwijzer-tenant-.service.d" / "own-folder.conf"
    for key, value in {
        "PrivateUsers": "true",
        "StateDirectoryMode": "0700",
        "TemporaryFileSystem": "/var/lib/blokwijzer /srv/blokwijzer /etc/blokwijzer",
        "BindPaths": "/var/lib/blokwijzer/%i",
    }.items():
        assert lines(own, key) == [value], key
    assert lines(own, "BindReadOnlyPaths") == ["-/srv/blokwijzer/%i", "/etc/blokwijzer/tenants.toml"]
    text = own.read_text(encoding="utf-8")
    assert text.index("\nStateDirectory=\n") < text.index("StateDirectoryMode"), "an empty one sets the mode back"


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_its_command_exists(unit):
    starts = lines(unit, "ExecStart")
    assert starts
    for line in starts:
        inner = re.search(r"'exec (.*)'", line)
        (arguments,) = commands(inner[1] if inner else line)
        assert mistake([word.replace("%i", "8501") for word in arguments]) is None


def test_each_timer_starts_a_service_and_catches_up_after_the_machine_was_off():
    started = {unit.stem for unit in SERVICES if not lines(unit, "Restart")}
    assert {timer.stem for timer in TIMERS} == started - {socket.stem for socket in SOCKETS}
    for timer in TIMERS:
        assert lines(timer, "Persistent") == ["true"]
        assert lines(timer, "OnCalendar")


def test_one_command_that_fails_keeps_no_other_from_running():
    """Of several commands of a service systemd runs none after one that failed."""
    assert {unit.name: count for unit in SERVICES if (count := len(lines(unit, "ExecStart"))) != 1} == {}


def test_the_proxy_asks_where_the_socket_of_an_association_listens():
    (unit,) = SOCKETS
    (path,) = lines(unit, "ListenStream")
    assert f"reverse_proxy unix/{path.replace('%i', '{name}')} " in SITE
    assert "%i" in path
    server = UNITS / "blokwijzer-tenant-server@.service"
    assert lines(server, "StopWhenUnneeded") == ["yes"]
    assert f"{server.stem}%i.service" in lines(unit.with_suffix(".service"), "Requires")[0]
    assert "health_uri" not in re.sub("#.*", "", (UNITS.parent / "Caddyfile.tenants").read_text(encoding="utf-8"))


@pytest.fixture
def root(tmp_path) -> Path:
    """A root directory with these units and what they need."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd on this machine")
    shutil.copytree(UNITS, tmp_path / "etc" / "systemd" / "system")
    for system in ("/usr/lib/systemd/system", "/lib/systemd/system"):
        if Path(system).is_dir():
            shutil.copytree(system, tmp_path / "usr" / "lib" / "systemd" / "system", symlinks=True)
            break
    (tmp_path / "lib").symlink_to("usr/lib")
    for program in ("opt/blokwijzer/bin/blokwijzer", "bin/sh"):
        (tmp_path / program).parent.mkdir(parents=True)
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    return tmp_path


def test_systemd_finds_no_fault_and_little_exposure(root):
    units = [unit.name.replace("@", "@8501") for unit in [*SERVICES, *TIMERS, *SOCKETS]]
    analyze = ["systemd-analyze", f"--root={root}"]
    found = subprocess.run([*analyze, "--man=no", "verify", *units], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")
    for unit in SERVICES:
        name = unit.name.replace("@", "@8501")
        told = subprocess.run(
            [*analyze, "--offline=true", "security", name], capture_output=True, text=True, check=True
        ).stdout
        assert float(re.search(r"exposure level for .*: ([\d.]+)", told)[1]) <= EXPOSURE_MAX
