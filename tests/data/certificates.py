"""The certificates of a cluster, made anew."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificates(folder: Path) -> dict[str, str]:
    """The settings for an authority of its own and a certificate of it, written to a folder."""
    folder.mkdir()
    made, signer = {}, None
    for name in ("ca", "certificate"):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(signer[0] if signer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=signer is None, path_length=None), critical=True)
            .sign(signer[1] if signer else key, hashes.SHA256())
        )
        signer = signer or (subject, key)
        made[name] = folder / f"{name}.pem"
        made[name].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made["key"] = folder / "key.pem"
    made["key"].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return {f"BLOKWIJZER_CLUSTER_{name.upper()}": str(file) for name, file in made.items()}
