"""Several associations in one installation: each with its own settings, and with nothing of another's."""

import json
import os
from pathlib import Path

import pytest

from data.cli.main import _MODULES, OF_ALL
from data.cli.tenants import OF_THE_MACHINE, TENANTS, Tenant, enter, tenants
from data.configuration import SETTINGS
from data.services.mail_server import mail_server
from data.store.database import default_url
from domain.errors import WrongValue
from tests.data.cli.conftest import run
from tests.data.exports import DWELLINGS

MACHINE = {
    "BLOKWIJZER_DATABASE": "postgresql:///of_another",
    "BLOKWIJZER_KEY": "key of another",
    "BLOKWIJZER_SMTP": "smtp://other.example",
    "BLOKWIJZER_METRICS": "text of another",
    "BLOKWIJZER_LOG_LEVEL": "error",
    "BLOKWIJZER_READ_MEMORY": "1024",
    "STREAMLIT_SECRETS_FILES": "/etc/secrets_of_another",
    "STREAMLIT_SERVER_HEADLESS": "true",
}


@pytest.fixture
def installation(tmp_path, monkeypatch):
    """Two associations, Noord and Zuid; what a test changes of this process is put back."""
    before, folder = dict(os.environ), Path.cwd()
    for name, host in (("noord", "meldingen.noord.example"), ("zuid", "zuid.example")):
        (tmp_path / name / ".streamlit").mkdir(parents=True)
        mail = f'[mail]\nurl = "smtp://mail.{host}"\nfrom = "wijk@{host}"\n'
        (tmp_path / name / ".streamlit" / "secrets.toml").write_text(mail)
    write(tmp_path, NOORD, ZUID)
    (tmp_path / "zuid" / "megabytes").write_text("2048\n")
    for name in ("noord", "zuid"):
        (tmp_path / name / "key").write_text(f"key of {name}\n")
    os.environ.update(MACHINE)
    os.environ[TENANTS] = str(tmp_path / "tenants.toml")
    yield tmp_path
    os.environ.clear()
    os.environ.update(before)
    os.chdir(folder)


NOORD = """
[noord]
hosts = ["meldingen.noord.example", "Noord.example"]
port = 8601
folder = "FOLDER/noord"
"""
ZUID = """
[zuid]
hosts = ["zuid.example"]
port = 8602
folder = "FOLDER/zuid"
[zuid.settings]
BLOKWIJZER_KEY_FILE = "FOLDER/zuid/key"
BLOKWIJZER_READ_MEMORY_FILE = "FOLDER/zuid/megabytes"
"""


KEY = 'KEY_FILE = "FOLDER/zuid/key"'


def write(folder: Path, *tables: str) -> None:
    (folder / "tenants.toml").write_text("".join(tables).replace("FOLDER", str(folder)))


def default_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'blokwijzer.sqlite'}"


def test_a_tenant_has_its_own_settings_and_none_of_the_machine_that_say_whose_data_it_is(installation):
    found = enter("zuid")
    assert found == Tenant("zuid", ("zuid.example",), 8602, installation / "zuid", found.settings)
    ours = {name: value for name, value in os.environ.items() if name.startswith(("BLOKWIJZER", "STREAMLIT_SE"))}
    assert ours == {
        "BLOKWIJZER_LOCAL": str(installation / "zuid"),
        "BLOKWIJZER_HOSTS": "zuid.example",
        "BLOKWIJZER_ORIGIN": "https://zuid.example",
        "BLOKWIJZER_KEY": "key of zuid",
        "BLOKWIJZER_READ_MEMORY": "2048",
        "BLOKWIJZER_LOG_LEVEL": "error",
        "STREAMLIT_SERVER_HEADLESS": "true",
    }
    assert default_url() == default_in(installation / "zuid") == found.store
    assert mail_server().sender == "wijk@zuid.example"


def test_only_settings_of_the_program_are_taken_from_the_machine():
    assert {each.name for each in SETTINGS} > OF_THE_MACHINE


def test_what_is_imported_for_one_is_not_there_for_another(installation):
    (installation / "bezit.csv").write_bytes(DWELLINGS)
    of_the_machine = dict(os.environ)
    for words, told in (
        (("noord", "import", str(installation / "bezit.csv")), "bezit.csv"),
        (("zuid", "imports"), "Nothing was imported yet."),
        (("noord", "imports"), "bezit.csv"),
    ):
        os.environ.clear()  # each command is a process of its own
        os.environ.update(of_the_machine)
        assert told in run("--tenant", *words).output


