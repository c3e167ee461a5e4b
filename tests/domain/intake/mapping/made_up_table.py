"""The proposal for a table of made up rows."""

from data.reference import lexicon
from domain.intake.mapping.date_parts import with_date
from domain.intake.mapping.proposal import Proposal, propose
from domain.intake.mapping.wide_periods import with_start
from domain.intake.reading.reader import read

BASE = {
    "Datum": ("{day}-{month}-2024",),
    "Soort": ("Zwerfvuil", "Geluidsoverlast", "Hondenpoep"),
    "Adres": ("Kade {n}",),
}


def proposal(columns: dict[str, tuple[str, ...]], rows: int = 24) -> Proposal:
    """The proposal for a file of so many rows; "{n}" is the row, "{day}" and "{month}" go up with it."""

    def cell(texts: tuple[str, ...], n: int) -> str:
        return texts[n % len(texts)].format(n=n + 1, day=f"{n + 1:02}", month=f"{n % 12 + 1:02}", later=f"{n + 2:02}")

    lines = [list(columns), *([cell(texts, n) for texts in columns.values()] for n in range(rows))]
    (table,) = read("x.csv", "\n".join("\t".join(line) for line in lines).encode())
    return propose(with_date(with_start(table, lexicon())), lexicon())
