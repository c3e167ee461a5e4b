"""Every write, called as every role: the store refuses what a role may not do, whatever a page shows.

``WRITES`` says for each function that writes which act it is, by the table that was agreed
(tests/domain/test_roles.py), and calls it.
``test_no_write_is_missing`` finds the functions in the code, so a new one has to be added here.
"""

import ast
import importlib
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from data.services import (
    data_choices,
    effects,
    expire,
    import_file,
    letters,
    migrate,
    person,
    publish,
    restore,
    signals,
)
from data.services import releases as release_jobs
from data.services.baselines import freeze_baselines, keep_areas
from data.services.postponed import postpone
from data.services.subject import Subject
from data.store import (
    audit,
    backup,
    backup_files,
    base_map,
    calendar_feeds,
    capacity,
    choices,
    districts,
    effect_imports,
    import_log,
    incident_days,
    incident_hours,
    letter_texts,
    mail_subscriptions,
    plan_preferences,
    postponed,
    profiles,
    projects,
    releases,
    role_names,
    row_numbers,
    sessions,
    settings,
    sign_outs,
    team_weights,
    terms,
    walkabouts,
)
from data.store.database import open_store
from data.store.sessions import joining
from data.store.sessions.closing import Decision
from domain.errors import BlokwijzerError, NotAllowed, WrongValue
from domain.intake.signals import Signal
from domain.judgement.postponed import Postponed
from domain.planning.capacity import Absence, Consultant
from domain.projects.actions import Action
from domain.projects.interventions import Intervention
from domain.projects.project import Project
from domain.projects.walkabouts import Walkabout
from domain.roles import ACTS, Act, Role, RoleNames
from domain.roles import role_names as names_of
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan, Shown

NONE = import_log.IMPORTED_KINDS["visits"].frame.create_empty()
DAY, NOW = date(2026, 10, 1), datetime(2026, 10, 1, tzinfo=UTC)
ME = "jan"
PROJECT = Project("Lindehof", (("street:1", "Lindehof"),), DAY)
WALK = Walkabout("street:1", "Lindehof", DAY, {"litter": "A"})
POSTPONED = Postponed("street:1", "Lindehof", (), "Steigers", DAY, ME, NOW)
SOMEONE = joining.Participant(1, 1, "")
DONE = Intervention(1, "other", DAY)
SEEN, NEW = (Signal(key, "caretaker", {"street": "Lindehof"}, DAY) for key in ("seen", "new"))

