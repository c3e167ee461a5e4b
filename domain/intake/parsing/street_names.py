"""Street and town names: a display form, and a key for comparing spellings.

``street_key`` is equal for the spellings of one street: "Prins Bernhardln.", "PR. BERNHARDLAAN" and "Prins Bernhard
Laan"; "1e Exloërmond" and "Eerste Exloermond"; "W 136th St" and "WEST 136 STREET". A key is only for comparison and is
never shown.
"""

from typing import TypeVar

import polars as pl

from domain.intake.mapping.lexicon import unaccented

Texts = TypeVar("Texts", pl.Series, pl.Expr)

# Words that mean the same in a street name; each group becomes its first word. One table serves all positions: "St" may
# mean saint or street, which does no harm, since both spellings of either become "st".
_SAME_WORDS = """
st street saint sint sankt ste
straat str strasse
laan ln lane
plein pl place platz
weg wg
ave avenue av
rd road
blvd boulevard bd
dr drive doctor dokter doktor
ct court
sq square
ter terrace terr
pkwy parkway pky
hwy highway
cir circle
cl close
cres crescent cresc
gdns gardens gdn
grv grove gr
aly alley
expy expressway
hts heights
plz plaza
mt mount
ft fort
n north noord nord
s south sued
e east
w west
o oost ost
z zuid
nz noordzijde
oz oostzijde
zz zuidzijde
wz westzijde
v van von
vd
prof professor
burg burgemeester burgem
ds dominee
ir ingenieur
mr meester
kon koningin koning
pr prins prince
prs prinses princess
gen generaal general
adm admiraal admiral
pres president
past pastoor pastor
mgr monseigneur
kard kardinaal
weth wethouder
gebr gebroeders
jhr jonkheer
jkvr jonkvrouw
1 eerste first erste
2 tweede second zweite
3 derde third dritte
4 vierde fourth vierte
5 vijfde fifth
6 zesde sixth
7 zevende seventh
8 achtste eighth
9 negende ninth
10 tiende tenth
"""
_SYNONYMS = {
    f" {word} ": f" {first} "
    for first, *others in (line.split() for line in _SAME_WORDS.split("\n") if line)
    for word in others
}

# (from, to): street types that Dutch and German join to the name, and often abbreviate. They become the full word, so
# that a following part ("plein N") cannot make it look like another abbreviation. Words have only letters and digits by
# then; "[^ 0-9]" takes a thirtieth of the time that "\p{L}" takes to compile.
_GLUED = (
    (r"([^ 0-9]{2})(?:str|strasse) ", "${1}straat "),
    (r"([^ 0-9]{3})pln? ", "${1}plein "),
    (r"([^ 0-9]{3})ln ", "${1}laan "),
    (r"([^ 0-9]{3})wg ", "${1}weg "),
    (r"([^ 0-9]{3})s(?:ng|g)l ", "${1}singel "),
    (r"([^ 0-9]{3})grt ", "${1}gracht "),
    (r"([^ 0-9]{3})kd ", "${1}kade "),
)

_PARTICLES = ("van", "de", "der", "den", "het", "en", "aan", "in", "op", "te", "ter", "ten", "tot", "of", "the")
_SMALL = {f" {word.title()} ": f" {word} " for word in _PARTICLES} | {
    rf"(\d){ending.title()}\b": f"${{1}}{ending}" for ending in ("e", "ste", "de", "st", "nd", "rd", "th")
}
_SMALL |= {rf"\b{both.title()}\b": both for both in ("NE", "NW", "SE", "SW", "NZ", "OZ", "ZZ", "WZ")}

_SAME_TOWN = {"sgravenhage": "denhaag", "shertogenbosch": "denbosch", "newyorkcity": "newyork"}


def street_key(streets: Texts) -> Texts:
    """The comparison key of a street name; null where nothing is left.

    Case, accents, punctuation and spaces are ignored; words of ``_SAME_WORDS`` and street types are unified

    ("ln." and "laan"), so are ordinals ("1e", "1ste", "Eerste"), and "van der", "van den", "v.d.". A key of a key is
    that key. Works on a column or an expression; apply it to distinct names.
    """
    words = _words(streets)
    for pattern, same in (
        (r"\b(?:19)?40 (?:19)?45\b", "4045"),
        (r"\bv(?:an)? ?(?:der|den|de|d)\b", "vd"),
        (r"\bv(?:an)? (?:het|t|h)\b", "vt"),
        (r"\b(\d+)(?:ste|de|e|st|nd|rd|th)\b", "${1}"),
        (r"^(.*)$", " ${1} "),
        (r" +", "  "),  # so that each word has its own spaces
    ):
        words = words.str.replace_all(pattern, same)
    words = words.str.replace_many(list(_SYNONYMS), list(_SYNONYMS.values()))
    for pattern, same in _GLUED:
        words = words.str.replace_all(pattern, same)
    # Keep a space after a number, or "1 street" would read as an ordinal.
    broken = words.str.strip_chars().str.replace_all(r"(\d) +", "${1}-")
    return broken.str.replace_all(" ", "", literal=True).replace("", None)


def town_key(towns: Texts) -> Texts:
    """The comparison key of a town ("'s-Gravenhage" equals "Den Haag"); null where nothing is left."""
    words = _words(towns).str.replace_all(r"^gemeente | city$", "").str.replace_all(" ", "", literal=True)
    return words.replace(_SAME_TOWN).replace("", None)


def shown_name(names: pl.Expr) -> pl.Expr:
    """The display form of a street or town: all capitals or all lower case become title case, "Alderman'S" becomes
    "Alderman's".

    A name in mixed case is kept: "van Goghstraat".
    """
    one_case = ~(names.str.contains(r"\p{Ll}") & names.str.contains(r"\p{Lu}")) & names.str.contains(r"\p{L}{2}")
    calm = names.str.to_titlecase().str.replace_all(r"\bIj(\p{Ll})", "IJ${1}")
    for capital, small in _SMALL.items():
        calm = calm.str.replace_all(capital, small)
    names = pl.when(one_case).then(calm).otherwise(names)
    return names.str.replace_all(r"(['’])S\b", "${1}s").str.replace_all(r"(['’])T\b", "${1}t")


def _words(names: Texts) -> Texts:
    """Lower case words without accents, with single spaces; apostrophes and full stops are dropped."""
    bare = unaccented(names).str.replace_all(r"\([^)]*\)", " ").str.replace_all(r"['’‘`´.]+", "")
    return bare.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
