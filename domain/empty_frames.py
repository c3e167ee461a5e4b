"""Schemas that make their empty frame once."""

from functools import cache
from typing import Any

import dataframely as dy
import polars as pl


class Schema(dy.Schema):
    """A schema whose empty frame is made once: dataframely takes a millisecond, and frames do not change."""

    @classmethod
    def create_empty(cls, *, lazy: bool = False) -> Any:
        """The frame without rows."""
        return _empty(cls).lazy() if lazy else _empty(cls)


@cache
def _empty(schema: type[dy.Schema]) -> pl.DataFrame:
    return super(Schema, schema).create_empty()
