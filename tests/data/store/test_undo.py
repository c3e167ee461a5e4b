"""Property test: after any sequence of imports and undos the store equals a simple model of it."""

from collections.abc import Iterable
from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given, settings

from data.store import import_log, records
from data.store.database import Store, open_store
from tests.data import frames
from tests.data.frames import bring, source

# A row: a key and its content. A key may occur several times in a file; the last row counts.
FILES = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["x", "y"])), max_size=6)
# Import a file, or several files as one import, enter rows by hand, or undo the n-th of the imports that stand.
TOGETHER = st.lists(FILES, min_size=2, max_size=3).map(lambda files: {"files": files})
STEPS = st.lists(st.one_of(FILES, TOGETHER, FILES.map(tuple), st.integers(0, 5)), max_size=9)


def held(store: Store) -> dict[str, str]:
    """The stored content by key."""
    return dict(records.load(store, "reports").select("report_key", "note").rows())


def expected(live: list[tuple[int, dict[str, str]]]) -> dict[str, str]:
    """The content by key after applying these imports in their order."""
    return {key: content for _id, rows in live for key, content in rows.items()}


def counted(before: dict[str, str], file: list[tuple[str, str]]) -> tuple[int, int, int]:
    """The numbers of rows of a file that add, update or change nothing, given the content before it."""
    now, added, updated = dict(before), 0, 0
    for key, content in file:
        added += key not in now
        updated += key in now and now[key] != content
        now[key] = content
    return added, updated, len(file) - added - updated


def rows_of(file: Iterable[tuple[str, str]]) -> list[dict]:
    """The reports of a file."""
    return [{"report_key": key, "note": content} for key, content in file]


def walk(store: Store, steps: list) -> None:
    """Take the steps in the store and in the model, which must agree after every step; then undo the other imports."""
    live: list[tuple[int, dict[str, str]]] = []
    for step in steps:
        if isinstance(step, tuple):
            by_hand = {"reports": frames.reports(*rows_of(dict(step).items())), "visits": frames.visits(*dict(step))}
            live.append((import_log.enter(store, "jan", by_hand, "A signal")[-1], dict(step)))
        elif isinstance(step, list):
            result = bring(store, *rows_of(step))
            assert (result.added, result.updated, result.unchanged) == counted(expected(live), step)
            live.append((result.import_id, dict(step)))
        elif isinstance(step, dict):
            rows = [frames.reports(*rows_of(file)) for file in step["files"]]
            results = import_log.save_all(store, "jan", [(source(frame.height), frame, None) for frame in rows])
            content = {key: note for file in step["files"] for key, note in file}
            live.append((results[len(content) % len(results)].import_id, content))
        elif live:
            import_log.undo(store, "jan", live.pop(step % len(live))[0])
        assert held(store) == expected(live)
    while live:
        import_log.undo(store, "jan", live.pop(0)[0])
        assert held(store) == expected(live)
    assert records.load(store, "visits").is_empty()


def test_any_imports_and_undos_hold_what_the_model_holds(store):
    @settings(max_examples=40 if store.is_sqlite else 8)
    @given(STEPS)
    def agrees(steps: list) -> None:
        walk(store, steps)

    agrees()


def test_a_row_passes_from_one_import_to_the_next_that_saw_it(store):
    first, changed, seen = [("a", "x"), ("b", "x")], [("a", "y")], [("a", "y"), ("b", "x")]
    walk(store, [first, changed, seen, 1, 0])  # undo the change, then the first: all is held by the third
    walk(store, [first, first, changed, 0, 1])  # the past version passes on, and is there when the change is undone
    walk(store, [first, first, first, 0, 1])  # of two that saw it the earlier takes it: it outlives the later
    walk(store, [first, first, first, changed, 0, 1, 1])


def test_what_was_seen_by_hand_passes_on_like_a_file(store):
    first, changed = [("a", "x"), ("b", "x")], (("a", "y"),)
    walk(store, [first, changed, first, 1, 0])
    walk(store, [changed, changed, [("a", "y")], 0, 0])


def test_nothing_of_an_undone_import_is_left_on_the_disk(tmp_path):
    """Words that nobody had placed can be a name; deleted rows lay in the file and its journal."""
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    word = "Overlast door Zonderling"
    frame = frames.reports({"report_key": "a", "street": "Zonderlingstraat", "category_word": word})
    described = replace(source(frame.height), quality={"unmapped": {word: 1}})
    result = import_log.save(store, "jan", described, frame)

    def on_disk() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert b"Zonderling" in on_disk()
    import_log.undo(store, "jan", result.import_id)
    assert b"Zonderling" not in on_disk()
    assert import_log.get(store, result.import_id)["quality"] == {}
    store.close()
