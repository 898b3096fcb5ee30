"""Keys of programs that ask for data: made and revoked here, each for some deeds on some sites.

A key is `rk_` and 43 characters of base64url, 32 random bytes; it is shown once. The database has its SHA-256: with 256
random bits there is nothing to guess, so a slow hash would only slow every request down.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.core.texts import clean_line
from ryadom.errors import ApiKeyInvalid, ApiKeyUnknown, BadBody, ScopeMissing
from ryadom.store import api_keys as store
from ryadom.store import journal
from ryadom.store.api_keys import StoredKey
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Action, Actor, ActorKind, Record
from ryadom.store.sites import Site, all_sites
from ryadom.store.sql import Connection

PREFIX = "rk_"
SECRET_BYTES = 32
MAX_NAME_CHARS = 100
_SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


class Scope(StrEnum):
    """What a key may be used for. Values are stored for ever: add, never rename.

    `read_subjects` shows, beside `read_requests`, who asks and what they write.
    """

    EXPORT_DATA = "export_data"
    READ_CHANGES = "read_changes"
    READ_CHATS = "read_chats"
    READ_SETTINGS = "read_settings"
    WRITE_CHATS = "write_chats"
    READ_REQUESTS = "read_requests"
    READ_SUBJECTS = "read_subjects"
    WRITE_REQUESTS = "write_requests"
    MANAGE_WEBHOOKS = "manage_webhooks"
    READ_REPORTS = "read_reports"


class MadeKey(Struct, frozen=True, kw_only=True):
    """A new key, the only time that it is seen."""

    id: UUID
    secret: str


class Program(Struct, frozen=True, kw_only=True):
    """Who asks by a key, and the sites that it may ask for."""

    key: StoredKey
    sites: tuple[Site, ...]

    def actor(self, network: str | None) -> Actor:
        """As the journal names it."""
        return Actor(kind=ActorKind.API_KEY, id=self.key.id, name=self.key.name, network=network)

    def site(self, key: str) -> Site:
        """The site with this embed key.

        Raises:
            ScopeMissing: see `chosen`.
        """
        return self.chosen([key])[0]

    def chosen(self, keys: Sequence[str], *, field: str = "site") -> list[Site]:
        """The sites with these embed keys; all that the key may ask for where none is named. `field`: where they are.

        Raises:
            ScopeMissing: one that it may not ask for, or that is not there: the same answer, on purpose.
        """
        known = {site.key: site for site in self.sites}
        if unknown := [key for key in keys if key not in known]:
            raise ScopeMissing(f"This key may not ask for the site {unknown[0]}.", field=field)
        return [known[key] for key in dict.fromkeys(keys)] if keys else list(self.sites)


class ApiKeys(Struct, frozen=True, kw_only=True):
    """All keys. Making and revoking one is in the journal first."""

    database: Database

    async def make(
        self,
        sites: Sequence[Site],
        *,
        name: str,
        scopes: Sequence[Scope],
        is_for_all: bool,
        expires_at: datetime | None,
        by: Actor,
    ) -> MadeKey:
        """A key for these sites of one controller, or (`is_for_all`) for all of its sites, also those to come.

        Raises:
            BadBody: a name that is no line of 1 to 100 characters, no scope, an end that is past, or sites of several
                controllers.
            JournalUnavailable: it can't be journalled, so there is no key.
        """
        name = clean_line(name, field="name", max_chars=MAX_NAME_CHARS)
        if not scopes:
            raise BadBody("Say what the key is for.", field="scopes")
        if expires_at is not None and expires_at <= datetime.now(UTC):
            raise BadBody("A key must be good for a while: name a time to come.", field="expires_at")
        controllers = {site.controller_id for site in sites}
        if len(controllers) != 1:
            raise BadBody("A key is for sites of one controller: name them.", field="sites")
        [controller_id] = controllers
        made = MadeKey(id=new_id(), secret=PREFIX + secrets.token_urlsafe(SECRET_BYTES))
        async with self.database.transaction() as connection:
            await _journal(connection, controller_id, "api_key", name, by)
            await store.insert_key(
                connection,
                id=made.id,
                controller_id=controller_id,
                name=name,
                secret_sha256=hash_of(made.secret),
                scopes=sorted(set(scopes)),
                site_ids=[] if is_for_all else [site.id for site in sites],
                made_by=by.name,
                expires_at=expires_at,
            )
        return made

    async def find(self, secret: str) -> StoredKey:
        """The key, whatever it is for.

        Raises:
            ApiKeyInvalid: no key of ours, revoked, or over.
        """
        if _SHAPE.fullmatch(secret) is None:
            raise ApiKeyInvalid("This is no key: `ryadom api-key add` makes one.")
        async with self.database.connection() as connection:
            key = await store.find_key(connection, hash_of(secret))
        if key is None:
            raise ApiKeyInvalid("This is no key, or it is over or revoked: `ryadom api-key list` shows them.")
        return key

    async def admit(self, key: StoredKey, scope: Scope) -> Program:
        """Who asks by this key, which is in use from now on.

        Raises:
            ScopeMissing: it may not be used for this.
        """
        if scope not in key.scopes:
            raise ScopeMissing(f"This key may not be used for {scope}: make one that may.")
        async with self.database.connection() as connection:
            await store.note_use(connection, key.id)
            sites = [site for site in await all_sites(connection) if site.controller_id == key.controller_id]
        return Program(key=key, sites=tuple(site for site in sites if not key.site_ids or site.id in key.site_ids))

    async def check_again(self, program: Program) -> None:
        """For what takes long.

        Raises:
            ApiKeyInvalid: the key was revoked, or is over, meanwhile.
        """
        async with self.database.connection() as connection:
            if not await store.is_usable(connection, program.key.id):
                raise ApiKeyInvalid("The key was revoked, or is over, meanwhile.")

    async def all(self) -> list[StoredKey]:
        """All keys, also those that are no longer good, oldest first."""
        async with self.database.connection() as connection:
            return await store.list_keys(connection)

    async def revoke(self, id: UUID, *, by: Actor) -> StoredKey:
        """Ends a key for good.

        Raises:
            ApiKeyUnknown: there is none with this number, or it was revoked before.
            JournalUnavailable: it can't be journalled; the key stays good.
        """
        async with self.database.transaction() as connection:
            key = await store.revoke_key(connection, id)
            if key is None:
                raise ApiKeyUnknown(
                    "No key that is good has this number: `ryadom api-key list` shows them.", field="id"
                )
            await _journal(connection, key.controller_id, "api_key_revoked", key.name, by)
        return key


def hash_of(secret: str) -> bytes:
    """As the database has a key."""
    return hashlib.sha256(secret.encode()).digest()


async def _journal(connection: Connection, controller_id: UUID, what: str, name: str, by: Actor) -> None:
    record = Record(
        controller_id=controller_id, action=Action.SETTINGS_CHANGED, actor=by, details={"what": what, "name": name}
    )
    await journal.append(connection, [record])
