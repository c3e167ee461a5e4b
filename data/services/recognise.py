"""The tables of an uploaded file, with kind and mapping, before any row is cleaned: read -> kind -> mapping."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import polars as pl

from data.reading.files import read_upload
from data.reading.process import Progress, silent
from data.reading.tables import homes_of_areas, proposed
from data.services.import_counts import count_failures
from data.store import profiles, records
from data.store.database import Store
from domain.errors import N_, NotUnderstood
from domain.intake.cleaning.homes_of_areas import homes_notice, no_outlines
from domain.intake.cleaning.notices import Notice
from domain.intake.mapping.fields import FIELDS
from domain.intake.mapping.mapping import WGS84, Mapping, differ_by_words, fingerprint, plain_header
from domain.intake.mapping.proposal import Proposal
from domain.intake.reading.contents import OUTLINE_KINDS, HowToRead, Outlines
from domain.intake.reading.raw_table import RawTable, ReadChoices

FILE_KINDS = (*FIELDS, *OUTLINE_KINDS)
OUTLINE_KEYS = dict(zip(OUTLINE_KINDS, ("block_key", "neighbourhood_key"), strict=True))
NOT_READ = N_("Sheets with other columns, not read: {sheets}. Choose such a sheet by its name to read it.")
GRIDS = N_(
    "The coordinates in “{north}” and “{east}” are metres of a grid that the file does not "
    "name. They are not used. It could be EPSG {grids}. Choose it under “View the file”, or "
    "give --crs with the code."
)
NO_GRID = N_(
    "The coordinates in “{north}” and “{east}” are not degrees or metres of a grid that is "
    "known here. They are not used. Choose the grid under “View the file”, or give --crs with "
    "its EPSG code."
)
HIDDEN_NOT_READ = N_("Hidden sheets, not read: {sheets}. Choose such a sheet by its name to read it.")


@dataclass(frozen=True)
class ImportOptions:
    """The user's options for an import; empty options are determined automatically.

    kind          one of KINDS
    profile       name of the stored profile to use
    mapping       the whole mapping, as corrected on a screen; takes precedence over all other options
    columns       field -> column; overrides the profile, and the other fields are proposed around it; an empty column
                  removes the field
    crs           EPSG code of the coordinates
    period        the period of figures that name none themselves
    figures       the columns with one figure of an area each; empty: found out
    read_choices  encoding, delimiter, header line and sheet
    refuse        false: accept the file as ``kind`` even if required columns are missing, for manual mapping
    """

    kind: str | None = None
    profile: str | None = None
    mapping: Mapping | None = None
    columns: dict[str, str] = field(default_factory=dict)
    crs: int | None = None
    period: str = ""
    figures: tuple[str, ...] = ()
    read_choices: ReadChoices = field(default_factory=ReadChoices)
    refuse: bool = True


AS_FOUND = ImportOptions()


@dataclass(frozen=True)
class Upload:
    """One table of an uploaded file with its mapping, or the outlines in it; nothing is cleaned or stored yet.

    ``table``, ``mapping`` and ``proposal`` are null for outlines (OUTLINE_KINDS), which are in ``outlines`` and
    ``rejected``; ``columns`` are those that describe them in the file. ``profile`` is the name of the profile that was
    recognised or requested. ``own_notices``: notices in addition to those of the table.
    """

    name: str
    digest: str
    kind: str
    table: RawTable | None = None
    mapping: Mapping | None = None
    proposal: Proposal | None = None
    profile: str | None = None
    outlines: pl.DataFrame | None = None
    columns: tuple[str, ...] = ()
    rejected: pl.DataFrame | None = None
    own_notices: tuple[Notice, ...] = ()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Notices about the file."""
        return (*(self.table.notices if self.table is not None else ()), *self.own_notices)

    @property
    def rows(self) -> int:
        """The number of rows in the file, or of figures in a wide table; all must be accounted for."""
        if self.table is not None:
            per_row = len(self.mapping.figures) or 1
            return self.table.lines.len() * per_row + self.table.rejected.height
        return self.outlines.height + self.rejected.height