NEEDS = {  # what a command needs to be called at all
    "audit": ["verify"],
    "effects": ["import", "measured.xlsx"],
    **{name: ["a", "b"] for name in ("apart", "explain", "letter", "postpone", "publish", "report", "undo")},
    **{name: ["file.zip"] for name in ("backup", "import", "restore")},
    "export": ["areas", "--out", "areas.csv"],
}


@pytest.mark.parametrize("command", [[name, *NEEDS.get(name, ())] for name in _MODULES if name not in OF_ALL])
def test_a_command_that_does_not_say_for_whom_does_nothing(installation, command):
    assert "--tenant NAME" in run(*command, code=1).output
    assert list(installation.rglob("*.sqlite")) == []


def test_who_asks_for_the_help_of_a_command_need_not_say_for_whom(installation):
    for command in (["imports", "--help"], ["audit", "verify", "-h"], ["run", "--help"]):
        assert "Usage: " in run(*command).output
    assert "--tenant NAME" in run("migrate", code=1).output
    assert list(installation.rglob("*.sqlite")) == []


def test_the_list_and_the_sites_of_the_proxy(installation):
    listed = json.loads(run("tenants", "--json").output)["tenants"]
    assert [(each["name"], each["port"], each["store"]) for each in listed] == [
        ("noord", 8601, default_in(installation / "noord")),
        ("zuid", 8602, default_in(installation / "zuid")),
    ]
    sites = run("tenants", "--caddy").output
    assert sites.splitlines()[:3] == [
        "meldingen.noord.example, noord.example {",
        "\timport blokwijzer",
        "\treverse_proxy unix//run/blokwijzer-tenants/noord.sock {",
    ]


def test_all_stores_are_migrated_and_one_that_fails_does_not_stop_the_others(installation):
    (installation / "noord" / "blokwijzer.sqlite").write_text("this is no database")
    done = json.loads(run("migrate", "--all", "--json", code=1).output)["tenants"]
    assert [each["tenant"] for each in done] == ["noord", "zuid"]
    assert "error" in done[0]
    assert done[1]["changed"]
    assert (installation / "zuid" / "blokwijzer.sqlite").is_file()


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (ZUID.replace("zuid.example", "noord.example"), "the same host"),
        (ZUID.replace("8602", "8601"), "the same port"),
        (ZUID.replace("FOLDER/zuid", "FOLDER/x/../noord"), "the same folder"),
        (ZUID.replace(KEY, 'DATABASE = "postgresql://a@host/noord"'), "the same store"),
        (ZUID.replace(KEY, 'CLUSTER = "tls://c:8786"'), "the same cluster"),
        (ZUID.replace(KEY, 'CLUSTER = "tls://C:8786/"'), "the same cluster"),
        (ZUID.replace(KEY, 'KEY = "in the open"'), "KEY is a secret.*KEY_FILE"),
        (ZUID.replace(KEY, 'METRICS = "in the open"'), "METRICS is a secret"),
        (ZUID.replace(KEY, 'SMTP = "smtp://a:b@mail"'), "SMTP is a secret"),
        (ZUID.replace(KEY, 'DATABASE = "postgresql://a:b@host/zuid"'), "DATABASE is a secret.*FOLDER/zuid: "),
        (ZUID.replace(KEY, 'DATABASE = "postgresql://a@host/zuid?password=b"'), "DATABASE is a secret"),
        (ZUID.replace(KEY, 'KEY_FILE = "FOLDER/noord/key"'), "the file that .*KEY_FILE names is not in FOLDER/zuid"),
        (ZUID.replace(KEY, 'KEY_FILE = "FOLDER/zuid/../noord/key"'), "is not in"),
        (ZUID.replace(KEY, 'CLUSTER_KEY = "/etc/blokwijzer/cluster/key.pem"'), "CLUSTER_KEY names is not in"),
        (ZUID.replace("[zuid", "[Zuid"), "small letters"),
        (ZUID.replace("port", "poort"), "unknown: poort"),
        (ZUID.replace("8602", '"8602"'), "port is missing or of the wrong kind"),
        (ZUID.replace("8602", "80"), "from 1024"),
        (ZUID.replace('["zuid.example"]', "[]"), "a list of names"),
        (ZUID.replace("zuid.example", "https://zuid.example"), "without https://"),
        (ZUID.replace("zuid.example", "zuid.example:8602"), "without a port"),
        (ZUID.replace("zuid.example", "zuid.example."), "a list of names"),
        (ZUID.replace("zuid.example", "zuïd.example"), "xn--"),
        (ZUID.replace("FOLDER/zuid", "zuid"), "a whole path"),
        (ZUID.replace("_KEY_FILE", "_COLOUR"), "cannot set BLOKWIJZER_COLOUR"),
        (ZUID.replace("_KEY_FILE", "_LOCAL"), "cannot set BLOKWIJZER_LOCAL"),
        (ZUID.replace('"FOLDER/zuid/key"', "7"), "is no text"),
        ("[zuid", "cannot be read"),
    ],
)
def test_what_is_wrong_in_the_file_is_told(installation, table, why):
    north = NOORD + '[noord.settings]\nBLOKWIJZER_KEY_FILE = "FOLDER/noord/key"\n'
    if "DATABASE" in table:
        north += 'BLOKWIJZER_DATABASE = "postgresql://c@host:5432/noord?sslmode=require"\n'
    if "CLUSTER" in table:
        north += 'BLOKWIJZER_CLUSTER = "tls://c:8786"\n'
    write(installation, north, table)
    with pytest.raises(WrongValue, match=why.replace("FOLDER", str(installation))):
        tenants()


