"""Encrypted backups, in the age format (age-encryption.org/v1), for a public key.

The server holds nothing that opens them: the secret key belongs elsewhere. There are no passphrases: how much work it
takes to open one is fixed by the machine that wrote it, and a slower or busier one refuses.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pyrage

from domain.errors import N_, NotUnderstood, WrongValue

RECIPIENT = "BLOKWIJZER_BACKUP_RECIPIENT"  # the variable of the environment with the public key
_BEGINS = b"age-encryption.org/v1"


@dataclass(frozen=True)
class Seal:
    """For whom a backup is encrypted. ``recipient``: a public key (age1...)."""

    recipient: str

    def close(self, content: bytes) -> bytes:
        """Encrypt.

        Raises:
            WrongValue: the public key is none.
        """
        try:
            return pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(self.recipient)])
        except pyrage.RecipientError as error:
            raise WrongValue(
                N_("“{key}” is not a public key. It begins with age1; “blokwijzer backup-key” makes one."),
                key=self.recipient,
            ) from error


def make_key(file: Path) -> str:
    """Write a new secret key to a file that only its owner may read; return its public key.

    Raises:
        FileExistsError: the file exists; the key in it may open backups.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as out:
        out.write(f"# public key: {public}\n{identity}\n")
    return public


def is_sealed(file: Path) -> bool:
    """Whether a file is encrypted."""
    with file.open("rb") as opened:
        return opened.read(len(_BEGINS)) == _BEGINS


def opened_seal(file: Path, identity: Path | None) -> bytes:
    """Decrypt a backup. ``identity``: the file with the secret key.

    Raises:
        NotUnderstood: this key does not open it, or it is damaged.
        WrongValue: no secret key is given.
    """
    if identity is None:
        raise WrongValue(N_("{file} is encrypted. Give the file with its secret key (--identity)."), file=file.name)
    try:
        return pyrage.decrypt(file.read_bytes(), _identities(identity))
    except pyrage.DecryptError as error:
        raise NotUnderstood(
            N_("{file} is not opened by this key, or it is damaged. Nothing was changed."), file=file.name
        ) from error


def _identities(file: Path) -> list[pyrage.x25519.Identity]:
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise WrongValue(N_("{file} holds no secret key. “blokwijzer backup-key” writes one."), file=file.name)
    return found
