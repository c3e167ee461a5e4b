"""A folder is replaced as a whole: readers find one edition or the other, and a failure leaves the former one."""

import errno
import sys
import threading
from pathlib import Path

import pytest

from data.documents import whole_folder
from data.documents.whole_folder import write_folder
from domain.errors import WrongValue

NAMES = ("a.csv", "b.csv")


def edition(number: int) -> dict[str, bytes]:
    return {name: str(number).encode() for name in NAMES}


def content(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


@pytest.fixture(params=["in one step", "by moving"])
def folder(request, tmp_path, monkeypatch):
    """A folder with the first edition, where folders change places in each of the two ways."""
    if request.param == "by moving":
        monkeypatch.setattr(whole_folder, "_exchanged", lambda _one, _other: False)
    write_folder(tmp_path / "open" / "data", edition(1), NAMES)
    return tmp_path / "open" / "data"


def test_a_new_edition_takes_the_place_of_the_former(folder):
    write_folder(folder, {"a.csv": b"2"}, NAMES)
    assert content(folder) == {"a.csv": b"2"}, "a file that is no longer published is gone"
    assert [each.name for each in folder.parent.iterdir()] == ["data"], "nothing is left beside it"


def test_others_may_read_what_is_published(folder):
    assert folder.stat().st_mode & 0o777 == 0o777 & ~whole_folder._umask()
    folder.chmod(0o750)
    write_folder(folder, edition(2), NAMES)
    assert folder.stat().st_mode & 0o777 == 0o750


def test_a_folder_with_other_files_is_left_alone(folder):
    (folder / "letter.docx").write_bytes(b"mine")
    with pytest.raises(WrongValue, match=r"letter\.docx"):
        write_folder(folder, edition(2), NAMES)
    assert content(folder) == {**edition(1), "letter.docx": b"mine"}


def test_a_failure_leaves_the_former_edition(folder, monkeypatch):
    def full(_path, _content):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="no space"):
            write_folder(folder, edition(2), NAMES)
    assert content(folder) == edition(1)
    original = Path.rename

    def refused(path, target):
        if path.name.startswith(".data-"):
            raise OSError("in use")
        return original(path, target)

    monkeypatch.setattr(whole_folder, "_exchanged", lambda _one, _other: False)
    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(OSError, match="in use"):
        write_folder(folder, edition(2), NAMES)
    assert content(folder) == edition(1)
    assert [each.name for each in folder.parent.iterdir()] == ["data"]


def test_a_reader_never_finds_half_an_edition(folder, request):
    """Whoever reads the files while they are replaced finds each of them, and whole."""
    found, missed, done = [], [], threading.Event()

    def read():
        while not done.is_set():
            try:
                found.append((folder / NAMES[-1]).read_bytes())
            except FileNotFoundError:  # between the two moves
                missed.append(1)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(60):
        write_folder(folder, {name: str(number).encode() * 50_000 for name in NAMES}, NAMES)
    done.set()
    reader.join()
    assert len(set(found)) > 1, "several editions were read"
    assert all(read == b"1" or read in (read[:1] * 50_000, read[:2] * 50_000) for read in found)
    if "in one step" in request.node.name and sys.platform.startswith("linux"):
        assert not missed


def test_of_a_link_the_folder_that_it_leads_to_is_replaced(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there")
    for content in (b"1", b"2"):
        write_folder(tmp_path / "link", {"a.csv": content}, {"a.csv"})
    assert (tmp_path / "there" / "a.csv").read_bytes() == b"2"
    assert {each.name for each in tmp_path.iterdir()} == {"there", "link"}


@pytest.mark.parametrize("code", [errno.EBUSY, errno.EXDEV, errno.EROFS])
def test_a_folder_that_cannot_change_places_gets_its_files_one_by_one(tmp_path, monkeypatch, code):
    """As a volume that is mounted there, or beside which nothing may be written."""

    def refuse(*_folders):
        raise OSError(code, "in use")

    write_folder(tmp_path / "data", edition(1), NAMES)
    monkeypatch.setattr(whole_folder, "_swap", refuse)
    write_folder(tmp_path / "data", {"a.csv": b"2"}, NAMES)
    assert content(tmp_path / "data") == {"a.csv": b"2"}
    assert [each.name for each in tmp_path.iterdir()] == ["data"], "nothing is left beside it"
    (tmp_path / "data" / ".new").mkdir()  # of a process that was killed
    write_folder(tmp_path / "data", edition(3), NAMES)
    assert content(tmp_path / "data") == edition(3)
    with pytest.raises(OSError, match="in use"):
        write_folder(tmp_path / "absent", edition(1), NAMES)
