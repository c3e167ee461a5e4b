"""Interventions: what was done in a project, of which kind and from which day, and the research about the kinds.

The kinds are common in the practice of Dutch housing associations and municipalities. A kind has a line on research
only if its source was consulted. Most of that research is about crime or about other towns, so it is a reason to try
something, not a promise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import N_, WrongValue
from domain.question import months_before

KINDS: Mapping[str, str] = {
    "clean_up": N_("Clean-up day"),
    "cleaning": N_("Cleaned more often"),
    "bulky_waste": N_("Bulky waste collected"),
    "containers": N_("Containers moved or added"),
    "container_planters": N_("Planters around containers"),
    "signs": N_("Signs on the spot"),
    "gardens": N_("Gardens and greenery"),
    "back_paths": N_("Gates on back paths"),
    "entrances": N_("Entrances and locks"),
    "lighting": N_("Lighting"),
    "cameras": N_("Cameras"),
    "renovation": N_("Renovation"),
    "letter_visit": N_("Letter and visit"),
    "enforcement": N_("Enforcement"),
    "new_rules": N_("New rules"),
    "mediation": N_("Mediation"),
    "youth_work": N_("Youth work"),
    "residents_group": N_("Residents' group"),
    "other": N_("Something else"),
}
"""The names of the kinds."""

RESEARCH: Mapping[str, str] = {
    "clean_up": N_(
        "Litter and graffiti attract more. In six field experiments in Groningen, people broke "
        "rules more often where they saw that others had (Keizer, Lindenberg and Steg 2008)."
    ),
    "cleaning": N_(
        "A randomly chosen part of a residential area was cleaned much less often for three months. "
        "People littered more there, although some began to clean up themselves (Dur and Vollaard "
        "2014)."
    ),
    "container_planters": N_(
        "At 25 places in Amsterdam, 40 to 80% less waste lay beside the containers twelve weeks "
        "after planters were placed. It was only compared with before (municipality of Amsterdam "
        "2023)."
    ),
    "signs": N_(
        "With signs at the 100 dirtiest container sites in Amsterdam there was 20 to 29% less waste "
        "beside them (municipality of Amsterdam 2021)."
    ),
    "gardens": N_(
        "In Philadelphia, neglected lots chosen by lottery were cleaned up. People near them saw "
        "39% less vandalism (Branas and others 2018)."
    ),
    "back_paths": N_(
        "With gates on alleys there were somewhat fewer burglaries, with little sign that these "
        "moved elsewhere (Sidebottom and others 2018, a review)."
    ),
    "lighting": N_(
        "With better street lighting there was 21% less crime in 13 studies (Welsh and Farrington 2008, a review)."
    ),
    "cameras": N_(
        "With cameras there was somewhat less crime, mostly in car parks, but also in residential "
        "areas (Piza and others 2019, a review)."
    ),
    "renovation": N_(
        "Owners in Philadelphia had to put doors and windows into empty buildings. There was less "
        "nuisance around these, but more drug dealing and property crime (Kondo and others 2015)."
    ),
    "enforcement": N_(
        "In a Dutch town, enforcement officers put bright warning labels on illegally left bags, at "
        "places chosen by lottery. That clearly reduced such bags (Dur and Vollaard 2019)."
    ),
    "mediation": N_(
        "Two thirds of the cases brought to neighbourhood mediation were solved. There was no "
        "comparison with conflicts without it (Dutch Centre for Crime Prevention and Safety 2010)."
    ),
    "residents_group": N_(
        "About half of the neighbourhood watch schemes studied lowered crime. Just under half "
        "showed no sign of it (Bennett, Holloway and Farrington 2009, a review)."
    ),
}
"""The research about a kind, in one sentence with its source; only for kinds whose source was consulted."""

PREPARING_MONTHS = 6  # months before the work in which its first steps are taken
# Share of the counted months before which an intervention must have begun to count as part of the effect.
IN_TIME_SHARE = 0.5


@dataclass(frozen=True)
class Intervention:
    """An intervention of a project. ``kind``: a key of KINDS. ``starts_on``: its first or only day."""

    project_id: int
    kind: str
    starts_on: date
    actor: str = ""
    at: datetime | None = None


def check(intervention: Intervention, today: date) -> None:
    """Check the fields of an intervention.

    Raises:
        WrongValue: the kind is unknown, or the day is in the future.
    """
    if intervention.kind not in KINDS:
        raise WrongValue(N_("“{kind}” is not a measure."), kind=intervention.kind)
    if intervention.starts_on > today:
        raise WrongValue(
            N_("This day is in the future. Write down here what was done. What still needs to be done is an action.")
        )


def in_order(interventions: Iterable[Intervention]) -> list[Intervention]:
    """The interventions by the day on which they began, then in the order of KINDS."""
    place = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(interventions, key=lambda each: (each.starts_on, place.get(each.kind, len(place))))


def kinds_in_time(interventions: Sequence[Intervention], begun: date, months: int) -> tuple[str, ...]:
    """The kinds that count as part of an effect over ``months`` months since ``begun``, in the order of KINDS.

    Interventions that began after IN_TIME_SHARE of those months had too little time to have an effect. What began more
    than PREPARING_MONTHS months before ``begun`` was there already in most of the time that is compared with.
    """
    since, until = months_before(begun, PREPARING_MONTHS), months_before(begun, -int(months * IN_TIME_SHARE))
    done = {each.kind for each in interventions if since <= each.starts_on <= until}
    return tuple(kind for kind in KINDS if kind in done)
