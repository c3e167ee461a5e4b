"""Signals that colleagues send from the street: a report with a visit, or only a visit. A signal can be undone."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import sqlalchemy as sa

from data.reference import lexicon
from data.store import choices, import_log, records
from data.store.database import Store
from data.store.schema import IMPORTED_KINDS
from data.store.schema import imports as imports_table
from data.store.sessions.joining import BY_PARTICIPANTS
from domain.calendar import start_of
from domain.errors import N_, NotAllowed, NotFound, WrongValue
from domain.intake import signals
from domain.intake.cleaning.categories import resolve
from domain.intake.signals import Signal
from domain.places import address_picker
from domain.roles import Act
from domain.schemas import STAFF_SOURCES

MOST_A_DAY = 200  # signals of one sender; a script on a phone can send thousands
_WHERE = ("street", "number", "number_suffix", "lat", "lon")


def places(store: Store) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The addresses and the streets to choose from, see domain/places/address_picker.py."""
    reports = IMPORTED_KINDS["reports"].now.c
    names = (reports.street, reports.town, reports.neighbourhood)
    mentioned = store.read(sa.select(*names, sa.func.count().label("reports")).group_by(*names).order_by(*names))
    mentioned = mentioned.cast({column.name: pl.String for column in names} | {"reports": pl.Int64})
    known = address_picker.addresses(records.load(store, "dwellings"))
    return known, address_picker.streets(known, mentioned)


def buttons(store: Store) -> list[str]:
    """The codes of the categories with their own button, see ``domain.intake.signals.buttons``."""
    reports = IMPORTED_KINDS["reports"].now.c
    words = store.read(
        sa.select(reports.category_word, sa.func.count().label("reports"))
        .where(reports.source.in_(STAFF_SOURCES), reports.category_word.is_not(None))
        .group_by(reports.category_word)
    ).cast({"category_word": pl.String, "reports": pl.Int64})
    codes = resolve(words["category_word"], lexicon(), choices.categories(store))
    by_code = words.hstack([codes["code"]]).drop_nulls("code").group_by("code").agg(pl.sum("reports"))
    return signals.buttons(dict(by_code.iter_rows()), lexicon())


def send(store: Store, actor: str, signal: Signal, today: date, what: str) -> None:
    """Store a signal, unless it is stored already. ``what`` describes it in words, for the history.

    Raises:
        WrongValue: a field is missing or invalid (``domain.intake.signals.check``), or the sender sent MOST_A_DAY
            since yesterday.
    """
    frames = signals.frames(signal, today, lexicon(), choices.categories(store))
    visits = IMPORTED_KINDS["visits"].now.c
    if store.rows(sa.select(visits.visit_key).where(visits.visit_key == signal.visit_key)):
        return
    since = datetime.now(UTC) - timedelta(days=1)
    log = imports_table.c
    mine = (log.actor == actor) & (log.file == "") & (log.at >= since)
    if store.rows(sa.select(sa.func.count(sa.distinct(log.batch_id))).where(mine))[0][0] >= MOST_A_DAY:
        raise WrongValue(N_("You sent {count} signals in one day. That is the maximum."), count=MOST_A_DAY)
    import_log.enter(store, actor, frames, what, Act.SIGNAL)


def sent(store: Store, actor: str, on: date) -> pl.DataFrame:
    """The signals that someone sent on a day and did not undo, the newest first.

    Columns: visit_key, at (UTC), visited_on, source, found, code (null where nothing was found), seriousness, street,
    number, number_suffix, lat, lon.
    """
    visits, reports = IMPORTED_KINDS["visits"].now, IMPORTED_KINDS["reports"].now
    starts = start_of(on).astimezone(UTC)
    select = (
        sa.select(
            visits.c.visit_key,
            imports_table.c.at,
            visits.c.visited_on,
            visits.c.source,
            visits.c.report_key,
            reports.c.category_word,
            visits.c.seriousness,
            *(visits.c[name] for name in _WHERE),
        )
        .join(imports_table, imports_table.c.import_id == visits.c.import_id)
        .join(reports, reports.c.report_key == visits.c.report_key, isouter=True)
        .where(imports_table.c.actor == actor, imports_table.c.file == "", imports_table.c.at >= starts)
        .order_by(visits.c.id.desc())
    )
    rows = [dict(row._mapping) for row in store.rows(select)]
    found = pl.DataFrame(rows, schema=_sent_schema())
    words = found["category_word"].drop_nulls().unique()
    meaning = resolve(words, lexicon(), choices.categories(store)).select("category_word", "code")
    found = found.join(meaning, on="category_word", how="left", maintain_order="left")
    columns = ("visit_key", "at", "visited_on", "source", "found", "code", "seriousness", *_WHERE)
    return found.with_columns(found=pl.col("report_key").is_not_null()).select(columns)


def keys_from_sessions(store: Store) -> pl.Series:
    """The keys of the reports that participants of team sessions sent."""
    reports = IMPORTED_KINDS["reports"].now
    from_session = (imports_table.c.file == "") & imports_table.c.actor.startswith(BY_PARTICIPANTS)
    select = sa.select(reports.c.report_key).join(imports_table, imports_table.c.import_id == reports.c.import_id)
    return store.read(select.where(from_session))["report_key"]


def undo(store: Store, actor: str, visit_key: str) -> None:
    """Undo one's own signal: its report and its visit.

    Raises:
        NotFound: there is no such signal (any more).
        NotAllowed: someone else sent it.
    """
    visits = IMPORTED_KINDS["visits"].now
    mine = sa.select(imports_table.c.import_id, imports_table.c.actor).join(
        visits, visits.c.import_id == imports_table.c.import_id
    )
    rows = store.rows(mine.where(visits.c.visit_key == visit_key, imports_table.c.file == ""))
    if not rows:
        raise NotFound(N_("This signal no longer exists."))
    if rows[0].actor != actor:
        raise NotAllowed(N_("Someone else sent this signal."))
    import_log.undo(store, actor, rows[0].import_id, Act.SIGNAL)


def _sent_schema() -> dict[str, pl.DataType]:
    given = IMPORTED_KINDS["visits"].schema
    texts = ("visit_key", "source", "report_key", "category_word", "seriousness")
    schema = {"at": pl.Datetime("us", "UTC"), "visited_on": pl.Date, **dict.fromkeys(texts, pl.String)}
    return schema | {name: given[name] for name in _WHERE}
