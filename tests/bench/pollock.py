"""The Pollock benchmark of reading CSV files, if its files are available; they are read without hints on their dialect.

Pollock (Vitagliano, Hameed, Jiang, Reisener, Wu, Naumann: Pollock: A Data Loading Benchmark, PVLDB 16(8), 2023) spoils
one table in 2,289 ways. Its score is the sum of ten measures, each the mean over all files: whether a file loads at
all, and precision, recall and F1 of header, records and cells; at most 10. The weighted score counts each way as often
as it was found in a survey of real files.

    BLOKWIJZER_POLLOCK=/path/to/Pollock python -m tests.bench pollock

The folder is a checkout of the benchmark with its files unpacked: polluted_files/csv, polluted_files/clean and
pollock_weights.json. Without it the files are those of ``tests.bench.pollution``, a rebuild of its kinds of pollution;
its score is the mean over the kinds, and is not a score of Pollock.
"""

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from domain.errors import BlokwijzerError
from domain.intake.reading.raw_table import RawTable
from domain.intake.reading.reader import read
from tests.bench.measure import Row
from tests.bench.pollution import polluted

FOLDER = "BLOKWIJZER_POLLOCK"
SIMPLE, WEIGHTED = 9.97, 9.85  # to reach; the best system of the paper's list has 9.961 without weights
Cells = list[list[str]]


def loaded(table: RawTable) -> tuple[list[str], Cells]:
    """The header and rows that were read, without rejected rows; a column without a name in the file has no name."""
    header = ["" if name == f"column {place}" else name for place, name in enumerate(table.cells.columns, 1)]
    return header, [[cell or "" for cell in row] for row in table.cells.iter_rows()]


def measures(wanted: tuple[list[str], Cells], got: tuple[list[str], Cells]) -> list[float]:
    """The ten measures of a file that was loaded."""
    (header, rows), (own_header, own_rows) = wanted, got
    pairs = (
        (header, own_header),
        (["\x1f".join(row) for row in _plain(rows)], ["\x1f".join(row) for row in _plain(own_rows)]),
        ([cell for row in _plain(rows) for cell in row], [cell for row in _plain(own_rows) for cell in row]),
    )
    return [1.0, *(measure for pair in pairs for measure in agreement(*pair))]


def agreement(wanted: list[str], got: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two multisets as the benchmark names them."""
    if not wanted:
        return 1.0, 1.0, 1.0
    same = (Counter(wanted) & Counter(got)).total()
    if not same:
        return 0.0, 0.0, 0.0
    precision, recall = same / len(wanted), same / len(got)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _plain(rows: Cells) -> Cells:
    return [[" ".join(cell.split()) for cell in row] for row in rows]


def score(folder: Path, name: str) -> list[float]:
    """The ten measures of one file of the benchmark."""
    clean = list(csv.reader(io.StringIO((folder / "clean" / name).read_text(encoding="utf-8"))))
    wanted = (clean[0], clean[1:]) if clean and name != "file_no_header.csv" else ([], clean)
    try:
        (table,) = read(name, (folder / "csv" / name).read_bytes())
    except BlokwijzerError:
        # A file without rows is declined with a sentence; the benchmark expects an empty table.
        return [1.0] * 10 if not wanted[1] else [0.0] * 10
    return measures(wanted, loaded(table))


def rebuilt() -> dict[str, list[tuple[float, str]]]:
    """Kind of pollution -> the score of each of its rebuilt files, of 10, with the file's name."""
    scores: dict[str, list[tuple[float, str]]] = {}
    for file in polluted():
        try:
            (table,) = read(f"{file.name}.csv", file.content)
            reached = sum(measures((file.header, file.rows), loaded(table)))
        except BlokwijzerError:
            reached = 0.0
        scores.setdefault(file.kind, []).append((reached, file.name))
    return scores


def _rebuilt_row() -> Row:
    scores = rebuilt()
    means = {kind: sum(reached for reached, _name in files) / len(files) for kind, files in scores.items()}
    for kind in sorted(means, key=means.__getitem__):
        worst = min(scores[kind])
        print(f"    {kind:32} {means[kind]:6.3f}  worst: {worst[1]} {worst[0]:.2f}")
    mean, files = sum(means.values()) / len(means), sum(map(len, scores.values()))
    name = f"our rebuild of Pollock's kinds: {mean:.3f} of 10"
    return Row(name, 10 - mean, 10 - SIMPLE, f"{files} files of {len(means)} kinds", at_most=1, unit="pt")


def rows() -> Iterator[Row]:
    """The two scores; that of the rebuilt files if the benchmark's own are not available."""
    root = Path(os.environ.get(FOLDER, ""))
    folder = root / "polluted_files"
    if not os.environ.get(FOLDER) or not (folder / "csv").is_dir():
        yield _rebuilt_row()
        return
    names = sorted(path.name for path in (folder / "csv").iterdir() if (folder / "clean" / path.name).exists())
    scores = {name: sum(score(folder, name)) for name in names}
    weights = json.loads((root / "pollock_weights.json").read_text())
    total = sum(weights.get(name, 0) for name in names)
    weighted = sum(weights.get(name, 0) * scores[name] for name in names) / total
    simple = sum(scores.values()) / len(scores)
    for worst in sorted(names, key=scores.__getitem__)[:10]:
        print(f"    {worst:48} {scores[worst]:.2f}")
    for kind, reached, aim in (("simple", simple, SIMPLE), ("weighted", weighted, WEIGHTED)):
        # The points missing of ten, against those that may be missing.
        name = f"Pollock, {kind}: {reached:.3f} of 10"
        yield Row(name, 10 - reached, 10 - aim, f"{len(names)} files, aim {aim}", at_most=1, unit="pt")
