"""Links into a conversation, from a mail: whoever has one is that visitor of that site, for a month at most.

The link's token stands after `#`: browsers send it to nobody, so it is in no log and no Referer. The page takes it off
its address and exchanges it for a visitor's token, once a person has pressed a button: what only fetches the page, or
runs its scripts too, changes nothing. It ends with the visitor's other tokens: by erasure, and by a revocation.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.sites import is_site_key
from ryadom.core.tokens import VisitorTokens
from ryadom.core.visitor_standing import standing_of
from ryadom.errors import SiteUnknown
from ryadom.store.database import Database
from ryadom.store.sites import find_site

LIFETIME_DAYS = 30


class Entered(Struct, frozen=True, kw_only=True):
    """Who has come by a link, as the widget keeps it."""

    visitor_id: UUID
    token: str


class ChatLinks:
    """Makes links and lets people in by them. `tokens` are what the widget says hello with, `now` is the clock."""

    def __init__(
        self,
        database: Database,
        tokens: VisitorTokens,
        *,
        secret_keys: Sequence[str],
        public_url: str | None,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._links = VisitorTokens(secret_keys, lifetime_days=LIFETIME_DAYS, now=now, salt="ryadom.chat_link")
        self._public_url = public_url or ""

    def url(self, *, key: str, site_id: UUID, visitor_id: UUID, revoked_generation: int) -> str:
        """A link that is newer than every one that was revoked."""
        link = self._links.issue(site_id=site_id, visitor_id=visitor_id, revoked_generation=revoked_generation)
        return f"{self._public_url}/chat/{key}#{link}"

    async def enter(self, key: str, link: str) -> Entered:
        """The visitor whom a link of this site is for, with a token of theirs. Changes nothing.

        Raises:
            SiteUnknown: no site has this key.
            TokenInvalid, TokenExpired, TokenRevoked, VisitorErased: it is none, of another site, too old, or over.
        """
        async with self._database.connection() as connection:
            site = await find_site(connection, key) if is_site_key(key) else None
            if site is None:
                raise SiteUnknown("No site has this key.", field="site")
            identity = self._links.read(link, site_id=site.id)
            standing = await standing_of(connection, identity)
        token = self._tokens.issue(
            site_id=site.id, visitor_id=identity.visitor_id, revoked_generation=standing.revoked_generation
        )
        return Entered(visitor_id=identity.visitor_id, token=token)
