"""The drawing of Trintelwaard: which streets, courtyards, flats, water and green lie where, before it is bent.

Trintelwaard does not exist: it lies in the Markerwaard, the polder that was never built, and its postcodes are in
no list. Positions are metres from the bridge in the middle of the town, x to the right and y up on the drawing;
``town.py`` bends, turns and numbers it.
"""

from dataclasses import dataclass

TOWN = "Trintelwaard"
# Four-digit postcodes that no list of postcodes in use holds (looked up when this was drawn, 2026).
POSTCODES = {
    "Havenkwartier": 8285,
    "Bloemenbuurt": 8286,
    "Vogelbuurt": 8286,
    "Bomenbuurt": 8287,
    "Schepenbuurt": 8287,
}


@dataclass(frozen=True)
class Terrace:
    """A street of terraced houses with gardens.

    ``x``, ``y``: start of its axis; ``towards``: "E" or "N". ``rows``: number of houses in each row of one side.
    ``split``: how many rows make a block, for the left (odd) and the right (even) side; an empty side has no houses.
    """

    name: str
    neighbourhood: str
    x: float
    y: float
    towards: str
    rows: tuple[int, ...]
    split: tuple[str, str]
    width: float = 5.6
    gap: float = 12.0


@dataclass(frozen=True)
class Court:
    """A hofje: houses around a green, numbered onwards from the lower left. ``x``, ``y``: its middle.

    ``left``, ``top``, ``right``, ``bottom``: the houses on each side; its way in is below.
    """

    name: str
    neighbourhood: str
    x: float
    y: float
    left: int
    top: int
    right: int
    bottom: int = 0


@dataclass(frozen=True)
class Flat:
    """A building with ``entrances``, each a point where ``homes`` dwellings have their door; its own block.

    ``x``, ``y``: the corner where it starts; ``towards``: "E" or "N". ``first``: the first house number. ``numbering``:
    "letters" (each entrance one number, 3-A to 3-H), "own" (each dwelling its number) or "shops" (a shop on
    the ground floor, 4, and the dwelling above it, 4 bis).
    """

    street: str
    neighbourhood: str
    block_name: str
    x: float
    y: float
    towards: str
    length: float
    depth: float
    entrances: int
    homes: int
    first: int
    numbering: str = "own"


def _blossoms() -> list[Terrace | Court]:
    """The Bloemenbuurt, north-west: streets from west to east."""
    name = "Bloemenbuurt"
    return [
        Terrace("Anemoonstraat", name, -470, 74, "E", (9, 10, 9), ("12", "21")),
        Terrace("Irisstraat", name, -245, 74, "E", (9, 9, 9), ("111", "12")),
        Terrace("Tulpstraat", name, -470, 132, "E", (10, 10, 10), ("111", "21")),
        Terrace("Korenbloemstraat", name, -245, 132, "E", (9, 9, 9), ("3", "12")),
        Terrace("Papaverstraat", name, -465, 190, "E", (11, 11), ("11", "11"), 5.8, 16),
        Terrace("Lavendelstraat", name, -470, 248, "E", (9, 9, 9), ("21", "111")),
        Court("Violierhof", name, -190, 222, 7, 6, 7),
        Court("Akeleihof", name, -95, 222, 8, 6, 8),
        Terrace("Dahliastraat", name, -245, 306, "E", (9, 9, 9), ("111", "3")),
        Terrace("Zonnebloemstraat", name, -465, 364, "E", (10, 10), ("11", "2"), 5.8, 20),
        Terrace("Hortensiastraat", name, -245, 364, "E", (10, 9, 10), ("", "12")),
    ]


