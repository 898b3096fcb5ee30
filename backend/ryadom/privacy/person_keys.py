"""A key per person, under which their details stand in the journal. Erasure destroys it; the chain stays whole.

AES-256-GCM, a fresh nonce each time. The key itself is kept wrapped under a key derived from the server's secret, so
neither a dump of the database nor a backup of it alone opens anything.
"""

import secrets
from collections.abc import Sequence
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ryadom.errors import BadSetting
from ryadom.privacy.derived_keys import KEY_BYTES, derive_key
from ryadom.store import person_keys as store
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Sealed
from ryadom.store.sql import Connection

NONCE_BYTES = 12
PURPOSE = "person keys 1"


class PersonKeys:
    """Seals and opens. `secret_keys`: the newest first; it wraps new keys, the others still unwrap theirs."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._wrappers = [AESGCM(derive_key(key, PURPOSE)) for key in secret_keys]

    async def seal(self, connection: Connection, *, site_id: UUID, visitor_id: UUID, details: dict[str, str]) -> Sealed:
        """The details, so that only this person's key opens them; the key is made by the first call."""
        kept = await store.find_key(connection, site_id=site_id, visitor_id=visitor_id)
        if kept is None:
            fresh_id = new_id()
            wrapped = _encrypt(self._wrappers[0], secrets.token_bytes(KEY_BYTES), fresh_id)
            kept = await store.insert_key(
                connection, id=fresh_id, site_id=site_id, visitor_id=visitor_id, wrapped=wrapped
            )
        key = AESGCM(self._unwrap(kept))
        return Sealed(kept.id, _encrypt(key, msgspec.json.encode(details, order="deterministic"), kept.id))

    async def open(self, connection: Connection, sealed: Sequence[Sealed]) -> dict[Sealed, dict[str, str]]:
        """The details of those whose key is still there; the rest are unreadable for everybody.

        Raises:
            BadSetting: a key was wrapped under a secret that is no longer among `RYADOM_SECRET_KEY`.
        """
        kept = await store.find_keys(connection, {one.key_id for one in sealed})
        keys = {one.id: AESGCM(self._unwrap(one)) for one in kept}
        return {
            one: msgspec.json.decode(_decrypt(keys[one.key_id], one.ciphertext, one.key_id), type=dict[str, str])
            for one in sealed
            if one.key_id in keys
        }

    def _unwrap(self, kept: store.WrappedKey) -> bytes:
        for wrapper in self._wrappers:
            try:
                return _decrypt(wrapper, kept.wrapped, kept.id)
            except InvalidTag:
                continue
        raise BadSetting(
            f"RYADOM_SECRET_KEY: none of its keys opens the person's key {kept.id}; "
            "keep older keys behind the newest one",
            field="RYADOM_SECRET_KEY",
        )


def _encrypt(key: AESGCM, plain: bytes, key_id: UUID) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + key.encrypt(nonce, plain, key_id.bytes)


def _decrypt(key: AESGCM, sealed: bytes, key_id: UUID) -> bytes:
    return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], key_id.bytes)