NOBODY = Subject("reporter", {}, frozenset(), frozenset(), frozenset())
NOTHING = person.SubjectData({}, pl.DataFrame(), (), pl.DataFrame(), pl.DataFrame())
WRITES = {
    # one's own choices
    districts.keep: (Act.OWN, lambda it, s: it(s, ME, ())),
    projects.visit: (Act.OWN, lambda it, s: it(s, ME, "projects")),
    sign_outs.sign_out: (Act.OWN, lambda it, s: it(s, ME, ME, 1.0, 2.0)),
    calendar_feeds.make_feed: (Act.PROJECTS, lambda it, s: it(s, ME, "", "nl")),
    calendar_feeds.revoke_feed: (Act.SETTINGS, lambda it, s: it(s, ME, "fatma")),
    mail_subscriptions.subscribe: (Act.PROJECTS, lambda it, s: it(s, ME, "", "jan@x.nl", "nl")),
    mail_subscriptions.unsubscribe: (Act.SETTINGS, lambda it, s: it(s, ME, "fatma")),
    # sessions, by who takes part
    sessions.join: (Act.TAKE_PART, lambda it, s: it(s, 1)),
    sessions.remark: (Act.TAKE_PART, lambda it, s: it(s, SOMEONE, "street:1", "Donker")),
    sessions.vote: (Act.TAKE_PART, lambda it, s: it(s, SOMEONE, 1, {})),
    # signals
    signals.send: (Act.SIGNAL, lambda it, s: it(s, ME, NEW, DAY, "Signal")),
    signals.undo: (Act.SIGNAL, lambda it, s: it(s, ME, SEEN.visit_key)),
    # weights and hours
    team_weights.keep_weights: (Act.STEER, lambda it, s: it(s, ME, Weights(), NOW)),
    base_map.keep_first_base_map: (Act.SETTINGS, lambda it, s: it(s, ME, "pdok")),
    incident_hours.keep_hour_price: (Act.STEER, lambda it, s: it(s, ME, 50.0)),
    incident_hours.keep_hours_per_incident: (Act.STEER, lambda it, s: it(s, ME, 2.0)),
    capacity.add: (Act.STEER, lambda it, s: it(s, ME, Consultant("Ans", 8))),
    capacity.change: (Act.STEER, lambda it, s: it(s, ME, Consultant("Ans", 8, consultant_id=1))),
    capacity.remove: (Act.STEER, lambda it, s: it(s, ME, 99)),
    capacity.add_absence: (Act.STEER, lambda it, s: it(s, ME, Absence(1, DAY, DAY))),
    capacity.remove_absence: (Act.STEER, lambda it, s: it(s, ME, 99)),
    # the work
    projects.create: (Act.WORK, lambda it, s: it(s, ME, PROJECT)),
    projects.update: (Act.WORK, lambda it, s: it(s, ME, replace(projects.get(s, 1), goal="Schoon"))),
    projects.add_action: (Act.WORK, lambda it, s: it(s, ME, Action("Bellen", 1))),
    projects.update_action: (Act.WORK, lambda it, s: it(s, ME, replace(projects.actions(s)[0], who="Ans"))),
    projects.remove_action: (Act.WORK, lambda it, s: it(s, ME, Action("Bellen", 1))),
    projects.add_interventions: (Act.WORK, lambda it, s: it(s, ME, [DONE], DAY)),
    projects.move_intervention: (Act.WORK, lambda it, s: it(s, ME, DONE, DAY, DAY)),
    projects.remove_intervention: (Act.WORK, lambda it, s: it(s, ME, DONE)),
    projects.add_note: (Act.WORK, lambda it, s: it(s, ME, 1, "Gebeld")),
    projects.log_hours: (Act.WORK, lambda it, s: it(s, ME, 1, 1.0, DAY)),
    projects.add_decision: (Act.WORK, lambda it, s: it(s, ME, 1, "Door", "Loopt goed", DAY)),
    walkabouts.add: (Act.WORK, lambda it, s: it(s, ME, WALK, DAY)),
    walkabouts.correct: (Act.WORK, lambda it, s: it(s, ME, WALK, DAY)),
    walkabouts.remove: (Act.WORK, lambda it, s: it(s, ME, 99)),
    walkabouts.put_back: (Act.WORK, lambda it, s: it(s, ME, replace(WALK, actor=ME, at=NOW))),
    choices.shortlist_area: (Act.WORK, lambda it, s: it(s, ME, "street:1", "Lindehof")),
    choices.unlist_area: (Act.WORK, lambda it, s: it(s, ME, "street:9")),
    postponed.put: (Act.WORK, lambda it, s: it(s, ME, POSTPONED)),
    postponed.end: (Act.WORK, lambda it, s: it(s, ME, "street:9")),
    plan_preferences.keep: (Act.WORK, lambda it, s: it(s, ME, "street:1", None)),
    plan_preferences.keep_size: (Act.STEER, lambda it, s: it(s, ME, 6, 10)),
    import_log.enter: (Act.WORK, lambda it, s: it(s, ME, {}, "De Kade")),
    effects.set_imported_weight: (Act.WORK, lambda it, s: it(s, ME, 0.5)),
    effect_imports.add: (Act.WORK, lambda it, s: it(s, ME, "a.json", b"", [])),
    effect_imports.remove: (Act.WORK, lambda it, s: it(s, ME, 99)),
    letter_texts.keep_sender: (Act.WORK, lambda it, s: it(s, ME, "Wonen", "")),
    letter_texts.keep_own_texts: (Act.WORK, lambda it, s: it(s, ME, "tr", {})),
    letters.keep_texts: (Act.WORK, lambda it, s: it(s, ME, "tr", {})),
    sessions.create: (Act.WORK, lambda it, s: it(s, ME, "Noord", SessionPlan(), Weights())),
    sessions.show: (Act.WORK, lambda it, s: it(s, ME, sessions.get(s, 1), Shown())),
    sessions.reweigh: (Act.WORK, lambda it, s: it(s, ME, sessions.get(s, 1), Weights())),
    sessions.open_round: (
        Act.WORK,
        lambda it, s: it(s, ME, 1, "dots", [("street:1", "Lindehof"), ("street:2", "Kade")], dots=3),
    ),
    sessions.close_round: (Act.WORK, lambda it, s: it(s, ME, 99)),
    sessions.reveal_round: (Act.WORK, lambda it, s: it(s, ME, 99)),
    sessions.add_decision: (Act.WORK, lambda it, s: it(s, ME, 1, DECIDED)),
    sessions.drop_decision: (Act.WORK, lambda it, s: it(s, ME, 1, 99)),
    sessions.close: (Act.WORK, lambda it, s: it(s, ME, 99, areas={}, minutes="")),
    # what is read of full figures leaves a trace
    audit.record: (Act.FULL, lambda it, s: it(s, ME, "download", "table", "areas", 3)),
    # imports and what they mean
    import_log.save: (Act.IMPORT, lambda it, s: it(s, ME, import_log.ImportSource("a", "", "visits"), NONE)),
    import_log.save_all: (Act.IMPORT, lambda it, s: it(s, ME, [])),
    import_log.undo: (Act.IMPORT, lambda it, s: it(s, ME, 99)),
    data_choices.choose_categories: (Act.IMPORT, lambda it, s: it(s, ME, {"afval": None})),
    data_choices.forget_categories: (Act.IMPORT, lambda it, s: it(s, ME, ["afval"])),
    data_choices.match_address: (Act.IMPORT, lambda it, s: it(s, ME, "a", None)),
    data_choices.forget_address: (Act.IMPORT, lambda it, s: it(s, ME, "a")),
    data_choices.keep_street: (Act.IMPORT, lambda it, s: it(s, ME, "Lindehof", apart=True)),
    choices.choose_category: (Act.IMPORT, lambda it, s: it(s, ME, {"afval": None})),
    choices.forget_categories: (Act.IMPORT, lambda it, s: it(s, ME, ["afval"])),
    choices.match_address: (Act.IMPORT, lambda it, s: it(s, ME, "a", None)),
    choices.forget_address: (Act.IMPORT, lambda it, s: it(s, ME, "a")),
    choices.keep_street: (Act.IMPORT, lambda it, s: it(s, ME, "Lindehof", apart=True)),
    profiles.save: (Act.IMPORT, lambda it, s: it(s, ME, profiles.Profile("p", "reports", "f", {}))),
    expire.expire: (Act.TERMS, lambda it, s: it(s, ME, DAY)),
    migrate.migrate: (Act.IMPORT, lambda it, s: it(s, ME, Path("before.zip"))),  # nothing to do: no file
    settings.rotate_key: (Act.SETTINGS, lambda it, s: it(s, ME, DAY)),
    settings.drop_keys: (Act.TERMS, lambda it, s: it(s, ME, DAY)),
    terms.keep_term: (Act.TERMS, lambda it, s: it(s, ME, "audit", None)),
    terms.keep_edges: (Act.TERMS, lambda it, s: it(s, ME, {})),
    person.erase: (Act.PERSON, lambda it, s: it(s, ME, NOBODY, "asked", DAY)),
    person.leave_trace: (Act.PERSON, lambda it, s: it(s, ME, NOBODY, NOTHING, to_file=False)),
    backup_files.note_backup: (Act.IMPORT, lambda it, s: it(s, ME, False)),
    backup.restore: (Act.IMPORT, lambda it, s: it(s, ME, Path("no such file.zip"))),
    # what an incident is, and roles
    incident_days.keep_incident_days: (Act.SETTINGS, lambda it, s: it(s, ME, 14)),
    incident_days.keep_incident_longest: (Act.SETTINGS, lambda it, s: it(s, ME, 28)),
    role_names.keep_role_names: (Act.SETTINGS, lambda it, s: it(s, ME, RoleNames(), ["administrator"])),
}
DECIDED = Decision("street:1", "Lindehof", "later", "Veel afval")
# Its act is an argument.
ANY = {settings.put}
# These do their writing through functions above.
THROUGH = {import_file.keep_all, import_file.import_file, import_file.import_files, effects.import_effects, postpone}
THROUGH |= {restore.restore}
# What the program does by itself, whoever is in front of it: releases, the key, baselines, counting codes, numbers.
BY_ITSELF = {
    *(releases.add, release_jobs.once, release_jobs.session_release, settings.hash_key),
    *(publish.publish, freeze_baselines, keep_areas, mail_subscriptions.keep_told, row_numbers.reserve),
}
# These only read.
READ = {signals.sent, projects.changed_since}