def _birds() -> list[Terrace | Court]:
    """The Vogelbuurt, north-east: streets from south to north, the lower ones beside the park."""
    name = "Vogelbuurt"
    return [
        Terrace("Merelstraat", name, 72, 48, "N", (9, 9, 9), ("12", "111")),
        Terrace("Kievitstraat", name, 130, 48, "N", (9, 9, 9), ("21", "21")),
        Terrace("Lijsterstraat", name, 188, 48, "N", (9, 9, 9), ("111", "3")),
        Terrace("Reigerstraat", name, 246, 48, "N", (10, 9, 10), ("12", "")),
        Terrace("Gruttostraat", name, 72, 252, "N", (9, 9, 9), ("12", "12")),
        Terrace("Zwaluwstraat", name, 130, 252, "N", (9, 8, 9), ("111", "21")),
        Court("Tureluurhof", name, 218, 296, 8, 6, 8),
        Court("Leeuwerikhof", name, 218, 394, 9, 8, 9),
        Terrace("Wulpstraat", name, 304, 252, "N", (9, 9, 9), ("21", "12")),
        Terrace("Roerdompstraat", name, 362, 252, "N", (8, 9, 8), ("12", "12")),
    ]


def _trees() -> list[Terrace | Court]:
    """The Bomenbuurt, south-west: streets from south to north."""
    name = "Bomenbuurt"
    return [
        Terrace("Elzenstraat", name, -72, -236, "N", (9, 9, 9), ("21", "111")),
        Terrace("Berkenstraat", name, -130, -236, "N", (9, 9, 9), ("111", "21")),
        Terrace("Wilgenstraat", name, -188, -236, "N", (9, 9, 9), ("12", "111")),
        Terrace("Essenstraat", name, -246, -236, "N", (9, 9, 9), ("111", "12")),
        Terrace("Populierenstraat", name, -420, -236, "N", (10, 10, 10), ("", "21")),
        Terrace("Eikenstraat", name, -72, -440, "N", (9, 9, 9), ("12", "3")),
        Terrace("Beukenstraat", name, -130, -440, "N", (9, 9, 9), ("111", "12")),
        Court("Lindehof", name, -217, -394, 10, 8, 10),
        Court("Meidoornhof", name, -217, -296, 8, 6, 8),
        Terrace("Hazelaarstraat", name, -304, -440, "N", (9, 9, 9), ("21", "12")),
        Terrace("Iepenstraat", name, -362, -440, "N", (8, 9, 8), ("12", "111")),
    ]


def _ships() -> list[Terrace | Court]:
    """The Schepenbuurt, south-east: streets from west to east, between the park and the harbour."""
    name = "Schepenbuurt"
    return [
        Terrace("Botterstraat", name, 46, -74, "E", (9, 9, 9), ("12", "111")),
        Terrace("Tjalkstraat", name, 46, -132, "E", (9, 9, 9), ("12", "21")),
        Terrace("Klipperstraat", name, 46, -190, "E", (10, 10, 10), ("12", "12")),
        Terrace("Schokkerstraat", name, 46, -248, "E", (9, 9, 9), ("111", "12")),
        Terrace("Aakstraat", name, 46, -306, "E", (9, 9, 9), ("21", "3")),
        Terrace("Loggerstraat", name, 268, -190, "E", (10, 10, 10), ("", "12")),
        Terrace("Boeierstraat", name, 268, -248, "E", (9, 9, 9), ("111", "21")),
        Court("Schoenerhof", name, 325, -335, 9, 8, 9),
    ]


