"""A key per person, under which their details stand in the journal. Erasure destroys it; the chain stays whole.

AES-256-GCM, a fresh nonce each time. The key itself is kept wrapped under a key derived from the server's secret, so
neither a dump of the database nor a backup of it alone opens anything.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct
from msgspec.structs import replace

from ryadom.errors import BadSetting
from ryadom.privacy.derived_keys import KEY_BYTES, derive_key
from ryadom.privacy.veil import Veil
from ryadom.store import person_keys as store
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Link, Sealed
from ryadom.store.sql import Connection

NONCE_BYTES = 12
PURPOSE = "person keys 1"


class Unsealed(Struct, frozen=True, kw_only=True):
    """What was sealed: the details of what could be opened, and what can't be although its key is there.

    `blocked`: what is of people whose data are blocked, and was left closed. Of all else the key was destroyed.
    """

    details: Mapping[Sealed, Mapping[str, str]]
    unreadable: frozenset[Sealed] = frozenset()
    blocked: frozenset[Sealed] = frozenset()

    def covered(self, links: Iterable[Link], veil: Veil) -> "Unsealed":
        """The same for who does not see contacts: masked as the site of each record says."""
        details = dict(self.details)
        for link in links:
            sealed, site_id = link.record.sealed, link.record.site_id
            if sealed is not None and sealed in self.details and site_id is not None:
                details[sealed] = {
                    name: veil.cover_text(site_id, value) for name, value in self.details[sealed].items()
                }
        return replace(self, details=details)


def sealed_of(links: Iterable[Link]) -> list[Sealed]:
    """What is sealed in these links."""
    return [link.record.sealed for link in links if link.record.sealed]


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

    async def seal_each(
        self, connection: Connection, people: Sequence[tuple[UUID, UUID]], details: dict[str, str]
    ) -> dict[tuple[UUID, UUID], Sealed]:
        """The same details once for each of these people, by site and visitor; not for who is being erased.

        To be called in a transaction: the keys that are missing are stored by it.
        """
        fresh = []
        for _ in people:
            id = new_id()
            fresh.append((id, _encrypt(self._wrappers[0], secrets.token_bytes(KEY_BYTES), id)))
        plain = msgspec.json.encode(details, order="deterministic")
        return {
            person: Sealed(kept.id, _encrypt(AESGCM(self._unwrap(kept)), plain, kept.id))
            for person, kept in (await store.keys_of(connection, people, fresh)).items()
        }

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

    async def open_those_that_open(self, connection: Connection, sealed: Sequence[Sealed]) -> Unsealed:
        """The same, but what was tampered with, or whose secret is gone, does not hide all others.

        Nobody works with the data of who is blocked (152-FZ article 21): theirs are not opened.
        """
        key_ids = await store.keys_of_blocked(connection, {one.key_id for one in sealed})
        blocked = frozenset(one for one in sealed if one.key_id in key_ids)
        sealed = [one for one in sealed if one not in blocked]
        try:
            return Unsealed(details=await self.open(connection, sealed), blocked=blocked)
        except (BadSetting, InvalidTag):
            pass
        details: dict[Sealed, dict[str, str]] = {}
        unreadable: set[Sealed] = set()
        for one in sealed:
            try:
                details |= await self.open(connection, [one])
            except (BadSetting, InvalidTag):
                unreadable.add(one)
        return Unsealed(details=details, unreadable=frozenset(unreadable), blocked=blocked)

    def rewrapped(self, kept: store.WrappedKey) -> bytes | None:
        """The same key wrapped under the newest secret; None where it is.

        Raises:
            BadSetting: see `open`.
        """
        try:
            _decrypt(self._wrappers[0], kept.wrapped, kept.id)
        except InvalidTag:
            return _encrypt(self._wrappers[0], self._unwrap(kept), kept.id)
        return None

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
