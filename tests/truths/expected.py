"""The effects planted in the demo neighbourhood Trintelwaard, which the tests compare with the app's results.

The app itself does not use this module. The numbers are those of the list in the design. The as-of date is that of the
newest report, 31 October 2026. There are about 9,000 reports in 36 months about 2,361 homes in 162 blocks and 45
streets.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Truth:
    """A planted effect. ``areas``: the ids of its areas. ``since``: the first day that it is visible; None: always."""

    what: str
    areas: tuple[str, ...]
    since: date | None = None


FIRST, LAST = date(2023, 11, 1), date(2026, 10, 31)

DIFFUSE = Truth(
    "pollution from all 28 addresses over 20 months: the top candidate", ("block:own/4031",), date(2025, 3, 1)
)
ONE_ADDRESS = Truth(
    "Violierhof 9 is behind 80 % of the street's reports: an individual case, no candidate",
    ("street:trintelwaard/violierhof", "block:own/2027"),
)
SILENT = Truth("technicians and caretakers see much, residents report nothing", ("block:own/1020",))
EMERGING = Truth("five times the ordinary number in the last four months", ("block:own/3017",), date(2026, 7, 1))
SUMMER = Truth("every block has a peak in July, 2.4 times its January: no signal", ())
CHRONIC = Truth(
    "one person reports 60 times about everything around, half of it on the first of these blocks: no hot spot",
    ("block:own/3008", "block:own/3006", "block:own/3010", "block:own/3011"),
    date(2025, 8, 1),
)
LARGE_FLAT = Truth("120 homes, the most reports of all blocks, an ordinary rate: no candidate", ("block:own/1016",))
FOUR_HOMES = Truth(
    "four homes, three reports in all, in three weeks: the highest raw rate of that month, and it says little",
    ("block:own/1011",),
    date(2026, 10, 1),
)
TRUE_EFFECT = Truth(
    "a finished project that cut incidents by 35 %; carried out from this day",
    ("street:trintelwaard/klipperstraat",),
    date(2025, 2, 1),
)
ONLY_CHANCE = Truth(
    "a finished project after a year high by chance (from June 2024), then ordinary again; carried out from this day",
    ("block:own/2014",),
    date(2025, 6, 1),
)
ONE_PROBLEM = Truth(
    "dealing and loitering on the path behind two adjoining blocks of two streets: one candidate of two blocks",
    ("block:own/4001", "block:own/4009"),
    date(2025, 1, 1),
)
CHANCE = Truth(
    "a street just under the top (fifth to eighth by rate); its renovation starts five months after the last report",
    ("street:trintelwaard/papaverstraat",),
    date(2027, 4, 1),
)

TRUTHS = {
    1: (DIFFUSE,),
    2: (ONE_ADDRESS,),
    3: (SILENT,),
    4: (EMERGING,),
    5: (SUMMER,),
    6: (CHRONIC,),
    7: (LARGE_FLAT,),
    8: (FOUR_HOMES,),
    9: (TRUE_EFFECT, ONLY_CHANCE),
    10: (ONE_PROBLEM,),
    11: (CHANCE,),
}
