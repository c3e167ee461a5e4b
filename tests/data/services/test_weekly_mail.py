"""The weekly mail, handed to a real SMTP server on this machine and read back."""

import email
import email.policy
import re
import shutil
import socket
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import polars as pl
import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from data import clock
from data.cli.main import main
from data.services import mail_server, weekly_mail
from data.services.weekly_mail import weekly_mails
from data.store import districts, mail_subscriptions, projects
from data.store.database import open_store
from data.store.mail_subscriptions import Subscription
from data.store.settings import hash_key
from domain.errors import WrongValue
from domain.projects.actions import Action
from domain.question import Question
from domain.scoring.emerging_clusters import emerging_clusters
from domain.scoring.evidence import EVIDENCE_SEED, evidence_within

TODAY = clock.today()
PEOPLE = ("Jansen", "Geheim", "Fatma", "Voorbeeldstra", "Bedenkveld", "Schijnmans", "06-1234")


class Inbox:
    """What the server took; it refuses addresses that begin with "refused"."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802  # aiosmtpd's name
        if address.startswith("refused"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        made = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails += [(address, made) for address in envelope.rcpt_tos]
        return "250 OK"


@pytest.fixture
def inbox(monkeypatch):
    """A real SMTP server on this machine, which the environment names."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = Inbox()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv(mail_server.SMTP, f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv(mail_server.SENDER, "Blokwijzer <blokwijzer@corporatie.example>")
    monkeypatch.setenv("BLOKWIJZER_ORIGIN", "https://blokwijzer.example")
    yield kept
    controller.stop()


@pytest.fixture(scope="module")
def worked_out(demo_snapshot):
    """The evidence and the emerging clusters of the demo, which take seconds."""
    question = Question()
    return evidence_within(demo_snapshot, question), emerging_clusters(demo_snapshot, question, seed=EVIDENCE_SEED)


@pytest.fixture
def demo(made_demo, demo_snapshot, worked_out, tmp_path, monkeypatch):
    """A copy of the demo with a late action that names people, and its project; what takes seconds is given."""
    store = open_store(f"sqlite:///{shutil.copy(made_demo, tmp_path / 'store.sqlite')}")
    (project,) = [each for each in projects.load(store) if each.title.startswith("Schokkerstraat")]
    late = Action("Bel mevrouw Jansen, zei Geheim", project.project_id, "Fatma", TODAY - timedelta(3))
    projects.add_action(store, "someone", late)
    monkeypatch.setattr(weekly_mail, "load_snapshot", lambda _store: demo_snapshot)
    monkeypatch.setattr(weekly_mail, "evidence_within", lambda *_given: worked_out[0])
    monkeypatch.setattr(weekly_mail, "emerging_clusters", lambda *_given, **_named: worked_out[1])
    yield store, project
    store.close()


def mail(store, *options: str):
    return CliRunner().invoke(main, ["--database", store.url, "mail", *options])


def words(found: EmailMessage) -> str:
    return found.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_each_person_gets_what_is_new_in_their_language_and_nothing_twice(demo, inbox):
    store, project = demo
    mail_subscriptions.subscribe(store, "fatma@x.example", "Fatma", "fatma@x.example", "nl")
    mail_subscriptions.subscribe(store, "chief@x.example", "The Chief", "chief@x.example", "en")
    done = mail(store)
    assert (done.exit_code, done.output) == (0, "2 sent, 0 not sent, nothing new for 0.\n")
    got = dict(inbox.mails)
    assert sorted(got) == ["chief@x.example", "fatma@x.example"]
    dutch, english = words(got["fatma@x.example"]), words(got["chief@x.example"])
    assert "Acties die te laat zijn\n- Actie voor Schokkerstraat, had klaar moeten zijn op" in dutch
    assert f"https://blokwijzer.example/projects?project={project.project_id}" in dutch
    assert "Late actions" not in english
    assert "Emerging now" in english
    assert "meer dan gebruikelijk sinds" in dutch
    assert not [name for name in PEOPLE for each in got.values() if name in str(each)]
    assert got["fatma@x.example"]["Subject"].startswith("Blokwijzer: ")
    html = got["fatma@x.example"].get_body(("html",)).get_content()
    assert '<html lang="nl">' in html
    assert [line[2:] for line in dutch.splitlines() if line.startswith("- ") and line[2:] not in html] == []
    assert mail(store).output == "0 sent, 0 not sent, nothing new for 2.\n"
    projects.add_action(store, "x", Action("Meer", project.project_id, "fatma@x.example", TODAY - timedelta(1)))
    assert mail(store).output == "1 sent, 0 not sent, nothing new for 1.\n"
    again = words(inbox.mails[-1][1])
    assert again.count("\n- ") == 1
    assert "Uit eerdere mails staan nog open: " in again
    assert "omdat u erom vroeg" in again


def test_there_are_no_figures_but_days_and_house_numbers(demo, inbox):
    store, _project = demo
    assert mail(store, "--to", "team@x.example", "--language", "en").exit_code == 0
    assert "because you asked" not in words(inbox.mails[0][1])
    plain = re.sub(r"https://\S+|\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z]\w+ \d+-\d+", "", words(inbox.mails[0][1]))
    assert not re.search(r"\d", plain)


