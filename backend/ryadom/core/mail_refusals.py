"""Addresses that want no more mail from a site: the link by which they say so, and whether they have.

An address is kept as a keyed hash. The link names a site and that hash: so it holds no address, needs nobody's row,
works for as long as the mail lies somewhere, and can do nothing else. Both go by keys of the server's secret key that
outlive it (core/kept_keys.py).
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from uuid import UUID

from itsdangerous import BadData, Signer, URLSafeSerializer

from ryadom.core.kept_keys import KeptKeys
from ryadom.errors import RouteUnknown
from ryadom.privacy.derived_keys import derive_key
from ryadom.store import visitor_mails as store
from ryadom.store.database import Database
from ryadom.store.sql import Connection

ADDRESSES = "mail refusals"
LINKS = "mail stop links"
UNKNOWN_READ_S = 1.0
"""A link that nobody knows may be of another process's key: so often it is looked for, whoever asks."""

_SALT = "ryadom.mail_stop"


class MailRefusals:
    """`secret_keys`, newest first: what any of them has hashed and signed counts."""

    def __init__(self, database: Database, secret_keys: Sequence[str]) -> None:
        self._database = database
        self._addresses, self._links = keys_of_refusals(database, secret_keys)

    async def marks(self, connection: Connection, email: str) -> list[bytes]:
        """What an address is known under; the first is what it is stored as."""
        known = await self._addresses.known(connection)
        return [_mark(key, email) for key in known.keys]

    async def link(self, site_id: UUID, email: str) -> str:
        """The last part of the address at which somebody says that they want no more.

        Not to be called with a connection in hand: keys that are not kept yet are.

        Raises:
            RefusalsSealed: it is not known who has refused; so nobody is to be mailed.
            DatabaseUnavailable: Postgres is away.
        """
        addresses, links = await self._addresses.kept(), await self._links.kept()
        mark = urlsafe_b64encode(_mark(addresses.keys[0], email)).decode()
        link = _serializer(links.keys).dumps([site_id.hex, mark])
        return link if isinstance(link, str) else link.decode()

    async def check(self, link: str) -> None:
        """Looks whether a link was made here.

        Raises:
            RouteUnknown: it was not.
            RefusalsSealed: nobody can say.
            DatabaseUnavailable: Postgres is away, and was needed.
        """
        await self._read(link)

    async def refuse(self, link: str) -> None:
        """Notes that the address of a link wants no more mail of the link's site. Once more is once.

        Raises:
            RouteUnknown, RefusalsSealed, DatabaseUnavailable: see `check`.
        """
        site_id, mark = await self._read(link)
        async with self._database.connection() as connection:
            await store.put_refusal(connection, site_id=site_id, address_hmac=mark)

    async def has_refused(self, connection: Connection, site_id: UUID, email: str) -> bool:
        """Whether an address wants no mail from a site.

        Raises:
            RefusalsSealed: that is not known.
        """
        marks = await self.marks(connection, email)
        if await store.is_refused(connection, site_id=site_id, address_hmacs=marks):
            return True
        (await self._addresses.known(connection)).check_whole()
        return False

    async def _read(self, link: str) -> tuple[UUID, bytes]:
        known = await self._links.known_lately()
        if (found := _loaded(link, known.keys)) is None:
            again = await self._links.known_lately(not_older_s=UNKNOWN_READ_S)
            found = _loaded(link, again.keys) if again != known else None
            if found is None:
                again.check_whole()
        if found is None:
            raise RouteUnknown("There is nothing at this address. Was the link copied as a whole?")
        return found


def keys_of_refusals(database: Database, secret_keys: Sequence[str]) -> tuple[KeptKeys, KeptKeys]:
    """The keys of addresses, and those of links."""
    return (
        KeptKeys(
            database, secret_keys, purpose=ADDRESSES, made_of=lambda secret_key: derive_key(secret_key, ADDRESSES)
        ),
        KeptKeys(
            database, secret_keys, purpose=LINKS, made_of=lambda secret_key: Signer(secret_key, salt=_SALT).derive_key()
        ),
    )


def _mark(key: bytes, email: str) -> bytes:
    return hmac.digest(key, email.lower().encode(), "sha256")


def _serializer(keys: Sequence[bytes]) -> URLSafeSerializer:
    # Of these keys nothing is derived: those of before were made of secret keys as itsdangerous does.
    return URLSafeSerializer(list(reversed(keys)), salt=_SALT, signer_kwargs={"key_derivation": "none"})


def _loaded(link: str, keys: Sequence[bytes]) -> tuple[UUID, bytes] | None:
    try:
        site_hex, mark = _serializer(keys).loads(link)
        return UUID(site_hex), urlsafe_b64decode(mark)
    except (BadData, ValueError, TypeError, AttributeError):
        return None
