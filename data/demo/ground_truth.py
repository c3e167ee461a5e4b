"""The known effects simulated in Trintelwaard: how much each block differs from an ordinary one, and when.

The app reads none of this; the tests check that it detects these effects. The numbers of the truths are those of the
list in the tests. Months are counted from 0 (November 2023) to 35 (October 2026).
"""

from dataclasses import dataclass

DEMO_MONTHS = 36
FIRST_YEAR, FIRST_MONTH = 2023, 11


@dataclass(frozen=True)
class Extra:
    """More incidents than an ordinary block has, spread over all its dwellings.

    ``times``: the expected number as a multiple of what an ordinary block of that size has from residents and staff
    together. ``first`` and ``last``: its months. ``staff``: the share noticed by staff. ``profile``: the mix of kinds.
    """

    truth: int
    blocks: tuple[str, ...]
    times: float
    first: int
    last: int
    profile: str | None = None
    staff: float = 0.3


# Blocks whose ordinary level is fixed rather than random: name -> multiple of the average.
LEVELS: dict[str, float] = {
    "Lindehof": 1.0,
    "Violierhof": 0.68,
    "Havenstraat Midden": 0.0,
    "Gruttostraat 19-53": 0.95,
    "Kievitstraat 2-36": 0.9,
    "Kievitstraat 1-35": 0.9,
    "Lijsterstraat 1-17": 0.9,
    "Lijsterstraat 19-35": 0.9,
    "De Wending": 1.0,
    "Westkade 69-75": 0.0,
    "Klipperstraat 1-19": 1.25,
    "Klipperstraat 21-59": 1.25,
    "Klipperstraat 2-20": 1.25,
    "Klipperstraat 22-60": 1.25,
    "Tulpstraat 42-60": 1.0,
    "Elzenstraat 1-35": 1.0,
    "Berkenstraat 2-36": 1.0,
    "Papaverstraat 1-21": 1.0,
    "Papaverstraat 23-43": 1.0,
    "Papaverstraat 2-22": 1.0,
    "Papaverstraat 24-44": 1.0,
    # Streets with a raised ordinary level, so that Papaverstraat (truth 11) ranks just below the top.
    "Akeleihof": 2.0,
    "Populierenstraat 2-40": 1.75,
    "Populierenstraat 42-60": 1.75,
    "Hazelaarstraat 1-35": 1.7,
    "Hazelaarstraat 37-53": 1.7,
    "Hazelaarstraat 2-18": 1.7,
    "Hazelaarstraat 20-54": 1.7,
}

KLIPPERSTRAAT = ("Klipperstraat 1-19", "Klipperstraat 21-59", "Klipperstraat 2-20", "Klipperstraat 22-60")
PAPAVERSTRAAT = ("Papaverstraat 1-21", "Papaverstraat 23-43", "Papaverstraat 2-22", "Papaverstraat 24-44")
SILENT = "Havenstraat Midden"  # truth 3: residents report nothing

EXTRAS: tuple[Extra, ...] = (
    Extra(1, ("Lindehof",), 2.85, 16, 35, "pollution", 0.35),
    Extra(3, (SILENT,), 1.35, 0, 35, "unseen", 1.0),
    Extra(4, ("Gruttostraat 19-53",), 4.2, 32, 35, "waste point", 0.3),
    Extra(9, KLIPPERSTRAAT, 0.67, 0, 14),  # 1.25 + 0.67 = 1.92; 1.25 is 35 % less
    Extra(9, ("Tulpstraat 42-60",), 0.9, 7, 18),  # high by chance for a year, then ordinary again
    Extra(10, ("Elzenstraat 1-35", "Berkenstraat 2-36"), 1.8, 14, 35, "back path", 0.25),
    Extra(11, PAPAVERSTRAAT, 0.52, 0, 35),
)

# Truth 2: one address with 80 % of the reports of its street.
ONE_DOOR = ("Violierhof", 9)
# Truth 6: one person and what they report on: block -> how many of the 60 reports, over the last 15 months.
CHRONIC_HOME = ("Kievitstraat", 18)
CHRONIC = {"Kievitstraat 2-36": 30, "Kievitstraat 1-35": 16, "Lijsterstraat 1-17": 7, "Lijsterstraat 19-35": 7}
CHRONIC_FIRST = 21
# Truth 8: all reports at these four dwellings: kind, house number, day.
FOUR = "Westkade"
FOUR_REPORTS = (("noise", 71, "2026-10-06"), ("quarrel", 73, "2026-10-15"), ("threat", 71, "2026-10-24"))
