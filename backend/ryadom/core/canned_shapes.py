"""What a ready reply is: its words, on whose shelf it stands, and how an operator is told of it."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.core.texts import clean_line, clean_note
from ryadom.errors import BadBody
from ryadom.protocol import MAX_BODY_CHARS

MAX_SHORTCUT_CHARS = 40
MAX_REPLIES = 500
"""On one shelf."""


class Scope(StrEnum):
    """On whose shelf a reply is: the operator's own, a site's, or that of a site's controller, for all its sites."""

    OWN = "own"
    SITE = "site"
    CONTROLLER = "controller"


class ShownReply(Struct, frozen=True, kw_only=True):
    """A reply as an operator may use it.

    `site_ids`: on which of their sites; `may_change`: whether they may change it.
    """

    id: UUID
    scope: Scope
    site_ids: tuple[UUID, ...]
    shortcut: str
    body: str
    version: int
    may_change: bool


class SiteName(Struct, frozen=True, kw_only=True):
    """A site that a reply may be for; `is_whole`: whether the operator works on all sites of its controller."""

    id: UUID
    name: str
    is_whole: bool


class Replies(Struct, frozen=True, kw_only=True):
    """All that an operator may use, by shortcut; `may_share`: whether they may change what is shared."""

    replies: list[ShownReply]
    sites: list[SiteName]
    may_share: bool


class Words(Struct, frozen=True, kw_only=True):
    """What a reply says, and by what it is found: a word after «/»."""

    shortcut: str
    body: str

    def tidy(self) -> "Words":
        """The same as it may be stored.

        Raises:
            BadBody: the shortcut is no word of 1 to 40 characters, or the body no text of 1 to 4,000.
        """
        shortcut = clean_line(self.shortcut.strip().removeprefix("/"), field="shortcut", max_chars=MAX_SHORTCUT_CHARS)
        if any(char.isspace() for char in shortcut):
            raise BadBody("shortcut is one word: it is written after «/».", field="shortcut")
        return Words(shortcut=shortcut, body=clean_note(self.body, field="body", max_chars=MAX_BODY_CHARS))


class Imported(Struct, frozen=True, kw_only=True):
    """How many replies an import has added, and how many it has given other words."""

    added: int
    changed: int
