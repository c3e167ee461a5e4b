"""A file in memory: what container it is, and the archive in it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from domain.intake.reading.archives import Archive

Container = Literal["zip", "workbook", "text"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class File:
    """The name and the bytes of a file. Its archive is opened once, whoever asks for it."""

    name: str
    content: bytes

    @property
    def container(self) -> Container:
        """What to open it as: a zip (as any workbook since Excel 2007 is), an older workbook, or text."""
        if self.content.startswith(_ZIP):
            return "zip"
        return "workbook" if self.content.startswith(_OLE) else "text"

    @cached_property
    def archive(self) -> Archive:
        """The .zip in the file.

        Raises:
            NotUnderstood: it is damaged, encrypted, or unpacks to far more than its size.
        """
        return Archive(self.name, self.content)
