"""Keeping small secrets in the database so that a stolen dump does not give them away.

AES-256-GCM under a key that HKDF makes of the server's secret key. A sealed secret is bound to its owner: moved to
somebody else's row it does not open. The nonce (12 random bytes) stands before the ciphertext.
"""

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec import Struct

NONCE_BYTES = 12


class Opened(Struct, frozen=True):
    """A secret in clear, and whether it was sealed under a key that is not the newest any more."""

    secret: bytes
    is_stale: bool


class Seal:
    """Seals under the first key, opens with any. `purpose` keeps what is sealed for one use from opening in another."""

    def __init__(self, secret_keys: Sequence[str], *, purpose: str) -> None:
        self._ciphers = [AESGCM(_derived(key, purpose)) for key in secret_keys]

    def close(self, secret: bytes, *, owner: bytes) -> bytes:
        """The secret as it may be kept."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, secret, owner)

    def open(self, sealed: bytes, *, owner: bytes) -> Opened | None:
        """The secret again; None where no key opens it: it was tampered with, is another's, or its key is gone."""
        if len(sealed) < NONCE_BYTES:
            return None
        nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        for index, cipher in enumerate(self._ciphers):
            try:
                return Opened(cipher.decrypt(nonce, ciphertext, owner), is_stale=index > 0)
            except InvalidTag:
                continue
        return None


def _derived(secret_key: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"ryadom {purpose}".encode()).derive(secret_key.encode())
