"""The mail server: where its address comes from, and handing mails to it."""

import os
import smtplib
import ssl
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, localtime, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from data.configuration import THIS_MACHINE
from data.documents.mail_text import MailText
from domain.errors import N_, WrongValue

SMTP, SENDER = "BLOKWIJZER_SMTP", "BLOKWIJZER_MAIL_FROM"  # environment; else url and from under [mail] in the secrets
_PORTS = {"smtp": 587, "smtps": 465}
_SECONDS = 30  # to wait for the server


@dataclass(frozen=True)
class MailServer:
    """A mail server. ``scheme``: "smtps" (TLS) or "smtp" (STARTTLS; none on this machine). ``sender``: of the mails."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    sender: str

    @property
    def is_here(self) -> bool:
        """Whether it runs on this machine."""
        return self.host in THIS_MACHINE


def mail_server(secrets: Mapping[str, str] | None = None) -> MailServer:
    """The mail server that the environment names, else the secrets. ``secrets``: the latter; read where not given.

    Raises:
        WrongValue: none is named, or not as ``smtp://user:password@host:587``.
    """
    known = _secrets() if secrets is None else secrets
    url, sender = os.environ.get(SMTP) or known.get("url", ""), os.environ.get(SENDER) or known.get("from", "")
    if not url or not sender:
        raise WrongValue(N_("No mail server is named. Set {smtp} and {sender} (see README)."), smtp=SMTP, sender=SENDER)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PORTS or not parts.hostname or "@" not in parseaddr(sender)[1]:
        raise WrongValue(
            N_("{smtp} must look like smtp://user:password@host:587 or smtps://…, and {sender} be an address."),
            smtp=SMTP,
            sender=SENDER,
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], user, password, sender)


def send(server: MailServer, to: str, text: MailText) -> None:
    """Hand one mail to the server.

    Raises:
        OSError: the server does not answer, does not encrypt, or refuses it (``smtplib.SMTPException``).
    """
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    with connection:
        if server.scheme == "smtp" and not server.is_here:
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        connection.send_message(message(server.sender, to, text))


def message(sender: str, to: str, text: MailText) -> EmailMessage:
    """A mail with its plain text and its HTML."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, text.subject
    made["Date"] = format_datetime(localtime())
    made["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text.plain)
    made.add_alternative(text.html, subtype="html")
    return made


def _secrets() -> Mapping[str, str]:
    """What the secrets of Streamlit say under [mail], in the files that it reads; nothing without."""
    for folder in (Path.cwd(), Path.home()):
        file = folder / ".streamlit" / "secrets.toml"
        if file.is_file():
            try:
                found = tomllib.loads(file.read_text(encoding="utf-8")).get("mail")
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise WrongValue(N_("{file} cannot be read: {why}"), file=file, why=error) from error
            if found:
                return found
    return {}