@pytest.fixture
def store(empty_store, tmp_path):
    shutil.copy(empty_store, tmp_path / "store.sqlite")
    opened = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    projects.create(opened, ME, PROJECT)
    projects.add_action(opened, ME, Action("Schoonmaken", 1))
    capacity.add(opened, ME, Consultant("Ans", 8))
    sessions.create(opened, ME, "Noord", SessionPlan(), Weights())
    signals.send(opened, ME, SEEN, DAY, "Signal")
    yield opened
    opened.close()


@pytest.mark.parametrize("role", [*Role, None])
def test_every_write_as_every_role(store, role):
    limited = store.limited_to(ACTS[role] if role else frozenset())
    refused = {write for write, (_act, call) in WRITES.items() if _refused(call, write, limited)}
    expected = {write for write, (act, _call) in WRITES.items() if role is None or act not in ACTS[role]}
    assert refused ^ expected == set()


def _refused(call, write, store) -> bool:
    """Whether a write was refused. Anything else that it finds wrong, it finds once it was allowed."""
    try:
        call(write, store)
    except NotAllowed:
        return True
    except (BlokwijzerError, RuntimeError, ValueError):
        return False
    return False


def test_no_write_is_missing():
    listed = {*WRITES, *ANY, *THROUGH, *BY_ITSELF, *READ}
    root = Path(__file__).parents[3]
    found = set()
    for path in [*(root / "data/store").rglob("*.py"), *(root / "data/services").rglob("*.py")]:
        if "migrations" in path.parts:
            continue
        module = importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            arguments = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            called = {
                each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")
                for each in ast.walk(node)
                if isinstance(each, ast.Call)
            }
            if "actor" in arguments or called & {"begin", "put"}:
                found.add(getattr(module, node.name))
    assert found - {backup._lay_out} == listed


