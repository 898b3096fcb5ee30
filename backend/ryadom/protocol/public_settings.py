"""What programs of the controller are told of how it works: sites, operators, departments, tags, ready replies.

As in protocol/public.py fields are added, never renamed nor taken away.
"""

from uuid import UUID

from msgspec import Struct

from ryadom.protocol.labels import Colour
from ryadom.protocol.public import Instant


class PublicSetting(Struct, frozen=True, kw_only=True, tag_field="object"):
    """What all have. `id` is one object's for ever."""

    id: UUID


class PublicSite(PublicSetting, frozen=True, kw_only=True, tag="site"):
    """A site that the key may ask for. `key` is its embed key, by which all else names it.

    `basis`: on which visitors' data is processed (`undecided`, `consent`, `other`).
    """

    key: str
    name: str
    origins: tuple[str, ...]
    basis: str


class PublicOperator(PublicSetting, frozen=True, kw_only=True, tag="operator"):
    """Whoever answers. `sites`: where they work, of those that the key may ask for."""

    name: str
    email: str
    role: str
    is_active: bool
    sites: tuple[str, ...]


class PublicDepartment(PublicSetting, frozen=True, kw_only=True, tag="department"):
    """A department of a site. One that is archived is not offered to visitors; conversations keep it.

    `name_en` is said on pages in English; where it is empty, `name`.
    """

    site: str
    name: str
    name_en: str
    is_archived: bool
    operator_ids: tuple[UUID, ...]


class PublicTag(PublicSetting, frozen=True, kw_only=True, tag="tag"):
    """A tag of the firm. One that is archived is not offered; conversations keep it."""

    name: str
    colour: Colour
    is_archived: bool


class PublicCannedReply(PublicSetting, frozen=True, kw_only=True, tag="canned_reply"):
    """A ready reply that colleagues share. `site`: for which it is; null for all of the firm's. `version` grows."""

    site: str | None
    shortcut: str
    body: str
    version: int
    updated_at: Instant
