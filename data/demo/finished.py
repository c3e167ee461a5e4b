"""The two projects that Trintelwaard's consultants finished before the demo begins: their actions and hours."""

from datetime import date

from data.store import projects
from data.store.database import Store
from domain.projects.interventions import Intervention
from domain.projects.project import Project

Done = tuple[tuple[str, date], ...]  # kind, from when
Hours = tuple[tuple[date, float, str], ...]

KLIPPERSTRAAT = Project(
    title="Klipperstraat schoon en stil",
    areas=(("street:trintelwaard/klipperstraat", "Klipperstraat"),),
    started_on=date(2024, 11, 4),
    phase="closed",
    goal="Een derde minder voorvallen in de Klipperstraat binnen een jaar na de start van de uitvoering",
    lead="S. Voorbeeldstra",
    hours_planned=80.0,
    ended_on=date(2025, 9, 30),
    target=70.0,
    carried_out_from=date(2025, 2, 3),
    carried_out_until=date(2025, 6, 24),
    aftercare="Bewonersgroep loopt elke maand; wijkbeheer kijkt elk kwartaal mee",
    resident_group="Bewonersgroep Klipperstraat",
    partners=("Gemeente, wijkbeheer",),
    team=(("wijkbeheer", "M. van Bedenkveld"),),
)
KLIPPERSTRAAT_HOURS: Hours = (
    (date(2024, 11, 12), 10.5, "Verkennen: alle adressen langs"),
    (date(2024, 12, 10), 12.0, "Analyse met wijkbeheer en gemeente"),
    (date(2025, 1, 16), 9.0, "Voorbereiden met de bewonersgroep"),
    (date(2025, 2, 3), 16.0, "Start uitvoering: opruimdag, tuinen, afspraken per portiek"),
    (date(2025, 4, 8), 18.5, "Uitvoering: achterpaden en containers verplaatst"),
    (date(2025, 6, 24), 13.0, "Borgen: bewoners houden zelf toezicht"),
    (date(2025, 9, 30), 5.0, "Afsluiten"),
)
KLIPPERSTRAAT_NOTES = (
    "Uitvoering loopt van 3 februari tot 24 juni 2025.",
    "Bewonersgroep Klipperstraat blijft elke maand lopen; de gemeente veegt mee.",
)

KLIPPERSTRAAT_DONE: Done = (
    ("residents_group", date(2025, 1, 16)),
    ("clean_up", date(2025, 2, 3)),
    ("gardens", date(2025, 2, 3)),
    ("new_rules", date(2025, 2, 3)),
    ("containers", date(2025, 4, 8)),
)

TULPSTRAAT = Project(
    title="Tulpstraat 42-60 opgeknapt",
    areas=(("block:own/2014", "Tulpstraat 42-60"),),
    started_on=date(2025, 4, 7),
    phase="closed",
    goal="Terug naar een gewoon aantal voorvallen",
    lead="M. van Bedenkveld",
    hours_planned=30.0,
    ended_on=date(2025, 12, 12),
    target=12.0,
    carried_out_from=date(2025, 6, 2),
    carried_out_until=date(2025, 12, 12),
    aftercare="De huismeester loopt elke maand een ronde",
    team=(("huismeester", "T. Schijnmans"),),
)
TULPSTRAAT_HOURS: Hours = (
    (date(2025, 4, 15), 6.0, "Verkennen"),
    (date(2025, 5, 13), 5.5, "Analyse en voorbereiden"),
    (date(2025, 6, 2), 9.0, "Start uitvoering: opruimdag"),
    (date(2025, 9, 9), 7.0, "Uitvoering: gesprekken"),
    (date(2025, 12, 12), 2.5, "Borgen en afsluiten"),
)
TULPSTRAAT_NOTES = ("Uitvoering begint op 2 juni 2025; het blok was een jaar lang veel drukker dan daarvoor.",)

TULPSTRAAT_DONE: Done = (("clean_up", date(2025, 6, 2)), ("letter_visit", date(2025, 6, 24)))

FINISHED = (
    (KLIPPERSTRAAT, KLIPPERSTRAAT_HOURS, KLIPPERSTRAAT_NOTES, KLIPPERSTRAAT_DONE),
    (TULPSTRAAT, TULPSTRAAT_HOURS, TULPSTRAAT_NOTES, TULPSTRAAT_DONE),
)


def store_finished(store: Store, actor: str) -> None:
    """Store the finished projects with what was done, their hours and notes."""
    for project, spent, notes, done in FINISHED:
        project_id = projects.create(store, actor, project).project_id
        store_done(store, actor, project_id, done)
        for day, hours, what in spent:
            projects.log_hours(store, actor, project_id, hours, day, what)
        for note in notes:
            projects.add_note(store, actor, project_id, note)


def store_done(store: Store, actor: str, project_id: int, done: Done) -> None:
    """Store what was done in a project."""
    each = [Intervention(project_id, kind, starts_on) for kind, starts_on in done]
    projects.add_interventions(store, actor, each, max((day for _kind, day in done), default=date.min))
