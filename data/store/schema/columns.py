"""The metadata of the tables, and the column types that are stored identically in both databases."""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


class Moment(sa.TypeDecorator):
    """A timezone-aware datetime, stored as ISO-8601 text in UTC, which sorts by time."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> str | None:
        """Return a datetime as text."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, _dialect: sa.Dialect) -> datetime | None:
        """Return a text as datetime."""
        return None if value is None else datetime.fromisoformat(value)


class Json(sa.TypeDecorator):
    """Any JSON value, stored as text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: sa.Dialect) -> str:
        """Return a value as JSON text."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, _dialect: sa.Dialect) -> Any:
        """Return the value of a JSON text."""
        return None if value is None else json.loads(value)
