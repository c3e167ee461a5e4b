"""Read the files in a .zip, which may be damaged, encrypted or a zip bomb."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from domain.errors import N_, NotUnderstood

MAX_FILES = 5_000  # three years of every UK police force, a file a month, is 1,600
MAX_BYTES = 2 << 30  # all files together, unpacked
MAX_RATIO = 250  # unpacked to packed; exports reach 30, a zip bomb 1,000
_SMALL = 50 << 20  # bytes; smaller unpacked sizes are harmless whatever the ratio
_LOCAL_HEADER, _LENGTHS = 30, 26  # bytes of a local header, and where the lengths of name and extra field stand in it
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """A .zip in memory.

    Raises:
        NotUnderstood: it is damaged, encrypted, or unpacks to far more than its size.
    """

    def __init__(self, file: str, content: bytes) -> None:
        self.file, self._content = file, content
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except Exception as error:  # a damaged directory can raise any exception
            raise self._damaged() from error
        self._infos = {info.filename: info for info in infos if not _is_hidden(info.filename)}
        self._check(len(content))

    @property
    def names(self) -> list[str]:
        """The names of its files, sorted, without folders and files that operating systems add."""
        return sorted(self._infos)

    def read(self, name: str) -> bytes:
        """The unpacked bytes of one file.

        Raises:
            NotUnderstood: it is encrypted or damaged, or not of the size that the directory says.
        """
        info = self._infos[name]
        if info.flag_bits & 0x1:
            raise NotUnderstood(N_("{file} is locked with a password. Save it without one."), file=self.file)
        if info.compress_type not in _PLAIN_METHODS:
            raise NotUnderstood(
                N_("{file} is packed in an unusual way. Pack it again as an ordinary .zip."), file=self.file
            )
        try:
            unpacked = self._unpacked(info)
        except (struct.error, zlib.error) as error:
            raise self._damaged() from error
        if unpacked is None or zlib.crc32(unpacked) != info.CRC:
            raise self._damaged()
        return unpacked

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes | None:
        """The bytes of a file; None where they end before or go on after the size that the directory says.

        ``zipfile`` reads no further than that size, and other readers go on.
        """
        name, extra = struct.unpack_from("<HH", self._content, info.header_offset + _LENGTHS)
        start = info.header_offset + _LOCAL_HEADER + name + extra
        packed = memoryview(self._content)[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            return bytes(packed) if len(packed) == info.file_size else None
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = unpacking.decompress(packed, info.file_size + 1)
        return unpacked if unpacking.eof and len(unpacked) == info.file_size else None

    def size(self, name: str) -> int:
        """The unpacked size of one file in bytes."""
        return self._infos[name].file_size

    def ending(self, *endings: str) -> Iterator[str]:
        """The file names with one of these endings (lower case, with the dot)."""
        return (name for name in self.names if PurePosixPath(name.lower()).suffix in endings)

    def _check(self, size: int) -> None:
        unpacked = sum(info.file_size for info in self._infos.values())
        too_dense = unpacked > _SMALL and unpacked > MAX_RATIO * size
        if too_dense or unpacked > MAX_BYTES or len(self._infos) > MAX_FILES:
            raise NotUnderstood(
                N_("{file} is not opened: it has {files} files of {megabytes} MB together, more than can be right."),
                file=self.file,
                files=len(self._infos),
                megabytes=unpacked >> 20,
            )

    def _damaged(self) -> NotUnderstood:
        return NotUnderstood(N_("{file} is damaged and cannot be unpacked. Export or send it again."), file=self.file)


def _is_hidden(name: str) -> bool:
    """Whether this is a folder, or macOS or Windows added it to the archive; ".rels" is a part of a workbook."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or name.endswith("/") or parts[0] == "__MACOSX" or parts[-1] == "Thumbs.db":
        return True
    return parts[-1].startswith(".") and parts[-1] != ".rels"
