"""The settings that the environment gives: their names, defaults and meanings.

A test holds this table against the code. The guides for administrators are checked against it.
"""

import os
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path

from domain.errors import N_, WrongValue

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})  # where a mail server or a cluster needs no encryption


@dataclass(frozen=True)
class Setting:
    """A variable of the environment.

    ``default``: what holds where it is absent, in words or as a value; "" where nothing does.
    """

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting(
        "BLOKWIJZER_DATABASE",
        "a SQLite file in BLOKWIJZER_LOCAL",
        "The store, as postgresql://user:password@host/database or sqlite:///path.",
    ),
    Setting(
        "BLOKWIJZER_LOCAL",
        "data/local in a checkout, else the user's data folder",
        "The folder of the SQLite files: the own store, the demo, and the file with the key.",
    ),
    Setting(
        "BLOKWIJZER_KEY",
        "a random key, kept beside a SQLite store or in a PostgreSQL store",
        "The key of the codes that replace who reports.",
    ),
    Setting(
        "BLOKWIJZER_KEY_BEFORE",
        "",
        "The key that BLOKWIJZER_KEY replaced, until what was hashed with it ended.",
    ),
    Setting(
        "BLOKWIJZER_ORIGIN",
        "the host that a request names",
        "The addresses of the app as browsers show them, with spaces between, where a proxy changes the host.",
    ),
    Setting(
        "BLOKWIJZER_HOSTS",
        "",
        "The only hosts that a request may name, with spaces between; others get 421. `--tenant` sets it.",
    ),
    Setting(
        "BLOKWIJZER_TENANTS",
        "",
        "The file of the associations in this installation; commands then need `--tenant NAME`.",
    ),
    Setting(
        "BLOKWIJZER_CLUSTER",
        "none: each server works for itself",
        "The scheduler of a cluster that works out heavy questions, as tls://host:8786 (tcp:// on this machine only).",
    ),
    Setting("BLOKWIJZER_CLUSTER_CA", "", "The file (PEM) with the certificate of that cluster's own authority."),
    Setting("BLOKWIJZER_CLUSTER_CERTIFICATE", "", "The file (PEM) with the certificate of this process in it."),
    Setting("BLOKWIJZER_CLUSTER_KEY", "", "The file (PEM) with the key of that certificate."),
    Setting(
        "BLOKWIJZER_WITHOUT_SIGN_IN",
        "",
        "1: other machines are served although nobody has to sign in. `run --without-sign-in` sets it.",
    ),
    Setting(
        "BLOKWIJZER_PREPARE",
        "",
        "1: the server works out the Overview when it starts and after new data, so that nobody waits for it. `run` "
        "sets it; 0: not.",
    ),
    Setting(
        "BLOKWIJZER_START_TOKEN",
        "",
        "Only browsers that opened a link with this text are served. `run --by-link` sets it.",
    ),
    Setting(
        "BLOKWIJZER_LOG",
        "text for a server, none for a command",
        "The form of the log, on the error output: text, or json (one object a line).",
    ),
    Setting("BLOKWIJZER_LOG_LEVEL", "info", "The least that is logged: debug, info, warning or error."),
    Setting(
        "BLOKWIJZER_METRICS",
        "",
        "Who has this text may read /metrics and /_stcore/metrics (Authorization: Bearer TEXT); without it nobody may.",
    ),
    Setting("BLOKWIJZER_UPLOADS", "2000", "Megabytes of uploads that the server holds; one browser tab may hold half."),
    Setting(
        "BLOKWIJZER_READ_MEMORY", "4096", "Megabytes of memory for the reading of one file; kept to on Linux only."
    ),
    Setting("BLOKWIJZER_READ_CPU", "120", "Seconds of processor time for the reading of one file."),
    Setting("BLOKWIJZER_READ_SECONDS", "300", "Seconds by the clock for the reading of one file."),
    Setting("BLOKWIJZER_READ_PROCESSES", "2", "How many files are read at a time; others wait."),
    Setting(
        "BLOKWIJZER_SMTP",
        "url under [mail] in the secrets",
        "The mail server, as smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host.",
    ),
    Setting("BLOKWIJZER_MAIL_FROM", "from under [mail] in the secrets", "The sender of the weekly mail."),
    Setting("BLOKWIJZER_BACKUP_RECIPIENT", "", "The public key (age1...) for which `backup --encrypt` encrypts."),
    Setting("BLOKWIJZER_FONTS", "", "A folder with fonts, for scripts that have none in the program."),
)


def read_files(environment: MutableMapping[str, str] = os.environ) -> None:
    """Give each setting NAME the text of the file that NAME_FILE names; NAME_FILE itself is taken out.

    A container or a service gets its secrets as files this way.

    Raises:
        WrongValue: a setting is given in both ways, or the file cannot be read or is empty.
    """
    for name in (setting.name for setting in SETTINGS):
        if not (file := environment.get(f"{name}_FILE")):
            continue
        if environment.get(name):
            raise WrongValue(N_("{name} and {name}_FILE are both set. Keep one."), name=name)
        try:
            given = Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise WrongValue(N_("{file} cannot be read: {why}"), file=file, why=error) from error
        if not given:  # else the default would hold, such as another store
            raise WrongValue(N_("{file} is empty. Write the value of {name} in it."), file=file, name=name)
        environment[name] = given
        del environment[f"{name}_FILE"]
