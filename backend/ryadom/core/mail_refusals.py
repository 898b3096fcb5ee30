"""Addresses that want no more mail from a site: the link by which they say so, and whether they have.

An address is kept as a keyed hash. The link names a site and that hash: so it holds no address, needs nobody's row,
works for as long as the mail lies somewhere, and can do nothing else.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from ryadom.errors import RouteUnknown
from ryadom.privacy.derived_keys import derive_key
from ryadom.store import visitor_mails as store
from ryadom.store.database import Database
from ryadom.store.sql import Connection

_PURPOSE = "mail refusals"
_SALT = "ryadom.mail_stop"


class MailRefusals:
    """`secret_keys`, newest first: what the older ones have hashed and signed still counts."""

    def __init__(self, database: Database, secret_keys: Sequence[str]) -> None:
        self._database = database
        self._keys = [derive_key(key, _PURPOSE) for key in secret_keys]
        self._serializer = URLSafeSerializer(list(reversed(secret_keys)), salt=_SALT)

    def marks(self, email: str) -> list[bytes]:
        """What an address is known under; the first is what it is stored as."""
        return [hmac.digest(key, email.lower().encode(), "sha256") for key in self._keys]

    def link(self, site_id: UUID, email: str) -> str:
        """The last part of the address at which somebody says that they want no more."""
        mark = urlsafe_b64encode(self.marks(email)[0]).decode()
        link = self._serializer.dumps([site_id.hex, mark])
        return link if isinstance(link, str) else link.decode()

    def check(self, link: str) -> None:
        """Looks whether a link was made here.

        Raises:
            RouteUnknown: it was not.
        """
        self._read(link)

    async def refuse(self, link: str) -> None:
        """Notes that the address of a link wants no more mail of the link's site. Once more is once.

        Raises:
            RouteUnknown: the link was not made here.
        """
        site_id, mark = self._read(link)
        async with self._database.connection() as connection:
            await store.put_refusal(connection, site_id=site_id, address_hmac=mark)

    async def has_refused(self, connection: Connection, site_id: UUID, email: str) -> bool:
        """Whether an address wants no mail from a site."""
        return await store.is_refused(connection, site_id=site_id, address_hmacs=self.marks(email))

    def _read(self, link: str) -> tuple[UUID, bytes]:
        try:
            site_hex, mark = self._serializer.loads(link)
            return UUID(site_hex), urlsafe_b64decode(mark)
        except (BadData, ValueError, TypeError, AttributeError):
            raise RouteUnknown("There is nothing at this address. Was the link copied as a whole?") from None
