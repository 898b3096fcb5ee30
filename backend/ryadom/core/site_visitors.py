"""Who is on the pages of sites now, of those who may be seen: in memory alone, of all processes together.

Sessions say of which visitor they may tell (`core.visitor_sight` asks). Between processes it is told only while
operators look: a watch is a lease that each process with an open list renews, and whoever hears of it tells, at most
once a second, who came, moved and left. So where nobody looks nothing crosses, and a flood of page changes is one word
a second.
"""

import asyncio
from collections.abc import Callable, Collection, Hashable, Mapping
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.sights import sight_of
from ryadom.live.attendance import Timer
from ryadom.live.envelopes import Seen, Sight, SightEnvelope, StillSeen, Unseen, Watched
from ryadom.live.leases import Leases
from ryadom.live.owner import Owner
from ryadom.live.relay import LEASE_TTL_S, Relay
from ryadom.protocol.shared import Page

LINGER_S = 10.0
"""Who goes from page to page was never away."""

TELL_INTERVAL_S = 1.0
TELL_SOON_S = 0.05
"""Where somebody has just begun to look."""
HEAR_WITHIN_S = 0.4
"""Longer than others take to tell then."""
MAX_IN_LEASE = 100
"""Ids of one envelope, so that it fits into a notification of 8,000 bytes."""
MAX_ELSEWHERE = 50_000
"""Visitors of other processes; past that they are passed over, since memory has a bound."""


class _Visit:
    """One visitor's tabs in this process, the one that moved last at the end."""

    __slots__ = ("leaving", "sight", "tabs")

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.tabs: dict[Hashable, Sight] = {}
        self.leaving: Timer | None = None