def test_the_program_and_the_command_line_may_do_everything(store):
    assert store.acts == frozenset(Act)


def test_a_topic_is_no_act(store):
    """A write of before there were acts, ``begin(actor, "data")``, is refused to everyone."""
    with pytest.raises(NotAllowed), store.begin(ME, "data") as transaction:
        transaction.audit("set", "setting", "x")


def test_a_manual_entry_is_undone_by_who_makes_them_and_a_file_is_not(store):
    worker = store.limited_to(ACTS[Role.CONSULTANT])
    signals.send(store, ME, Signal("k2", "caretaker", {"street": "Lindehof"}, DAY), DAY, "Signal")
    newest = import_log.history(store)["import_id"][0]
    with pytest.raises(NotAllowed):
        import_log.undo(worker, ME, newest)
    import_log.undo(worker, ME, newest, Act.WORK)
    file = import_log.save(store, ME, import_log.ImportSource("a.csv", "", "visits"), NONE)
    with pytest.raises(NotAllowed):
        import_log.undo(worker, ME, file.import_id, Act.WORK)


def test_who_names_the_roles_stays_administrator(store):
    beheer = names_of({"administrator": ["Functioneel beheer"]}, "de servicedesk")
    with pytest.raises(WrongValue, match="administrator yourself"):
        role_names.keep_role_names(store, ME, beheer, ["administrator", "consultant"])
    role_names.keep_role_names(store, ME, beheer, ["functioneel beheer"])
    assert role_names.kept_role_names(store) == beheer
