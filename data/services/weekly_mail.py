"""The weekly mail of each address: what is new in its district since the mail before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from data.documents.mail_text import MailText, mail_text
from data.services.postponed import marked
from data.services.releases import countable, session_release
from data.services.snapshot import load_snapshot
from data.store import projects, releases
from data.store.database import Store, demo_url
from data.store.districts import district
from data.store.mail_subscriptions import Subscription
from data.store.settings import hash_key
from data.store.team_weights import current_weights
from domain.calendar_entries import of_person
from domain.disclosure_control import Public
from domain.judgement.postponed import proposed
from domain.projects.project import ENDED
from domain.question import Question
from domain.releases.release import period_end, release
from domain.scoring import decisions
from domain.scoring.emerging_clusters import emerging_clusters
from domain.scoring.evidence import EVIDENCE_SEED, Evidence, evidence_within, only
from domain.scoring.ranking import ranking
from domain.scoring.weights import Weights
from domain.sessions.changes import emerged
from domain.snapshot.district import Within, area_ids, known, names_of, units_inside
from domain.snapshot.snapshot import Snapshot
from domain.weekly_mail import Section, emerging, keys_of, late_actions, new_since, old_data, opening

BLOCK = "block"  # the level of emerging clusters


@dataclass(frozen=True)
class WeeklyMail:
    """The mail of one address; ``text`` is None where nothing is new. ``told``: the keys to keep once it is sent."""

    to: Subscription
    text: MailText | None
    told: tuple[str, ...]


@dataclass(frozen=True)
class _Findings:
    """What is worked out once for all addresses."""

    snapshot: Snapshot
    evidence: Evidence
    weights: Weights
    clusters: pl.DataFrame
    public: Public


def weekly_mails(
    store: Store, to: Sequence[Subscription], today: date, address: str = "", *, dry_run: bool = False
) -> list[WeeklyMail]:
    """The mail of each address. ``address``: of the app, for links. ``dry_run``: nothing is stored, no release either.

    Raises:
        NotAllowed: whoever uses the store may not read full figures.
    """
    snapshot = load_snapshot(store)
    question = Question()
    found = _Findings(
        snapshot,
        evidence_within(snapshot, question),
        current_weights(store),
        emerging_clusters(snapshot, question, seed=EVIDENCE_SEED),
        _public(store, snapshot, question.months, dry_run),
    )
    return [_mail(store, found, each, today, address) for each in to]


def _public(store: Store, snapshot: Snapshot, months: int, dry_run: bool) -> Public:
    """Which blocks may be named with what is said of them."""
    until = period_end(snapshot)
    if dry_run and until is not None and releases.find(store, f"{BLOCK} {months}", until) is None:
        return release(countable(store, snapshot), BLOCK, months, releases.past(store))[0].public
    return session_release(store, snapshot, BLOCK, months).public


def _mail(store: Store, found: _Findings, to: Subscription, today: date, address: str) -> WeeklyMail:
    within = known(found.snapshot, district(store, to.person)) if to.person else ()
    sections = _sections(store, found, to, within, today)
    fresh, before = new_since(sections, to.told)
    if not fresh:
        return WeeklyMail(to, None, to.told)
    names = names_of(found.snapshot, within)
    is_demo = store.url == demo_url()
    text = mail_text(fresh, before, names, to.language, address, asked=bool(to.person), is_demo=is_demo)
    return WeeklyMail(to, text, tuple(keys_of(sections)))


def _sections(store: Store, found: _Findings, to: Subscription, within: Within, today: date) -> list[Section]:
    snapshot, evidence, clusters = found.snapshot, found.evidence, found.clusters
    every = projects.load(store)
    if within:
        here = set(area_ids(snapshot, within))
        every = [project for project in every if here & dict(project.areas).keys()]
        evidence = only(evidence, units_inside(evidence.units, snapshot, within))
        clusters = clusters.filter(units_inside(clusters, snapshot, within))
    running = [project for project in every if project.phase not in ENDED]
    mine = of_person(projects.actions(store), running, (to.name, to.person) if to.name else ())
    ranked = proposed(marked(store, snapshot, ranking(evidence, found.weights), today))
    used = frozenset(key for project in every for key in project.opportunities)
    soon = decisions.opening(snapshot.opportunities, ranked, used, today)
    soon = soon.join(ranked.select("candidate_id", "members"), on="candidate_id", maintain_order="left")
    as_of = None if store.url == demo_url() else snapshot.as_of
    return [
        late_actions(snapshot, mine, running, today),
        emerging(emerged(clusters, found.public)),
        opening(snapshot, soon, hash_key(store)),
        old_data(as_of, today),
    ]


def with_address(known_ones: Sequence[Subscription], address: str, language: str) -> Subscription:
    """The subscription of an address that the command names; a new one if it has none."""
    found = next((each for each in known_ones if each.address == address), None)
    return found or replace(Subscription(address, language=language), weekly=False)