class SiteVisitors:
    """Sessions call `see` and `leave`, each under a key of its own; lists call `watch` and `on_site`.

    `call_later` is the loop's, `clock` is monotonic in seconds, `now_ms` the time since 1970.
    """

    def __init__(
        self,
        relay: Relay,
        *,
        call_later: Callable[[float, Callable[[], None]], Timer],
        clock: Callable[[], float],
        now_ms: Callable[[], int],
    ) -> None:
        self._relay = relay
        self._call_later = call_later
        self._clock = clock
        self._now_ms = now_ms
        self._here: dict[UUID, dict[UUID, _Visit]] = {}
        self._elsewhere: dict[UUID, dict[UUID, Sight]] = {}
        self._elsewhere_count = 0
        self._leases: Leases[Owner] = Leases(ttl_s=LEASE_TTL_S, on_change=self._elsewhere_changed, clock=clock)
        # Sites that are looked at: here, and by which other process, until when.
        self._watched_here: dict[UUID, float] = {}
        self._watched_elsewhere: dict[tuple[str, UUID], float] = {}
        self._untold: set[Owner] = set()
        self._afresh: set[UUID] = set()
        self._telling: Timer | None = None

    def see(self, owner: Owner, tab: Hashable, page: Page | None) -> None:
        """The visitor, who may be seen, is on this page in this tab."""
        visits = self._here.setdefault(owner.site_id, {})
        visit = visits.get(owner.visitor_id)
        if visit is None:
            visit = visits[owner.visitor_id] = _Visit(Sight(since_ms=self._now_ms()))
        if visit.leaving is not None:
            visit.leaving.cancel()
            visit.leaving = None
        before = visit.sight
        now = sight_of(page, since_ms=before.since_ms)
        # What brought them is said by their first page: later ones come from the site itself.
        visit.sight = replace(now, source=before.source or now.source)
        visit.tabs.pop(tab, None)
        visit.tabs[tab] = visit.sight
        self._changed(owner)

    def leave(self, owner: Owner, tab: Hashable) -> None:
        """The tab is closed, or of somebody who may be seen no more; harmless where nothing was seen."""
        visit = self._here.get(owner.site_id, {}).get(owner.visitor_id)
        if visit is None or visit.tabs.pop(tab, None) is None:
            return
        if visit.tabs:
            visit.sight = next(reversed(visit.tabs.values()))
            self._changed(owner)
        else:
            visit.leaving = self._call_later(LINGER_S, lambda: self._gone(owner, visit))

    def forget(self, owner: Owner) -> None:
        """Nobody may see this visitor any more, in whatever process and tab: at once."""
        self._drop(owner)
        self._relay.tell_presence(Unseen(*owner, everywhere=True))

    async def find(self, owner: Owner) -> bool:
        """Whether the visitor is on the site, in whatever process: where nobody has looked here, others are asked."""
        if not self.is_here(owner):
            await self.watch([owner.site_id])
        return self.is_here(owner)

    def is_here(self, owner: Owner) -> bool:
        """Whether the visitor is on the site; of other processes only while it is looked at here."""
        return owner.visitor_id in self._here.get(owner.site_id, {}) or owner.visitor_id in self._elsewhere.get(
            owner.site_id, {}
        )

    async def watch(self, site_ids: Collection[UUID]) -> None:
        """Operators look at these sites: from now on, for as long as a lease, other processes tell of them.

        Returns once they have had the time to, where nobody has looked here for a while.
        """
        until = self._clock() + LEASE_TTL_S
        new = [site_id for site_id in site_ids if site_id not in self._watched_here]
        self._watched_here.update(dict.fromkeys(site_ids, until))
        if new:
            self._tell_watched(new)
            if self._relay.nodes > 1:
                await asyncio.sleep(HEAR_WITHIN_S)

    def on_site(self, site_id: UUID) -> Mapping[UUID, Sight]:
        """Who is on a site now, by visitor."""
        seen = dict(self._elsewhere.get(site_id, {}))
        for visitor_id, visit in self._here.get(site_id, {}).items():
            other = seen.get(visitor_id)
            is_older = other is not None and other.since_ms < visit.sight.since_ms
            seen[visitor_id] = replace(visit.sight, since_ms=other.since_ms) if other and is_older else visit.sight
        return seen

    def take(self, node: str, envelope: SightEnvelope) -> None:
        """Another process has said whom it sees, or what is looked at there."""
        match envelope:
            case Watched(sites=site_ids, afresh=afresh):
                for site_id in site_ids:
                    is_new = (node, site_id) not in self._watched_elsewhere
                    self._watched_elsewhere[node, site_id] = self._clock() + LEASE_TTL_S
                    if is_new or afresh:
                        self._untold.update(Owner(site_id, visitor_id) for visitor_id in self._here.get(site_id, {}))
                        self._tell_in(TELL_SOON_S)
            case Seen(site=site_id, visitor=visitor_id, sight=sight):
                self._take_sight(node, Owner(site_id, visitor_id), sight)
            case StillSeen(site=site_id, visitors=visitor_ids):
                known = self._elsewhere.get(site_id, {})
                self._leases.renew(node, [Owner(site_id, one) for one in visitor_ids if one in known])
                if site_id in self._watched_here and not known.keys() >= set(visitor_ids):
                    self._afresh.add(site_id)
            case Unseen(site=site_id, visitor=visitor_id, everywhere=everywhere):
                owner = Owner(site_id, visitor_id)
                self._leases.end(node, [owner])
                if everywhere:
                    self._drop(owner)

    def renew(self) -> None:
        """Says again whom this process sees and what is looked at here; forgets what others have not said again."""
        now = self._clock()
        self._leases.expire()
        self._watched_elsewhere = {key: until for key, until in self._watched_elsewhere.items() if until > now}
        for site_id in [site_id for site_id, until in self._watched_here.items() if until <= now]:
            del self._watched_here[site_id]
            # Whom others have told of is forgotten here: where it is looked at again, they tell it all once more.
            self._afresh.add(site_id)
            self._elsewhere_count -= len(self._elsewhere.pop(site_id, {}))
        if self._watched_here:
            self._tell_watched(list(self._watched_here))
        for site_id in {site_id for _, site_id in self._watched_elsewhere}:
            visitor_ids = list(self._here.get(site_id, {}))
            for start in range(0, len(visitor_ids), MAX_IN_LEASE):
                self._relay.tell_presence(StillSeen(site_id, visitor_ids[start : start + MAX_IN_LEASE]))

    def close(self) -> None:
        """Calls nobody any more."""
        if self._telling is not None:
            self._telling.cancel()
        for visits in self._here.values():
            for visit in visits.values():
                if visit.leaving is not None:
                    visit.leaving.cancel()
        self._here.clear()

    def _take_sight(self, node: str, owner: Owner, sight: Sight) -> None:
        if owner.site_id not in self._watched_here:
            return
        seen = self._elsewhere.setdefault(owner.site_id, {})
        known = seen.get(owner.visitor_id)
        if known is None:
            if self._elsewhere_count >= MAX_ELSEWHERE:
                return
            self._elsewhere_count += 1
        # Whoever moves to a page that another process serves has been here for as long as before.
        since_ms = min(known.since_ms, sight.since_ms) if known else sight.since_ms
        seen[owner.visitor_id] = replace(
            sight, since_ms=since_ms, source=sight.source or (known.source if known else "")
        )
        self._leases.renew(node, [owner])

    def _elsewhere_changed(self, owner: Owner, is_held: bool) -> None:
        if not is_held and self._elsewhere.get(owner.site_id, {}).pop(owner.visitor_id, None) is not None:
            self._elsewhere_count -= 1

    def _drop(self, owner: Owner) -> None:
        visit = self._here.get(owner.site_id, {}).pop(owner.visitor_id, None)
        if visit is not None and visit.leaving is not None:
            visit.leaving.cancel()
        if self._elsewhere.get(owner.site_id, {}).pop(owner.visitor_id, None) is not None:
            self._elsewhere_count -= 1
        self._untold.discard(owner)

    def _gone(self, owner: Owner, visit: _Visit) -> None:
        visits = self._here.get(owner.site_id, {})
        if visits.get(owner.visitor_id) is visit:
            del visits[owner.visitor_id]
            self._changed(owner)
        if not visits:
            self._here.pop(owner.site_id, None)

    def _changed(self, owner: Owner) -> None:
        if not any(site_id == owner.site_id for _, site_id in self._watched_elsewhere):
            return
        self._untold.add(owner)
        if self._telling is None:
            self._tell_in(TELL_INTERVAL_S)

    def _tell_in(self, delay_s: float) -> None:
        if self._telling is not None:
            self._telling.cancel()
        self._telling = self._call_later(delay_s, self._tell)

    def _tell(self) -> None:
        self._telling = None
        untold, self._untold = self._untold, set()
        for owner in untold:
            visit = self._here.get(owner.site_id, {}).get(owner.visitor_id)
            self._relay.tell_presence(Seen(*owner, sight=visit.sight) if visit else Unseen(*owner))

    def _tell_watched(self, site_ids: list[UUID]) -> None:
        afresh = [site_id for site_id in site_ids if site_id in self._afresh]
        known = [site_id for site_id in site_ids if site_id not in self._afresh]
        self._afresh.difference_update(site_ids)
        for sites, is_afresh in ((afresh, True), (known, False)):
            for start in range(0, len(sites), MAX_IN_LEASE):
                self._relay.tell_presence(Watched(sites[start : start + MAX_IN_LEASE], afresh=is_afresh))
