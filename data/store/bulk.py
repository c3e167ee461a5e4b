"""Bulk reading and writing of whole frames, inside the transaction of the given connection.

On SQLite the connection is ADBC's own, so Arrow goes straight in and out. On PostgreSQL it is psycopg's, and frames
travel as CSV through COPY: ADBC would need its own connection, and so its own transaction, and COPY measured no slower
(reading 1,000,000 reports: 2.7 s against 4.0 s; writing: 6.1 s against 4.7 s). They travel in pieces, so that the text
of ten million rows is never in memory beside the frame.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from data.store.schema import Moment

TIME = "%H:%M:%S%.6f"
MOMENT = "%Y-%m-%dT%H:%M:%S%.6f+00:00"  # as schema.Moment writes it
_TEMPORARY = {"temporary": True}
COPY_ROWS = 100_000  # rows that are written at a time; bounds the memory for the text form of the frame
COPY_BYTES = 2**25  # of text that is read at a time

_DTYPES: list[tuple[type, pl.DataType | type[pl.DataType]]] = [
    (Moment, pl.Datetime("us", "UTC")),
    (sa.Integer, pl.Int64),
    (sa.Double, pl.Float64),
    (sa.Boolean, pl.Boolean),
    (sa.Date, pl.Date),
    (sa.Time, pl.Time),
    (sa.LargeBinary, pl.Binary),
]


def dtype(column: sa.ColumnElement) -> pl.DataType | type[pl.DataType]:
    """Return the Polars type of a database column; text where no specific type exists."""
    return next((ours for theirs, ours in _DTYPES if isinstance(column.type, theirs)), pl.String)


def read(connection: sa.Connection, select: sa.Select) -> pl.DataFrame:
    """Return the rows of a select, each column with the type of ``dtype``."""
    want = {column.name: dtype(column) for column in select.selected_columns}
    if not _is_postgresql(connection):
        return _as(want, _arrow_out(connection, select))
    pieces = [_as(want, piece).rechunk() for piece in _copy_out(connection, select, list(want))]
    return pl.concat([pl.DataFrame(schema=want), *pieces])


def _as(want: dict[str, Any], frame: pl.DataFrame) -> pl.DataFrame:
    have = frame.schema
    return frame.with_columns(_typed(name, have[name], kind) for name, kind in want.items() if have[name] != kind)


def ingest(connection: sa.Connection, table: sa.TableClause, frame: pl.DataFrame) -> None:
    """Add the frame's rows to a table; the frame's columns are (some of) the table's."""
    if frame.is_empty():
        return
    if _is_postgresql(connection):
        _copy_in(connection, table, frame)
    else:
        _arrow_in(connection, table, frame)


def stage(connection: sa.Connection, name: str, table: sa.Table, frame: pl.DataFrame) -> sa.Table:
    """Put the frame's rows in a temporary table, which only this connection sees, and which takes no lock of the store.

    ``table``: has the columns of the frame, in any order. Where the connection ends or the transaction is rolled back,
    nothing of it is left.
    """
    alike = not _is_postgresql(connection)  # see ``insert_from``
    columns = [
        sa.Column(column.name, column.type, primary_key=alike and column.primary_key, nullable=column.nullable)
        for column in table.c
    ]
    only_here = ["TEMPORARY"]
    staged = sa.Table(name, sa.MetaData(), *columns, prefixes=only_here, info=_TEMPORARY)
    for index in table.indexes if alike else ():
        where = index.dialect_options["sqlite"]["where"]
        sa.Index(f"{name}_{index.name}", *(staged.c[column.name] for column in index.columns), sqlite_where=where)
    staged.create(connection, checkfirst=False)
    ingest(connection, staged, frame.select(staged.c.keys()))
    return staged


def insert_from(connection: sa.Connection, table: sa.Table, staged: sa.Table) -> None:
    """Add the rows of ``stage`` to a table, in their order.

    SQLite copies whole rows, in a fifth of the time, between tables with the same columns, keys and indexes, if the
    statement names no columns (https://www.sqlite.org/src/file/src/insert.c, ``xferOptimization``). Migrations may have
    left the columns in another order; then they are named.
    """
    names = staged.c.keys()
    if not _is_postgresql(connection) and names == _columns(connection, table):
        connection.exec_driver_sql(f'INSERT INTO main."{table.name}" SELECT * FROM temp."{staged.name}"')
    else:
        connection.execute(table.insert().from_select(names, sa.select(staged)))


def _columns(connection: sa.Connection, table: sa.Table) -> list[str]:
    """The names of a table's columns in a SQLite store, in its order."""
    info = sa.func.pragma_table_info(table.name).table_valued("name")
    return list(connection.execute(sa.select(info.c.name)).scalars())


def delete(connection: sa.Connection, table: sa.Table, ids: pl.Series, *where: sa.ColumnElement[bool]) -> None:
    """Delete the rows with these ids that also satisfy the conditions."""
    if len(ids):
        connection.execute(table.delete().where(one_of(table.c.id, ids), *where))


