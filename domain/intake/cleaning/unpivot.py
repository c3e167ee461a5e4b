"""Turn a table with a column per figure into one row per figure.

Buurt;Schoon 2024;Veilig 2024        Buurt;measure;period;value;answers
Noord;7,1;6,8                  ->    Noord;Schoon;2024;7,1;
                                     Noord;Veilig;2024;6,8;
"""

from dataclasses import dataclass, replace

import polars as pl

from domain.intake.mapping.figure_headers import figure_headers
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.mapping.mapping import Mapping
from domain.intake.reading.raw_table import RawTable

# Names of columns that no header can hold.
_ROW, _COLUMN, _VALUE, _ANSWERS, _COUNT, _MEASURE, _PERIOD = (
    f"{name} \x1f figure" for name in ("row", "column", "value", "answers", "count", "measure", "period")
)


@dataclass(frozen=True, eq=False)
class Unpivoted:
    """The rows of ``table`` by ``mapping``, one per figure.

    ``columns``: the column of the file that each value stands in. ``in_the_file``: the same rows as they stand there.
    """

    table: RawTable
    mapping: Mapping
    columns: pl.Series
    in_the_file: RawTable


def unpivoted(table: RawTable, mapping: Mapping, lexicon: Lexicon) -> Unpivoted:
    """One row for each row and each of ``mapping.figures``, row by row, in the order of the columns."""
    headers = figure_headers(mapping.figures, table.cells.columns, lexicon)
    about = pl.DataFrame(
        {
            _COLUMN: [each.column for each in headers],
            _MEASURE: [each.measure or None for each in headers],
            _PERIOD: [each.period or None for each in headers],
            _ANSWERS: [each.answers for each in headers],
        },
        schema_overrides=dict.fromkeys((_MEASURE, _PERIOD, _ANSWERS), pl.String),
    )
    numbered = table.cells.with_row_index(_ROW)
    columns = mapping.columns
    own = list(dict.fromkeys(column for name, column in columns.items() if name not in ("value", "answers")))
    figures = numbered.unpivot(mapping.figures, index=_ROW, variable_name=_COLUMN, value_name=_VALUE)
    figures = figures.join(about, on=_COLUMN, how="left", maintain_order="left")
    if counted := list(dict.fromkeys(each.answers for each in headers if each.answers)):
        counts = numbered.unpivot(counted, index=_ROW, variable_name=_ANSWERS, value_name=_COUNT)
        figures = figures.join(counts, on=[_ROW, _ANSWERS], how="left", maintain_order="left")
        figures = figures.drop(_ANSWERS).rename({_COUNT: _ANSWERS})
    figures = figures.join(numbered.select(_ROW, *own), on=_ROW, how="left", maintain_order="left")
    if "period" in columns:
        figures = figures.with_columns(pl.col(_PERIOD).fill_null(pl.col(columns["period"])))
    if "measure" in columns:  # "Veilig" in a row under "Score 2024"
        both = pl.concat_str(columns["measure"], _MEASURE, separator=" · ", ignore_nulls=True)
        figures = figures.with_columns(both.alias(_MEASURE))
    figures = figures.sort(_ROW, maintain_order=True)
    fields = {"measure": _MEASURE, "period": _PERIOD, "value": _VALUE, "answers": _ANSWERS}
    kept = {name: column for name, column in columns.items() if name not in fields}
    lines = table.lines.gather(figures[_ROW])
    return Unpivoted(
        replace(table, cells=figures.drop(_ROW, _COLUMN), lines=lines),
        replace(mapping, columns=kept | fields),
        figures[_COLUMN],
        replace(table, cells=table.cells[figures[_ROW]], lines=lines),
    )
