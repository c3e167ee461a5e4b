"""Compares two outputs by field, cell or line and counts what differs; see compare_outputs.py."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass
class Difference:
    """What differs in one field of two outputs.

    ``count`` of ``total`` values differ. ``size``: the largest absolute difference of two numbers, None if no two
    numbers differ. ``example``: where that is, and the old and the new value; without numbers, the first that differs.
    """

    name: str
    count: int = 0
    total: int = 0
    size: float | None = None
    example: tuple[str, Any, Any] | None = None

    def add(self, where: str, old: Any, new: Any) -> None:
        """Count one value that differs."""
        self.count += 1
        size = abs(new - old) if _is_number(old) and _is_number(new) else None
        if self.example is None or (size is not None and (self.size is None or size > self.size)):
            self.example, self.size = (where, old, new), size

    def __str__(self) -> str:
        where, old, new = self.example or ("", "", "")
        largest = "" if self.size is None else f" largest {self.size:.6g},"
        return f"{self.name}: {self.count} of {self.total} differ;{largest} {where}: {_short(old)} -> {_short(new)}"


@dataclass
class Comparison:
    """The outcome for one output. ``only_old``, ``only_new``: fields, rows or lines that the other does not have."""

    output: str
    compared: int = 0
    only_old: list[str] = field(default_factory=list)
    only_new: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.only_old or self.only_new or self.differences)

    def lines(self, show: int) -> Iterator[str]:
        """The comparison as lines of text; of a list no more than ``show`` entries, and how many there are."""
        yield f"{self.output}: {'same' if self.same else 'differs'} ({self.compared} compared)"
        for title, names in (("only in old", self.only_old), ("only in new", self.only_new)):
            if names:
                yield f"    {title}, {len(names)}:"
                yield from (f"        {name}" for name in names[:show])
                if len(names) > show:
                    yield f"        ... and {len(names) - show} more"
        yield from (f"    {difference}" for difference in self.differences)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 100 else f"{text[:97]}..."


def equal(old: Any, new: Any, tolerance: float) -> bool:
    """Whether two values are the same: numbers within ``tolerance`` times the larger of 1 and them."""
    if _is_number(old) and _is_number(new):
        return abs(new - old) <= tolerance * max(1.0, abs(old), abs(new))
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(equal(*pair, tolerance) for pair in zip(old, new, strict=True))
    return type(old) is type(new) and old == new


def flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested JSON objects as one dictionary with dotted keys; lists stay values."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[f"{prefix}{name}"] = value
    return found


def pairs(old: Sequence[Mapping], new: Sequence[Mapping]) -> list[tuple[int, int]]:
    """The positions of the same areas in two lists of rows with area_id and name: by id, the rest by unique name."""
    found, left_old, left_new = [], dict(enumerate(old)), dict(enumerate(new))
    for key in ("area_id", "name"):
        places = _unique({at: row[key] for at, row in left_new.items()})
        for value, at in _unique({at: row[key] for at, row in left_old.items()}).items():
            if value in places:
                found.append((at, places[value]))
        for at, other in found:
            left_old.pop(at, None), left_new.pop(other, None)
    return sorted(found)


def _unique(values: Mapping[int, str]) -> dict[str, int]:
    """The position of each value that occurs once."""
    every = list(values.values())
    return {value: at for at, value in values.items() if every.count(value) == 1}


def compare_rows(
    output: str, old: Sequence[Mapping], new: Sequence[Mapping], tolerance: float, renamed: Mapping[str, str]
) -> Comparison:
    """Compares two lists of areas field by field; the position in the list is the field ``rank``."""
    before = [{renamed.get(k, k): v for k, v in flat(row).items()} | {"rank": at} for at, row in enumerate(old, 1)]
    after = [flat(row) | {"rank": at} for at, row in enumerate(new, 1)]
    same = pairs(before, after)
    told, listed = {at for at, _ in same}, {at for _, at in same}
    found = Comparison(output, len(same))
    found.only_old = [f"row {_named(row)}" for at, row in enumerate(before) if at not in told]
    found.only_new = [f"row {_named(row)}" for at, row in enumerate(after) if at not in listed]
    counts: dict[str, Difference] = {}
    for one, other in same:
        row, values = before[one], after[other]
        for name in row.keys() & values.keys():
            difference = counts.setdefault(name, Difference(name))
            difference.total += 1
            if not equal(row[name], values[name], tolerance):
                difference.add(_named(values), row[name], values[name])
    fields, others = ({name: None for row in rows for name in row} for rows in (before, after))
    if before and after:
        found.only_old += [f"field {name}" for name in fields if name not in others]
        found.only_new += [f"field {name}" for name in others if name not in fields]
    found.differences = [counts[name] for name in fields if name in counts and counts[name].count]
    return found


def compare_plans(old: Mapping[str, Any], new: Mapping[str, Any], tolerance: float) -> Iterator[Comparison]:
    """Compares two plans, as ``plan --format json`` gives them: their candidates by area, and their other values.

    The candidates have the fields ``chosen`` (whether the candidate is in the plan) and ``place`` (in the list of
    candidates); ``rank`` is the position in the plan.
    """
    lists = ("chosen", "left_out")
    rows = [
        [flat(row) | {"place": row.get("rank"), "chosen": name == lists[0]} for name in lists for row in plan[name]]
        for plan in (old, new)
    ]
    yield compare_rows("plan, candidates", *rows, tolerance, {})
    others = ({k: v for k, v in flat(plan).items() if k not in lists} for plan in (old, new))
    yield compare_cells("plan, other values", *others, tolerance)


def _named(row: Mapping) -> str:
    return f"{row['name']} ({row['area_id']})"


def compare_cells(output: str, old: Mapping[str, Any], new: Mapping[str, Any], tolerance: float) -> Comparison:
    """Compares two sets of named values, such as the cells of a workbook by sheet and address."""
    found = Comparison(output, len(old.keys() & new.keys()))
    found.only_old = [f"{name}: {_short(old[name])}" for name in old if name not in new]
    found.only_new = [f"{name}: {_short(new[name])}" for name in new if name not in old]
    for name, value in old.items():
        if name in new and not equal(value, new[name], tolerance):
            found.differences.append(Difference(name, total=1))
            found.differences[-1].add(name, value, new[name])
    return found


def compare_lines(output: str, old: str, new: str, tolerance: float) -> Comparison:
    """Compares two texts line by line; lines that differ in numbers only are paired, others are in one text only."""
    before, after = _lines(old), _lines(new)
    found = Comparison(output, max(len(before), len(after)))
    masked = [[_NUMBER.sub("#", line) for line in lines] for lines in (before, after)]
    matcher = difflib.SequenceMatcher(a=masked[0], b=masked[1], autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            found.only_old += before[first:last]
            found.only_new += after[start:end]
            continue
        for line, other in zip(before[first:last], after[start:end], strict=True):
            difference = Difference(_NUMBER.sub("#", line))
            for values in zip(_numbers(line), _numbers(other), strict=True):
                difference.total += 1
                if not equal(*values, tolerance):
                    difference.add("number in the line", *values)
            if difference.count:
                found.differences.append(difference)
    return found


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _numbers(line: str) -> list[float]:
    """The numbers in a line of English text: 1,234.5 is one number, 2026-11-28 are three."""
    return [float(text.replace(",", "")) for text in _NUMBER.findall(line)]
