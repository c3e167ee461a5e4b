"""Read the bytes of an export as tables of text cells: the first step of intake.

Cells are passed on unchanged; this step does not interpret columns. An unreadable row is rejected with its reason, and
the other rows are read.
"""

from dataclasses import replace

from domain.errors import N_, NotUnderstood
from domain.intake.reading.archives import Archive
from domain.intake.reading.delimited import read_delimited
from domain.intake.reading.file import File
from domain.intake.reading.file_type import decline_other_file, is_workbook
from domain.intake.reading.raw_table import NoRows, RawTable, ReadAs, ReadChoices
from domain.intake.reading.steps import Step, unseen
from domain.intake.reading.workbooks import read_workbook

__all__ = ["RawTable", "ReadAs", "ReadChoices", "read"]

_TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_TEXTS = (".txt",)
_DRAWN = (".shp", ".geojson", ".gpkg")
_NESTED = N_("{file} is a .zip within a .zip. Unpack the outer one, and choose the CSV files themselves.")
_AS_FOUND = ReadChoices()


def read(name: str, content: bytes, choices: ReadChoices = _AS_FOUND) -> list[RawTable]:
    """The tables in a file: one, or one for each table in a .zip (named "archive.zip/file.csv").

    Of a workbook this is the first table; ``read_all`` also gives those of other sheets. ``choices`` replaces
    detection.

    Raises:
        NotUnderstood: it is not a table with rows; the message says what was found and what is needed. No other
            exception is raised, whatever the bytes.
    """
    return [replace(tables[0], name=file) for file, tables in read_all(File(name, content), choices)]


def read_all(file: File, choices: ReadChoices = _AS_FOUND, step: Step = unseen) -> list[tuple[str, list[RawTable]]]:
    """As ``read``, for each file its name and all its tables: for a workbook one per layout of its sheets."""
    if file.container == "zip" and not is_workbook(file.archive):
        return _all_in(file.archive, choices, step)
    return [(file.name, _one(file, choices.of(file.name) or choices, step))]


def _one(file: File, choices: ReadChoices, step: Step) -> list[RawTable]:
    """The tables in a workbook or a text."""
    if file.container != "text":
        return read_workbook(file, choices, step)
    decline_other_file(file.name, file.content)
    return [read_delimited(file.name, file.content, choices)]


def _all_in(archive: Archive, choices: ReadChoices, step: Step) -> list[tuple[str, list[RawTable]]]:
    """Every table in an archive. A table without rows is skipped if another has rows; so is a text (a "readme.txt")
    beside tables."""
    if any(archive.ending(".zip")):
        raise NotUnderstood(_NESTED, file=archive.file)
    names = list(archive.ending(*_TABLES)) or list(archive.ending(*_TEXTS))
    wanted = {name: choices.of(f"{archive.file}/{name}") for name in names}
    wanted = {name: chosen for name, chosen in wanted.items() if chosen is not None}
    if not wanted:
        drawn = N_("{file} has drawn areas, not reports or dwellings. Import it as blocks.")
        nothing = N_("{file} has no CSV or Excel file in it. We need one row per report or dwelling.")
        raise NotUnderstood(drawn if any(archive.ending(*_DRAWN)) else nothing, file=archive.file)
    tables, without_rows = [], []
    for place, (name, chosen) in enumerate(wanted.items()):
        step(place / len(wanted), f"{archive.file}/{name}")
        file = File(f"{archive.file}/{name}", archive.read(name))
        if file.container == "zip" and not is_workbook(file.archive):
            raise NotUnderstood(_NESTED, file=file.name)
        try:
            tables.append((file.name, _one(file, chosen, unseen)))
        except NoRows as declined:
            without_rows.append(declined)
    if not tables:
        raise without_rows[0]
    return tables