def _harbour() -> list[Terrace | Court | Flat]:
    """The Havenkwartier: the main street, the quays, the harbour and the flats beside the park."""
    name, main, park = "Havenkwartier", "Markerlaan", "Burgemeester Zeldenrijklaan"
    return [
        Flat(main, name, "Markerpoort", -240, 17, "E", 88, 12, 3, 8, 1, "letters"),
        Flat(main, name, "Markerhoek", -140, 17, "E", 88, 12, 3, 8, 7, "letters"),
        Flat(main, name, "Boven de winkels", -215, -29, "E", 130, 12, 14, 1, 2, "shops"),
        Flat(main, name, "Bruggezicht", 62, 17, "E", 88, 12, 3, 8, 13, "letters"),
        Flat(main, name, "Parkpoort", 160, 17, "E", 88, 12, 3, 8, 19, "letters"),
        Flat(main, name, "De Steven", 62, -29, "E", 80, 13, 1, 52, 60),
        Terrace("Westkade", name, -15, 60, "N", (8, 8, 9, 9), ("1111", ""), 5.8, 16),
        Terrace("Westkade", name, -15, -100, "N", (4,), ("1", ""), 5.8),
        Terrace("Oostkade", name, 15, 60, "N", (8, 8, 9, 9), ("", "22"), 5.8, 16),
        Terrace("Oostkade", name, 15, -250, "N", (10, 11), ("", "11"), 5.8, 16),
        Flat(park, name, "De Wending", 511, 24, "N", 104, 13, 2, 60, 1),
        Flat(park, name, "De Uitkijk", 511, -92, "N", 76, 13, 2, 40, 241),
        Flat(park, name, "De Horizon", 511, -190, "N", 70, 13, 2, 32, 401),
        Flat("Havenstraat", name, "Havenstraat West", 50, -358, "E", 54, 12, 3, 8, 1),
        Flat("Havenstraat", name, "Havenstraat Midden", 112, -358, "E", 54, 12, 3, 8, 49),
        Flat("Havenstraat", name, "Havenstraat Oost", 174, -358, "E", 54, 12, 3, 8, 97),
    ]


BUILT: tuple[Terrace | Court | Flat, ...] = (*_harbour(), *_blossoms(), *_birds(), *_trees(), *_ships())

# What lies on the ground between the houses: rectangles (left, bottom, right, top), and ways (width, points).
WATER = (
    (-10, -480, 10, 470),
    (-520, -480, 20, -462),
    (-520, -480, -502, 470),
    (-520, 452, 0, 470),
    (10, -470, 235, -388),
)
GREEN = (
    (282, 18, 478, 236),
    (282, -160, 478, -18),
    (-245, 158, -60, 168),
    (-465, 276, -275, 336),
    (392, 256, 470, 430),
    (-392, -232, -288, -60),
    (-470, -440, -392, -256),
    (390, -390, 470, -284),
    (-498, -455, -482, 430),
    (540, -300, 575, 430),
)
POND = (385, 105, 55, 32)  # an ellipse: its middle, half its width and half its height
SQUARES = ((-440, 18, -300, 40), (-215, -16, -85, -12), (160, -40, 240, -14))
HALLS = (
    (-440, 282, -380, 300),
    (-440, 300, -422, 326),
    (-350, -180, -318, -120),
    (-420, 22, -390, 38),
    (405, -345, 450, -315),
)
WAYS = (
    (16, ((-505, 0), (545, 0))),
    (7, ((-15, -440), (-15, 430))),
    (7, ((15, -380), (15, 430))),
    (7, ((-258, 0), (-258, 400))),
    (7, ((-281, -243), (-281, -40))),
    (7, ((-269, -448), (-269, -243))),
    (7, ((-478, 40), (-478, 400))),
    (6, ((-478, 40), (-30, 40))),
    (6, ((-478, 400), (-15, 400))),
    (6, ((15, 243), (440, 243))),
    (6, ((15, 440), (385, 440))),
    (7, ((268, 0), (268, 243))),
    (7, ((-470, -243), (-15, -243))),
    (6, ((-470, -448), (-15, -448))),
    (6, ((-470, -448), (-470, -40))),
    (6, ((-470, -40), (-15, -40))),
    (7, ((257, -397), (257, 0))),
    (6, ((257, -170), (490, -170))),
    (6, ((15, -372), (257, -372))),
    (6, ((257, -397), (385, -397))),
    (9, ((495, -300), (495, 200))),
    (3, ((285, 30), (310, 130), (345, 165), (470, 225))),
    (3, ((285, 220), (345, 165), (430, 160), (460, 110), (470, 40))),
    (3, ((285, -30), (380, -90), (470, -150))),
)
