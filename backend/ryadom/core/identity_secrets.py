"""With what a site signs who its visitors are: made here, kept sealed, shown to administrators and replaced by them."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from msgspec import Struct

from ryadom.core.sealing import Seal
from ryadom.errors import BadBody, SiteUnknown
from ryadom.privacy.overruling import noted_of, settings_changed
from ryadom.store import identity_secrets as store
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.identity_secrets import StoredSecrets
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sites import Site, find_site, sites_of_operator
from ryadom.store.sql import Connection

SECRET_BYTES = 32
PURPOSE = "identity secret"
CHANGES = ("identity_secret", "identity_secret_dropped")
"""As what the journal notes those that move the version."""

log = structlog.get_logger(__name__)


class SecretState(Struct, frozen=True, kw_only=True):
    """How it stands with a site's secret, which itself is only shown to who asks for it.

    `version` is 0 where there is none. `has_before`: the one before the newest is still good.
    """

    site_id: UUID
    name: str
    version: int
    made_at: datetime | None = None
    has_before: bool = False


class ShownSecret(Struct, frozen=True, kw_only=True):
    """The newest secret in clear, and how it stands with it."""

    state: SecretState
    secret: str


class IdentitySecrets(Struct, frozen=True, kw_only=True):
    """The secrets of all sites. Every change, and every look at one, is in the journal first."""

    database: Database
    seal: Seal

    async def states_of_operator(self, operator_id: UUID) -> list[SecretState]:
        """How it stands on every site that an operator works on, oldest site first."""
        async with self.database.connection() as connection:
            sites = await sites_of_operator(connection, operator_id)
            stored = await store.secrets_of_sites(connection, [site.id for site in sites])
        return [_state(site, stored.get(site.id)) for site in sites]

    async def site_of_operator(self, operator_id: UUID, site_id: UUID) -> Site:
        """A site that the operator works on.

        Raises:
            SiteUnknown: they work on no such site.
        """
        async with self.database.connection() as connection:
            for site in await sites_of_operator(connection, operator_id):
                if site.id == site_id:
                    return site
        raise SiteUnknown("You work on no site with this id.", field="site_id")

    async def site_by_key(self, key: str) -> Site:
        """The site with this embed key.

        Raises:
            SiteUnknown: there is none.
        """
        async with self.database.connection() as connection:
            site = await find_site(connection, key)
        if site is None:
            raise SiteUnknown(f"No site has the key {key}. `ryadom site list` shows them.", field="site")
        return site

    async def state(self, site: Site) -> SecretState:
        """How it stands on one site."""
        async with self.database.connection() as connection:
            return _state(site, await store.find_secrets(connection, site.id))

    async def good_secrets(self, connection: Connection, site_id: UUID) -> Sequence[str]:
        """The secrets by which a signature is good now, the newest first."""
        stored = await store.find_secrets(connection, site_id)
        if stored is None:
            return ()
        opened = [self._open(site_id, sealed) for sealed in (stored.sealed, stored.sealed_before) if sealed]
        return [secret for secret in opened if secret is not None]

    async def show(self, site: Site, *, by: Actor) -> ShownSecret:
        """The newest secret.

        Raises:
            BadBody: the site has none, or the key that it was sealed with is gone: make a new one.
            JournalUnavailable: the journal can't be written, so nothing is shown.
        """
        async with self.database.transaction() as connection:
            stored = await store.find_secrets(connection, site.id)
            opened = self.seal.open(stored.sealed, owner=site.id.bytes) if stored else None
            if stored is None or opened is None:
                raise BadBody("The site has no secret that can be shown. Make a new one.", field="secret")
            if opened.is_stale:
                resealed = self.seal.close(opened.secret, owner=site.id.bytes)
                await store.reseal_secret(connection, site.id, sealed=stored.sealed, resealed=resealed)
            await _note(connection, site, "identity_secret_shown", by)
        return ShownSecret(state=_state(site, stored), secret=opened.secret.decode())

    async def replace(self, site: Site, *, over_version: int, by: Actor) -> ShownSecret:
        """Makes a new secret; the newest until now stays good beside it, the one before that is good no more.

        Raises:
            SettingsChanged: somebody else has changed it since `over_version`.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        sealed = self.seal.close(secret.encode(), owner=site.id.bytes)
        async with self.database.transaction() as connection:
            if not await store.put_secret(connection, site.id, sealed, over_version=over_version):
                raise await settings_changed(connection, noted_of(site, *CHANGES), by)
            await _note(connection, site, "identity_secret", by)
            state = _state(site, await store.find_secrets(connection, site.id))
        return ShownSecret(state=state, secret=secret)

    async def drop_before(self, site: Site, *, over_version: int, by: Actor) -> SecretState:
        """Takes the secret before the newest back: what was signed with it is good no more.

        Raises:
            SettingsChanged: somebody else has changed it since `over_version`, or there is none before.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        async with self.database.transaction() as connection:
            if not await store.drop_secret_before(connection, site.id, over_version=over_version):
                raise await settings_changed(connection, noted_of(site, *CHANGES), by)
            await _note(connection, site, "identity_secret_dropped", by)
            return _state(site, await store.find_secrets(connection, site.id))

    def _open(self, site_id: UUID, sealed: bytes) -> str | None:
        opened = self.seal.open(sealed, owner=site_id.bytes)
        if opened is None:
            log.error("identity secret can't be opened: its secret key is gone", site_id=str(site_id))
        return opened.secret.decode() if opened else None


def _state(site: Site, stored: StoredSecrets | None) -> SecretState:
    if stored is None:
        return SecretState(site_id=site.id, name=site.name, version=0)
    return SecretState(
        site_id=site.id,
        name=site.name,
        version=stored.version,
        made_at=stored.made_at,
        has_before=stored.sealed_before is not None,
    )


async def _note(connection: Connection, site: Site, what: str, by: Actor) -> None:
    record = Record(
        controller_id=site.controller_id,
        action=Action.SETTINGS_CHANGED,
        actor=by,
        site_id=site.id,
        details={"what": what},
    )
    await journal.append(connection, [record])
