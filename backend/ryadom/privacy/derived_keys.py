"""Keys for one purpose each, derived from the server's secret keys: one says nothing of another."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def derive_key(secret_key: str, purpose: str) -> bytes:
    """32 bytes that only who knows the secret key can make. Source: RFC 5869."""
    hkdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"ryadom {purpose}".encode())
    return hkdf.derive(secret_key.encode())
