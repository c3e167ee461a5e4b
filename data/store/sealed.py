"""Encrypted backups, in the age format (age-encryption.org/v1): for a public key, or with a passphrase.

A public key suits a nightly backup: the server holds nothing that opens it. The identity that does belongs elsewhere.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pyrage

from domain.errors import N_, NotUnderstood, WrongValue

PASSPHRASE = "BLOKWIJZER_BACKUP_PASSPHRASE"  # the name of the environment's variable, not a passphrase
_BEGINS = b"age-encryption.org/v1"


@dataclass(frozen=True)
class Seal:
    """How a backup is encrypted. ``recipient``: a public key (age1...); None: by the passphrase of the environment."""

    recipient: str | None = None

    def close(self, content: bytes) -> bytes:
        """Encrypt.

        Raises:
            WrongValue: the public key is none, or there is no passphrase.
        """
        if self.recipient is None:
            return pyrage.passphrase.encrypt(content, _passphrase())
        try:
            return pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(self.recipient)])
        except pyrage.RecipientError as error:
            raise WrongValue(
                N_("“{key}” is not a public key. It begins with age1; age-keygen makes one."), key=self.recipient
            ) from error


def is_sealed(file: Path) -> bool:
    """Whether a file is encrypted."""
    with file.open("rb") as opened:
        return opened.read(len(_BEGINS)) == _BEGINS


def opened_seal(file: Path, identity: Path | None) -> bytes:
    """Decrypt a backup. ``identity``: the file with the secret key; None: by the passphrase of the environment.

    Raises:
        NotUnderstood: this key or passphrase does not open it, or it is damaged.
        WrongValue: the file of the identity holds none, or there is no passphrase.
    """
    content = file.read_bytes()
    try:
        if identity is None:
            return pyrage.passphrase.decrypt(content, _passphrase())
        return pyrage.decrypt(content, _identities(identity))
    except pyrage.DecryptError as error:
        raise NotUnderstood(
            N_("{file} is not opened by this key or passphrase, or it is damaged. Nothing was changed."), file=file.name
        ) from error


def _identities(file: Path) -> list[pyrage.x25519.Identity]:
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise WrongValue(N_("{file} holds no secret key. age-keygen writes one."), file=file.name)
    return found


def _passphrase() -> str:
    given = os.environ.get(PASSPHRASE, "")
    if not given:
        raise WrongValue(N_("Set {name} to a long passphrase, or give a key."), name=PASSPHRASE)
    return given