@count_failures
def recognise(
    store: Store,
    name: str,
    content: bytes,
    wishes: ImportOptions,
    before: dict[str, Upload] | None = None,
    progress: Progress = silent,
) -> Iterator[Upload | NotUnderstood]:
    """The uploads of a file, one per table; for a table that cannot be understood the reason.

    The file is read, and its columns are understood, in a process of its own (``data.reading``); ``progress`` is called
    meanwhile.

    ``before``: uploads by layout; a table with such a layout gets the mapping of that upload, and a new layout is
    added.

    Raises:
        NotUnderstood: the file cannot be read at all.
        WrongValue: the options name something that does not exist.
        NotFound: the profile does not exist.
    """
    digest = hashlib.sha256(content).hexdigest()
    how = HowToRead(wishes.kind, wishes.crs, wishes.columns, wishes.read_choices)
    contents = read_upload(name, content, how, progress)
    if isinstance(contents, Outlines):
        yield Upload(
            name,
            digest,
            contents.kind,
            outlines=contents.blocks.rename({"block_key": OUTLINE_KEYS[contents.kind]}),
            columns=contents.columns,
            rejected=contents.rejected,
            own_notices=homes_notice(contents.blocks) if contents.kind == "blocks" else (),
        )
        return
    before = {} if before is None else before
    for part, tables in contents:
        found = [_meant(store, table, digest, wishes, before, progress) for table in tables]
        yield from found if len(found) == 1 else _of_workbook(part, tables, found, wishes)


def _meant(
    store: Store,
    table: RawTable,
    digest: str,
    wishes: ImportOptions,
    before: dict[str, Upload],
    progress: Progress,
) -> Upload | NotUnderstood:
    """The mapping of one table, reused from an earlier table of its layout; or why it cannot be understood."""
    if wishes.kind == "blocks":
        return _homes_of_areas(store, table, digest, progress) or _no_outlines(table, progress)
    layout = fingerprint(table.cells.columns)
    try:
        if layout in before and differ_by_words(table.cells.columns):
            mapping = before[layout].mapping.in_the_words_of(table.cells.columns)
            return replace(before[layout], name=table.name, digest=digest, table=table, mapping=mapping, own_notices=())
        before[layout] = meaning(store, table, digest, wishes, progress)
        return before[layout]
    except NotUnderstood as reason:
        return _homes_of_areas(store, table, digest, progress) or reason


def _homes_of_areas(store: Store, table: RawTable, digest: str, progress: Progress) -> Upload | NotUnderstood | None:
    """The stored areas with the number of homes that a list of postcodes gives; None where it is no such list."""
    try:
        found = homes_of_areas(table, records.load(store, "blocks"), progress)
    except NotUnderstood as reason:
        return reason
    if found is None:
        return None
    areas, others = found
    columns, notices = tuple(table.cells.columns), homes_notice(areas)
    return Upload(table.name, digest, "blocks", outlines=areas, columns=columns, rejected=others, own_notices=notices)


def _no_outlines(table: RawTable, progress: Progress) -> NotUnderstood:
    """Why a table cannot be blocks: the kind of list that it is instead, if it is one."""
    try:
        kind = proposed(table, None, {}, True, progress).mapping.kind
    except NotUnderstood:
        kind = None
    return no_outlines(table, kind)


def _of_workbook(
    file: str, tables: list[RawTable], found: list[Upload | NotUnderstood], wishes: ImportOptions
) -> list[Upload | NotUnderstood]:
    """The tables of a workbook to import: the reports, or if there are none, the others.

    Sheets beside reports are mostly summaries of them, so they are skipped until someone chooses them. Hidden sheets
    are used only if no other sheet is understood. Skipped sheets are listed in a notice with the first table.
    """
    uploads = [item for item in found if isinstance(item, Upload)]
    chosen = [item for item in uploads if not item.table.is_hidden] or uploads
    reports = [item for item in chosen if item.kind == "reports"]
    if wishes.read_choices.sheet is None and wishes.read_choices.only is None:
        chosen = reports or chosen
    if not chosen:
        return [max(zip(tables, found, strict=True), key=lambda pair: pair[0].rows)[1]]
    left = [table for table in tables if all(table is not item.table for item in chosen)]
    notices = tuple(
        Notice(text, {"sheets": ", ".join(f"{_sheets_of(table)} ({table.rows})" for table in aside)})
        for text, aside in (
            (NOT_READ, [table for table in left if not table.is_hidden]),
            (HIDDEN_NOT_READ, [table for table in left if table.is_hidden]),
        )
        if aside
    )
    if len(chosen) == 1:
        chosen = [replace(chosen[0], name=file, table=replace(chosen[0].table, name=file))]
    return [replace(chosen[0], own_notices=notices), *chosen[1:]]