def test_an_address_without_a_password_may_stand_in_the_file(installation):
    south = ZUID.replace(KEY, 'SMTP = "smtp://localhost:25"')
    write(installation, NOORD, f'{south}BLOKWIJZER_DATABASE = "postgresql:///zuid?host=/var/run/postgresql"\n')
    assert enter("zuid").store == "postgresql://localhost:5432/zuid"
    assert os.environ["BLOKWIJZER_SMTP"] == "smtp://localhost:25"


SAME_PLACE = (
    ("postgresql://a:b@localhost/noord", "postgres://c@127.0.0.1:5432/noord?sslmode=disable"),
    ("postgresql:///noord?host=/var/run/postgresql", "postgresql://a:b@localhost/noord"),
    ("postgresql://db.example/noord", "postgresql+psycopg://x@DB.example:5432/noord"),
    ("sqlite:////srv/x/../noord.sqlite", "sqlite:////srv/noord.sqlite"),
)


@pytest.mark.parametrize(("one", "other"), SAME_PLACE)
def test_two_files_with_the_address_of_one_store_are_refused(installation, one, other):
    tables = []
    for table, name, url in ((NOORD, "noord", one), (ZUID.partition("[zuid.")[0], "zuid", other)):
        (installation / name / "database_url").write_text(url + "\n")
        tables.append(f'{table}[{name}.settings]\nBLOKWIJZER_DATABASE_FILE = "FOLDER/{name}/database_url"\n')
    write(installation, *tables)
    with pytest.raises(WrongValue, match="Tenants noord and zuid have the same store"):
        tenants()
    (installation / "zuid" / "database_url").write_text("postgresql://localhost/zuid")
    noord, zuid = tenants().values()
    assert ":b@" not in noord.store
    assert zuid.store == "postgresql://localhost:5432/zuid"
    (installation / "zuid" / "database_url").unlink()  # the processes of one see no file of another
    assert tenants()["zuid"].store == str(installation / "zuid" / "database_url")


def test_a_key_or_a_secret_of_cookies_that_two_have_in_their_files_is_refused(installation):
    (installation / "noord" / "key").write_text("key of zuid")
    write(installation, NOORD + '[noord.settings]\nBLOKWIJZER_KEY_FILE = "FOLDER/noord/key"\n', ZUID)
    with pytest.raises(WrongValue, match="the same key"):
        tenants()
    write(installation, NOORD, ZUID)
    for name in ("noord", "zuid"):
        (installation / name / ".streamlit" / "secrets.toml").write_text('[auth]\ncookie_secret = "copied"\n')
    with pytest.raises(WrongValue, match="the same cookie_secret"):
        tenants()
    (installation / "zuid" / ".streamlit" / "secrets.toml").write_text("[auth")  # its server tells what is wrong
    assert len(tenants()) == 2


def test_a_host_that_stands_twice_counts_once_and_an_origin_may_be_in_a_file(installation):
    (installation / "noord" / "origin").write_text("https://noord.example:8443\n")
    north = NOORD.replace("meldingen.noord.example", "noord.example")
    write(installation, north + '[noord.settings]\nBLOKWIJZER_ORIGIN_FILE = "FOLDER/noord/origin"\n', ZUID)
    assert enter("noord").hosts == ("noord.example",)
    assert os.environ["BLOKWIJZER_ORIGIN"] == "https://noord.example:8443"


def test_a_tenant_that_does_not_exist_or_has_no_folder_is_told(installation):
    with pytest.raises(WrongValue, match="no tenant oost"):
        enter("oost")
    write(installation, NOORD, ZUID.replace("FOLDER/zuid", "FOLDER/gone"))
    with pytest.raises(WrongValue, match="does not exist"):
        enter("zuid")
    del os.environ[TENANTS]
    assert "does not name a file" in run("--tenant", "zuid", "imports", code=1).output
