"""The words of the screens with their meanings, for the page Glossary and the help texts that quote them."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.documents.phrases import COUNTED_ONCE, RANGE
from domain.errors import N_
from domain.scoring.weights import COMPONENT_WORDS, DEFINITIONS


@dataclass(frozen=True)
class Term:
    """A word of the screens; both texts are English ids of the catalogue.

    ``pages``: the folders in ``pages/`` of the screens where it is met first; empty if it is met on most.
    ``of_score``: whether it is a component of the score.
    """

    word: str
    meaning: str
    pages: tuple[str, ...] = ()
    of_score: bool = False


_ANALYSIS = ("candidates", "map", "overview")

TERMS: Mapping[str, Term] = {
    "report": Term(
        N_("Report (of nuisance)"),
        N_("One message about nuisance or litter: one row of your export. It says when, what and where."),
        ("imports",),
    ),
    "incident": Term(N_("Incident"), COUNTED_ONCE, ("map", "candidates", "overview", "settings")),
    "signal": Term(
        N_("Signal"),
        N_("Something a colleague saw and sent in on the page Signal. It counts as a report by staff."),
        ("signals", "overview"),
    ),
    "seen_by": Term(
        N_("Seen by"),
        N_("Who saw it: a resident, or staff such as a caretaker or a consultant."),
        ("imports", "signals"),
    ),
    "category": Term(
        N_("Category"),
        N_(
            "What a report is about, such as litter or noise. The words of your "
            "export are sorted into fixed categories."
        ),
        ("imports",),
    ),
    "theme": Term(
        N_("Theme"),
        N_("Categories belong to one of two themes: living environment or nuisance. The rest is other or unknown."),
        ("map", "candidates", "overview", "imports"),
    ),
    "import": Term(
        N_("Import"), N_("One or more files that were read in together. You can undo an import."), ("imports",)
    ),
    "set_aside": Term(
        N_("Set aside"),
        N_("Rows of a file that cannot be imported as they are. You can correct them and import them later."),
        ("imports",),
    ),
    "dwellings": Term(
        N_("List of dwellings"),
        N_("Your own stock, or the addresses of the BAG. With this list, figures are per 100 homes."),
        ("imports", "overview"),
    ),
    "area_file": Term(
        N_("Area file"),
        N_("A file with outlines of areas and their number of homes. It is used if there is no list of dwellings."),
        ("imports",),
    ),
    "area": Term(N_("Area"), N_("A street, a block, or blocks next to each other."), ("map", "candidates")),
    "block": Term(
        N_("Block"),
        N_(
            "Your own block or complex. If your data has none, it is a drawn outline, a postcode or a part of a street."
        ),
        ("map", "imports"),
    ),
    "stock": Term(N_("The whole stock"), N_("All streets and blocks in your data."), ("map", "candidates")),
    "district": Term(
        N_("District"),
        N_("The part of the stock that you work in. You choose it above each page; pages then show only that part."),
    ),
    "compare": Term(
        N_("Compare with"),
        N_(
            "What an area's rate is compared with: the whole stock, or the rest of its own neighbourhood. If the "
            "neighbourhood is unknown or small, it is the whole stock."
        ),
        ("map", "candidates"),
    ),
    "rate": Term(
        N_("Rate"),
        N_(
            "The estimated number of incidents per 100 homes a year. If little is known, it lies closer to the average."
        ),
        ("map", "candidates", "overview"),
    ),
    "range": Term(N_("Range"), RANGE, ("map", "candidates", "projects", "plan", "track_record")),
    "chance": Term(
        N_("Chance"),
        N_("How likely something is. What has a chance of 90% comes true nine times out of ten."),
        ("candidates", "track_record"),
    ),
    "hot_spot": Term(
        N_("Hot spot"),
        N_("An area that is high together with its neighbours, more than chance would explain."),
        ("map", "session"),
    ),
    "pattern": Term(
        N_("Pattern"),
        N_("How an area did over three years, in one word. Examples are new, persistent and falling."),
        ("candidates",),
    ),
    "emerging": Term(
        N_("Emerging"),
        N_("Blocks next to each other that lately have clearly more incidents than expected."),
        ("overview", "session", "track_record"),
    ),
    "candidate": Term(
        N_("Candidate"),
        N_("An area where a block approach is likely to do most. The page Candidates lists them, the best first."),
        ("candidates", "plan", "session"),
    ),
    "stands_out": Term(
        N_("Areas that stand out"),
        N_("Candidates whose rate is probably (90% or more) over 1.5 times the average."),
        _ANALYSIS,
    ),
    "individual_case": Term(
        N_("Individual case"),
        N_("Where six in ten of the reports name one address, it is an individual case and never a candidate."),
        ("candidates", "overview"),
    ),
    "silent": Term(
        N_("Silent area"),
        N_(
            "An area where staff see a lot and residents report little. Nothing "
            "reported is not the same as nothing wrong."
        ),
        _ANALYSIS,
    ),
    "too_little": Term(
        N_("Too little known"),
        N_("There are too few incidents, homes or months to say anything. That is not the same as quiet."),
        _ANALYSIS,
    ),
    "score": Term(
        N_("Score"),
        N_("A number from 0 to 100: how well a block approach fits an area now. It is made up of seven components."),
        ("candidates", "session"),
    ),
    "weight": Term(
        N_("Weight"),
        N_("How much a component counts in the score. Your team chooses the weights; only their proportions matter."),
        ("candidates", "session", "settings"),
    ),
    **{
        f"score_{name}": Term(COMPONENT_WORDS[name], DEFINITIONS[name], ("candidates", "session"), of_score=True)
        for name in COMPONENT_WORDS
    },
    "shortlist": Term(
        N_("Shortlist"),
        N_("Areas that your team wants to keep in view, each with a reason."),
        ("candidates", "session"),
    ),
    "indicator": Term(N_("Indicator"), N_("A figure from elsewhere, beside the score and not in it."), ("imports",)),
    "postponed": Term(
        N_("Postponed"),
        N_("A colleague left this place for now, with a reason. Until a day of review it is not proposed."),
        ("candidates", "plan", "session"),
    ),
    "block_approach": Term(
        N_("Block approach"),
        N_("One plan for a whole street or block, made with colleagues, partners and residents."),
        ("projects", "candidates"),
    ),
    "project": Term(
        N_("Project"),
        N_("A block approach that your team has started, from exploring to aftercare."),
        ("projects", "plan"),
    ),
    "lead": Term(
        N_("Lead"), N_("Who leads a project. The project takes hours of this person."), ("projects", "plan", "session")
    ),
    "phase": Term(
        N_("Phase"),
        N_("How far a project is: explore, analyse, prepare, carry out or sustain."),
        ("projects", "plan"),
    ),
    "work": Term(
        N_("Work"),
        N_("What is done in the street or block itself. The effect is measured from the day the work begins."),
        ("projects",),
    ),
    "aftercare": Term(
        N_("Aftercare"), N_("What is agreed for after a project: who keeps it up, how and until when."), ("projects",)
    ),
    "target": Term(
        N_("Target"), N_("The number of incidents a year that a project should bring the area down to."), ("projects",)
    ),
    "action": Term(
        N_("Action"),
        N_("Something that someone does for a project, with a day on which it must be done."),
        ("projects",),
    ),
    "measure": Term(
        N_("Measure"), N_("What was done in a project, such as a clean-up day or better lighting."), ("projects",)
    ),
    "walkabout": Term(
        N_("Walkabout"),
        N_("An inspection on the spot. You grade what you see, from A+ (very good) to D (very poor)."),
        ("projects",),
    ),
    "effect": Term(
        N_("Effect"),
        N_("The incidents since the work began, compared with those expected without the project."),
        ("projects", "plan"),
    ),
    "expected": Term(
        N_("Expected"),
        N_(
            "What would happen without a project. A busy period usually calms down "
            "by itself, so it is often fewer than before."
        ),
        ("projects", "plan", "track_record"),
    ),
    "comparison_areas": Term(
        N_("Comparison areas"),
        N_(
            "Areas that were much like it before the work, and had no project. "
            "They show what would have happened anyway."
        ),
        ("projects",),
    ),
    "gain": Term(N_("Gain"), N_("The number of incidents a year that a project is expected to prevent."), ("plan",)),
    "worst_first": Term(
        N_("Worst first"),
        N_("A simple plan to compare with: the candidates in the order of the list, as soon as someone has room."),
        ("plan",),
    ),
    "opportunity": Term(
        N_("Opportunity"),
        N_("Something that is coming anyway, such as a renovation or an action day, and that a project can join."),
        ("network", "plan", "overview"),
    ),
    "partner": Term(
        N_("Partner"),
        N_("An organisation that is active in the area, such as the municipality or the police."),
        ("network",),
    ),
    "residents_group": Term(
        N_("Residents' group"), N_("Residents who do something together for their street or block."), ("network",)
    ),
    "out_of_touch": Term(
        N_("Out of touch"), N_("A partner or residents' group with whom nobody had contact for a year."), ("network",)
    ),
    "shared_screen": Term(
        N_("Shared screen"),
        N_("The page of a team session on the large display in the room. It shows no names and no small numbers."),
        ("session",),
    ),
    "dot": Term(
        N_("Dot"),
        N_("A vote in a team session. Everyone divides a few dots over the candidates, and nobody sees who gave what."),
        ("session",),
    ),
    "figures_up_to": Term(
        N_("Figures up to"),
        N_(
            "Figures that others may see run to the end of the last quarter, so "
            "that no single report can be recognised."
        ),
        ("session", "projects"),
    ),
    "track_record": Term(
        N_("Track record"),
        N_("What the list said at the end of past quarters, and what happened in the year after."),
        ("track_record", "candidates"),
    ),
    "stayed": Term(
        N_("Stayed among the highest"),
        N_("An area that was high in the list, and a year later still was."),
        ("track_record",),
    ),
    "busiest_first": Term(
        N_("Busiest first"),
        N_("A simple list to compare with: areas ordered only by their incidents in the year before."),
        ("track_record",),
    ),
    "how_we_know": Term(
        N_("How do we know?"), N_("Under this heading a page gives its methods by name, and what they assume.")
    ),
}