def _sheets_of(table: RawTable) -> str:
    sheet = table.read_as.sheet
    return sheet if isinstance(sheet, str) else ", ".join(sheet or ())


def meaning(store: Store, table: RawTable, digest: str, wishes: ImportOptions, progress: Progress = silent) -> Upload:
    """Determine a table's mapping: the requested one, else a profile's, else the proposal.

    Raises ``NotUnderstood``, ``WrongValue`` and ``NotFound`` as ``recognise``.
    """
    proposal, profile, mapping = None, None, wishes.mapping
    if mapping is None:
        profile, mapping = _profile(store, table, wishes)
    if mapping is None:
        proposal = proposed(table, wishes.kind, wishes.columns, wishes.refuse, progress)
        mapping = proposal.mapping
    elif profile and (
        absent := [name for name, column in mapping.columns.items() if column not in table.cells.columns]
    ):
        kept = {name: column for name, column in mapping.columns.items() if name not in absent}
        proposal = proposed(table, mapping.kind, kept | wishes.columns, wishes.refuse, progress)
        figures = tuple(column for column in mapping.figures if column in table.cells.columns)
        mapping = replace(mapping, columns=proposal.mapping.columns, figures=figures)
    if wishes.columns:
        given = Mapping(mapping.kind, wishes.columns).in_the_words_of(table.cells.columns).columns
        kept = {name: column for name, column in (mapping.columns | given).items() if column}
        mapping = replace(mapping, columns=kept)
    if wishes.crs:
        mapping = replace(mapping, crs=wishes.crs)
    if wishes.period:
        mapping = replace(mapping, period=wishes.period)
    if wishes.figures:
        mapping = replace(mapping, figures=wishes.figures).in_the_words_of(table.cells.columns)
    mapping.check(table.cells.columns)
    notices = _grid_notice(proposal) if proposal and not wishes.crs else ()
    return Upload(table.name, digest, mapping.kind, table, mapping, proposal, profile, own_notices=notices)


def _grid_notice(proposal: Proposal) -> tuple[Notice, ...]:
    """A notice on coordinates in metres whose grid is not certain."""
    asked = next((question for question in proposal.questions if question.key == "crs"), None)
    if asked is None or proposal.mapping.crs != WGS84:
        return ()
    values = dict(asked.values) | {"grids": ", ".join(str(code) for code, _label in asked.options)}
    return (Notice(GRIDS if asked.options else NO_GRID, values),)


def by_layout(uploads: Iterable[Upload]) -> list[list[Upload]]:
    """The uploads in groups of one kind and one layout, which are checked once and imported together."""
    groups: dict[tuple[str, str], list[Upload]] = {}
    for upload in uploads:
        layout = upload.name
        columns = upload.table.cells.columns if upload.table else []
        if columns and differ_by_words(columns):
            layout = fingerprint(columns)
        groups.setdefault((upload.kind, layout), []).append(upload)
    return list(groups.values())


def together(uploads: list[Upload]) -> RawTable:
    """The rows of uploads of one layout as one table with the first one's headers, to determine their meaning."""
    first = uploads[0].table
    names = [plain_header(column) for column in first.cells.columns]
    cells = [upload.table.cells.rename(plain_header).select(names) for upload in uploads]
    return replace(
        first,
        cells=pl.concat(cells).rename(dict(zip(names, first.cells.columns, strict=True))),
        lines=pl.concat([upload.table.lines for upload in uploads]),
    )


def _profile(store: Store, table: RawTable, wishes: ImportOptions) -> tuple[str | None, Mapping | None]:
    """The name and mapping of the requested profile, or of the one stored for this layout; nulls if there is none."""
    if wishes.profile:
        found = profiles.get(store, wishes.profile)
    else:
        found = profiles.find(store, fingerprint(table.cells.columns))
        if found is None or wishes.kind not in (None, found.kind):
            return None, None
    return found.name, Mapping.from_dict(found.mapping).in_the_words_of(table.cells.columns)
