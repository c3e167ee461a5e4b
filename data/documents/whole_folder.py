"""Writes a folder as a whole: a reader finds the former files or the new ones, never some of both.

The files are written in a new folder beside it, which then takes its name. On Linux the two folders change places in
one step. Elsewhere, and on file systems that cannot do that, the former folder is moved away first: for an instant
there is no folder of that name. On Windows moving it fails while a program has a file in it open; the former files then
stay, and the error says so. A folder that cannot change places, such as a volume that is mounted there, keeps its
place: all files are written in a folder within it first, and then take their names one by one. A program that opens
several files one after another can still meet two editions: each file says up to which day it counts.
"""

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from domain.errors import N_, WrongValue

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2), Linux 3.15
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)
# What renaming a mount point, or writing beside one, raises: it is in use, on another disk, or nobody may write there.
_KEEPS_ITS_PLACE = (errno.EBUSY, errno.EXDEV, errno.EROFS, *((errno.EACCES, errno.EPERM) if os.name == "posix" else ()))
_WITHIN = ".new"  # the folder within one that keeps its place; left there only by a process that was killed


def write_folder(folder: Path, files: Mapping[str, bytes], ours: Collection[str]) -> None:
    """Write these files, by their names, as the whole content of a folder, which is made if it is not there.

    ``ours``: the names that files of ours can have; only these are replaced.

    Raises:
        WrongValue: there is a file of that name, or the folder holds files of another name: it is not ours to replace.
        OSError: it cannot be written; the former files are as they were.
    """
    folder = folder.resolve()  # of a link, the folder that it leads to
    foreign = _foreign(folder, ours)
    if foreign:
        raise WrongValue(
            N_("{folder} holds other files ({name}). Give an empty or a new folder."), folder=folder, name=foreign
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write_beside(folder, files)
    except OSError as error:
        if error.errno not in _KEEPS_ITS_PLACE or not folder.is_dir():
            raise
        _write_within(folder, files)


def _write_beside(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files in a new folder beside it, which takes its name."""
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            (new / name).write_bytes(content)
        new.chmod(folder.stat().st_mode & 0o7777 if folder.exists() else 0o777 & ~_umask())
        _swap(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _write_within(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files in a folder within it, then give each its name; what is not among them goes."""
    new = folder / _WITHIN
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    try:
        for name, content in files.items():
            (new / name).write_bytes(content)
        for name in files:
            (new / name).replace(folder / name)
        for each in folder.iterdir():
            if each.name not in files and each != new:
                each.unlink()
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _foreign(folder: Path, ours: Collection[str]) -> str | None:
    """The name of something in the folder that is not ours; of the folder itself if it is a file."""
    if not folder.exists():
        return None
    if not folder.is_dir():
        return folder.name
    found = (each for each in folder.iterdir() if each.name != _WITHIN)
    return next((each.name for each in found if each.name not in ours or each.is_dir()), None)


def _swap(new: Path, folder: Path) -> None:
    """Give the new folder the name of the former one; what was there is then at ``new``, or gone."""
    if not folder.exists():
        new.rename(folder)
        return
    if _exchanged(new, folder):
        return
    former = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent)) / "former"
    try:
        folder.rename(former)
        try:
            new.rename(folder)
        except OSError:
            former.rename(folder)
            raise
    finally:
        shutil.rmtree(former.parent, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders changed places in one step; false where the system cannot do that."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    if renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    if (code := ctypes.get_errno()) in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _umask() -> int:
    """The mode bits that new files do not get; reading it means setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