def test_an_address_of_the_command_line_is_mailed_only_when_it_is_named(demo, inbox):
    store, _project = demo
    assert mail(store, "--to", "team@x.example").output.startswith("1 sent")
    assert mail(store, "--to", "team@x.example").output.endswith("nothing new for 1.\n")
    assert mail(store).output == "0 sent, 0 not sent, nothing new for 0.\n"
    refused = mail(store, "--to", "no address")
    assert refused.exit_code == 1
    assert "is not a mail address" in refused.output


def test_a_trial_run_prints_and_stores_and_sends_nothing(demo, inbox):
    store, _project = demo
    hash_key(store)  # made once, at the latest here
    before = store.versions()
    done = mail(store, "--dry-run", "--to", "team@x.example")
    assert done.exit_code == 0
    assert "To: team@x.example\nSubject: Blokwijzer: " in done.output
    assert store.versions() == before
    assert inbox.mails == []


def test_who_is_refused_is_told_again_next_time_and_the_others_get_theirs(demo, inbox):
    store, _project = demo
    mail_subscriptions.subscribe(store, "a", "", "refused@x.example", "nl")
    mail_subscriptions.subscribe(store, "b", "", "zoe@x.example", "nl")
    done = mail(store)
    assert done.exit_code == 1
    assert "The mail to refused@x.example was not sent" in done.stderr
    assert "1 sent, 1 not sent" in done.stdout
    assert {each.address: bool(each.told) for each in mail_subscriptions.subscriptions(store)} == {
        "refused@x.example": False,
        "zoe@x.example": True,
    }


def test_nothing_is_sent_unencrypted_to_another_machine(demo, inbox, monkeypatch):
    monkeypatch.setattr(mail_server, "THIS_MACHINE", frozenset())
    done = mail(demo[0], "--to", "team@x.example")
    assert done.exit_code == 1
    assert "STARTTLS" in done.stderr
    assert inbox.mails == []


def test_a_district_narrows_it_and_small_places_are_not_named(demo, demo_snapshot, monkeypatch):
    store, _project = demo
    streets = demo_snapshot.neighbourhoods["area_id"].to_list()
    districts.keep(store, "narrow", (streets[0],))
    whole, narrow = weekly_mails(store, [Subscription("a@x.nl"), Subscription("b@x.nl", "narrow")], TODAY)
    assert set(narrow.told) < set(whole.told)
    tiny = replace(demo_snapshot, areas=demo_snapshot.areas.with_columns(
        homes=pl.lit(3.0).cast(demo_snapshot.areas.schema["homes"])))  # fmt: skip
    monkeypatch.setattr(weekly_mail, "load_snapshot", lambda _store: tiny)
    (few,) = weekly_mails(store, [Subscription("a@x.nl")], TODAY)
    late = few.text.plain.split("\n\n")[0]
    assert "Actie voor enkele woningen" in late
    assert "straat" not in late.lower()


def test_what_starts_soon_is_told_by_its_kind_and_not_by_what_someone_called_it(demo, demo_snapshot, monkeypatch):
    store, _project = demo
    soon = demo_snapshot.opportunities.with_columns(starts_on=pl.lit(TODAY + timedelta(30)), title=pl.lit("Bij Jansen"))
    monkeypatch.setattr(weekly_mail, "load_snapshot", lambda _store: replace(demo_snapshot, opportunities=soon))
    (first,) = weekly_mails(store, [Subscription("a@x.nl", language="en")], TODAY)
    lines = [line for line in first.text.plain.splitlines() if line.startswith("- ")]
    assert any(re.match(r"- (Planned maintenance|Renovation .*) in \S.*, from \d", line) for line in lines)
    assert "Jansen" not in first.text.plain
    (second,) = weekly_mails(store, [Subscription("a@x.nl", told=first.told)], TODAY)
    assert second.text is None


def test_old_data_is_told_once(demo, demo_snapshot):
    store, _project = demo
    later = demo_snapshot.as_of + timedelta(46)
    (first,) = weekly_mails(store, [Subscription("a@x.nl")], later)
    assert "De nieuwste melding is van" in first.text.plain
    (second,) = weekly_mails(store, [Subscription("a@x.nl", told=first.told)], later + timedelta(7))
    assert second.text is None or "De nieuwste melding" not in second.text.plain


def test_the_server_is_named_by_the_environment_or_the_secrets(monkeypatch):
    monkeypatch.delenv(mail_server.SMTP, raising=False)
    monkeypatch.delenv(mail_server.SENDER, raising=False)
    found = mail_server.mail_server({"url": "smtps://jan:p%40ss@mail.example", "from": "b@x.example"})
    assert (found.host, found.port, found.user, found.password) == ("mail.example", 465, "jan", "p@ss")
    assert "p@ss" not in repr(found)
    monkeypatch.setenv(mail_server.SMTP, "smtp://mail.example")
    assert mail_server.mail_server({"url": "smtps://other", "from": "b@x.example"}).port == 587
    for url, sender in (("", ""), ("http://x", "b@x.example"), ("smtp://x:port", "b@x.example"), ("smtp://x", "b")):
        monkeypatch.setenv(mail_server.SMTP, url)
        with pytest.raises(WrongValue):
            mail_server.mail_server({"from": sender})
