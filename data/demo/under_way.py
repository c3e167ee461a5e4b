"""Two projects that Trintelwaard's consultants have under way when the demo begins, and their open actions."""

from datetime import date

from data.demo.finished import Done, store_done
from data.store import projects
from data.store.database import Store
from domain.projects.actions import Action
from domain.projects.project import Project

Actions = tuple[tuple[str, str, date, date | None], ...]  # what, who, by when, when it was done

SCHOKKERSTRAAT = Project(
    title="Schokkerstraat: achterpaden open en schoon",
    areas=(("street:trintelwaard/schokkerstraat", "Schokkerstraat"),),
    started_on=date(2026, 4, 13),
    phase="carry_out",
    goal="Een derde minder grofvuil en overhangend groen op de achterpaden, een jaar na de start",
    target=40.0,
    measures=("environment",),
    lead="S. Voorbeeldstra",
    team=(("wijkbeheer", "M. van Bedenkveld"), ("verhuur", "T. Schijnmans")),
    partners=("Gemeente, wijkbeheer", "Wijkagent Oost"),
    hours_planned=70.0,
    carried_out_from=date(2026, 9, 7),
)
SCHOKKERSTRAAT_HOURS = (
    (date(2026, 4, 21), 8.0, "Verkennen: alle achterpaden gelopen"),
    (date(2026, 5, 19), 7.5, "Analyse met wijkbeheer"),
    (date(2026, 6, 23), 10.0, "Voorbereiden: brief en huisbezoeken"),
    (date(2026, 9, 8), 12.0, "Start uitvoering: containerdag"),
    (date(2026, 10, 13), 6.5, "Uitvoering: tweede ronde langs de tuinen"),
)
SCHOKKERSTRAAT_ACTIONS: Actions = (
    ("Containerdag met de gemeente", "M. van Bedenkveld", date(2026, 9, 7), date(2026, 9, 7)),
    ("Brief over overhangend groen", "S. Voorbeeldstra", date(2026, 9, 25), date(2026, 9, 23)),
    ("Verlichting van het middelste pad laten maken", "M. van Bedenkveld", date(2026, 10, 23), None),
    ("Bewoners vragen om een tuinploeg", "S. Voorbeeldstra", date(2026, 12, 11), None),
)

SCHOKKERSTRAAT_DONE: Done = (("bulky_waste", date(2026, 9, 7)), ("letter_visit", date(2026, 9, 23)))

IEPENSTRAAT = Project(
    title="Iepenstraat: rust aan de speelplek",
    areas=(("block:own/4038", "Iepenstraat 17-49"), ("block:own/4040", "Iepenstraat 18-34")),
    started_on=date(2026, 9, 21),
    phase="analyse",
    lead="M. van Bedenkveld",
    team=(("woonconsulent", "S. Voorbeeldstra"),),
    partners=("Welzijn Trintelwaard, jongerenwerk", "Wijkagent Oost"),
    hours_planned=45.0,
)
IEPENSTRAAT_HOURS = (
    (date(2026, 9, 24), 5.0, "Verkennen: avondronde met de wijkagent"),
    (date(2026, 10, 15), 4.5, "Analyse: gesprek met het jongerenwerk"),
)
IEPENSTRAAT_ACTIONS: Actions = (
    ("Avondronde met de wijkagent", "M. van Bedenkveld", date(2026, 9, 24), date(2026, 9, 24)),
    ("Met het jongerenwerk afspreken wie er wanneer is", "M. van Bedenkveld", date(2026, 11, 6), None),
    ("Omwonenden uitnodigen voor een gesprek", "S. Voorbeeldstra", date(2026, 12, 4), None),
)

UNDER_WAY = (
    (SCHOKKERSTRAAT, SCHOKKERSTRAAT_HOURS, SCHOKKERSTRAAT_ACTIONS, SCHOKKERSTRAAT_DONE),
    (IEPENSTRAAT, IEPENSTRAAT_HOURS, IEPENSTRAAT_ACTIONS, ()),
)


def store_under_way(store: Store, actor: str) -> None:
    """Store the projects under way with what was done, their hours and actions."""
    for project, spent, actions, done in UNDER_WAY:
        project_id = projects.create(store, actor, project).project_id
        store_done(store, actor, project_id, done)
        for day, hours, what in spent:
            projects.log_hours(store, actor, project_id, hours, day, what)
        for what, who, due_on, done_on in actions:
            projects.add_action(store, actor, Action(what, project_id, who, due_on, done_on))