class _OneOf(sa.ColumnElement[bool]):
    """A condition that each database writes in its own way."""

    inherit_cache = False

    def __init__(self, column: sa.ColumnElement, values: pl.Series) -> None:
        self.type = sa.Boolean()
        array = sa.cast(sa.literal(_array(values), sa.Text), sa.ARRAY(column.type))
        rows = sa.func.json_each(sa.literal(json.dumps(values.to_list()), sa.Text)).table_valued("value")
        self.on_postgresql = column.in_(sa.select(sa.func.unnest(array)))
        self.on_sqlite = column.in_(sa.select(rows.c.value))

    def self_group(self, against: Any = None) -> "_OneOf":  # noqa: ARG002 - the signature of SQLAlchemy
        """Itself: SQLAlchemy would compare it with 1 on SQLite, which then uses no index."""
        return self


@compiles(_OneOf)
def _one_of(element: _OneOf, compiler: Any, **options: Any) -> str:
    is_postgresql = compiler.dialect.name == "postgresql"
    return compiler.process(element.on_postgresql if is_postgresql else element.on_sqlite, **options)


def one_of(column: sa.ColumnElement, values: pl.Series) -> sa.ColumnElement[bool]:
    """Return the condition that a column of numbers or texts is one of these, any number of them, passed as one."""
    return _OneOf(column, values)


def _array(values: pl.Series) -> str:
    """An array as PostgreSQL reads it; it knows then how many there are, and plans for that."""
    texts = values.cast(pl.String).str.replace_all(r"([\\\"])", r"\${1}")
    return '{"' + '","'.join(texts.to_list()) + '"}' if len(texts) else "{}"


def _is_postgresql(connection: sa.Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _arrow_out(connection: sa.Connection, select: sa.Select) -> pl.DataFrame:
    result = connection.execute(select)
    frame = result.cursor.fetch_polars()
    result.close()
    return frame


def _arrow_in(connection: sa.Connection, table: sa.TableClause, frame: pl.DataFrame) -> None:
    with closing(connection.connection.cursor()) as cursor:
        rows = _plain(frame).to_arrow(compat_level=pl.CompatLevel.oldest())
        cursor.adbc_ingest(table.name, rows, mode="append", temporary=getattr(table, "info", None) == _TEMPORARY)


def _copy_out(connection: sa.Connection, select: sa.Select, names: list[str]) -> Iterator[pl.DataFrame]:
    """Read through COPY, some rows at a time, as texts.

    An unquoted empty cell is null there, a quoted one an empty text; Polars reads both so.
    """
    # psycopg's dialect doubles each % for a query with parameters; COPY has none.
    query = str(select.compile(connection, compile_kwargs={"literal_binds": True})).replace("%%", "%")
    header = (",".join(names) + "\n").encode()
    with (
        closing(connection.connection.cursor()) as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy,
    ):
        for rows in _pieces(copy):
            yield pl.read_csv(b"".join([header, *rows]), infer_schema=False)


def _pieces(copy: Iterable[Any]) -> Iterator[list[bytes]]:
    """The rows of a COPY, about COPY_BYTES at a time; PostgreSQL sends each row by itself."""
    piece, size = [], 0
    for row in copy:
        piece.append(bytes(row))
        size += len(row)
        if size >= COPY_BYTES:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _copy_in(connection: sa.Connection, table: sa.TableClause, frame: pl.DataFrame) -> None:
    plain = _plain(frame).with_columns(("\\x" + pl.col(pl.Binary).bin.encode("hex")).name.keep())
    columns = ", ".join(f'"{name}"' for name in plain.columns)
    with (
        closing(connection.connection.cursor()) as cursor,
        cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN (FORMAT csv)') as copy,
    ):
        for part in plain.iter_slices(COPY_ROWS):
            copy.write(part.write_csv(include_header=False, quote_style="non_numeric"))


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Convert columns to text where the databases or their drivers have no matching type."""
    return frame.with_columns(
        pl.col(pl.Time).dt.to_string(TIME),
        pl.col(pl.Datetime("us", "UTC")).dt.to_string(MOMENT),
        pl.col(pl.Enum, pl.Categorical).cast(pl.String),
    )


def _typed(name: str, have: pl.DataType, want: pl.DataType | type[pl.DataType]) -> pl.Expr:
    """Convert a column from its transport type (PostgreSQL: always text) to its declared type."""
    column = pl.col(name)
    if have != pl.String:
        return column.cast(want)
    match want.base_type():
        case pl.Date:
            return column.str.to_date("%Y-%m-%d")
        case pl.Time:
            return column.str.to_time("%H:%M:%S%.f")
        case pl.Datetime:
            return column.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", time_unit="us")
        case pl.Boolean:
            return column == "t"
        case pl.Binary:
            return column.str.slice(2).str.decode("hex")
        case _:
            return column.cast(want)
