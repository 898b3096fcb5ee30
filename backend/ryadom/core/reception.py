"""What every visitor of a site is told when they come: kept for seconds, since a crowd comes at once."""

from collections.abc import Callable
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.reply_times import ReplyTimes
from ryadom.core.widget_settings import read_settings
from ryadom.protocol.visitor import ConsentDocument, OfferedDepartment, SiteState
from ryadom.store.departments import Offered, list_choices, offered_departments
from ryadom.store.sites import Site
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import settings_of_sites

KEPT_S = 5.0
MAX_KEPT = 10_000
FEWEST_OFFERED = 2
"""One department is no choice."""


class Offer(Struct, frozen=True, kw_only=True):
    """The departments that visitors of a site choose from, in their order; none where there is no choice.

    `shows_visitors`: whether operators see who is on the site's pages.
    """

    departments: tuple[Offered, ...] = ()
    is_required: bool = False
    shows_visitors: bool = False

    def in_language(self, locale: str, is_online: Callable[[UUID], bool]) -> list[OfferedDepartment]:
        """As a visitor with this locale is told of them."""
        is_english = locale.partition("-")[0].lower() == "en"
        return [
            OfferedDepartment(
                id=one.id,
                name=one.name_en if is_english and one.name_en else one.name,
                online=is_online(one.id),
            )
            for one in self.departments
        ]


class _Kept(Struct, frozen=True):
    offer: Offer
    until_s: float


class Reception:
    """What sites say of themselves. Offers are at most 5 s old; `clock` is monotonic, in seconds.

    `operators_online` says of a site or a department whether anybody is there.
    """

    def __init__(
        self, reply_times: ReplyTimes, *, operators_online: Callable[[UUID], bool], clock: Callable[[], float]
    ) -> None:
        self._reply_times = reply_times
        self._operators_online = operators_online
        self._clock = clock
        self._kept: dict[UUID, _Kept] = {}

    async def state_of(
        self, connection: Connection, site: Site, locale: str, consents: list[ConsentDocument]
    ) -> SiteState:
        """The site as a visitor with this locale is told of it."""
        offer = await self.offer(connection, site.id)
        answers_in_s = await self._reply_times.promise(connection, site.id)
        # Looked at last: whoever comes or goes from here on is told of after the answer.
        return SiteState(
            name=site.name,
            operators_online=self._operators_online(site.id),
            consents=consents,
            departments=offer.in_language(locale, self._operators_online),
            department_required=offer.is_required,
            answers_in_s=answers_in_s,
        )

    async def offer(self, connection: Connection, site_id: UUID) -> Offer:
        """What the site offers; asked for on the connection that the caller has in hand."""
        kept = self._kept.get(site_id)
        if kept is not None and self._clock() < kept.until_s:
            return kept.offer
        offered = (await offered_departments(connection, [site_id])).get(site_id, [])
        settings = (await settings_of_sites(connection, [site_id])).get(site_id)
        offer = Offer(shows_visitors=settings is not None and read_settings(settings).shows_visitors)
        if len(offered) >= FEWEST_OFFERED:
            choice = (await list_choices(connection, [site_id]))[site_id]
            offer = replace(offer, departments=tuple(offered), is_required=choice.is_required)
        if len(self._kept) >= MAX_KEPT:
            self._kept.clear()
        self._kept[site_id] = _Kept(offer, self._clock() + KEPT_S)
        return offer

    def forget(self, site_id: UUID) -> None:
        """They have been changed here: whoever comes next shall see it."""
        self._kept.pop(site_id, None)
