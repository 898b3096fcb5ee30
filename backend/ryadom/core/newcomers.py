"""Who has to work before their first message: newcomers, where the owner wants it or while too many of them come.

What a process has counted goes into Postgres every 2 s, and what all have counted is compared with a threshold there.
So processes agree, on one clock, and on the way of a message nobody is asked: state is at most 2 s old.
"""

import asyncio
from datetime import datetime
from uuid import UUID

import structlog

from ryadom.core.alarms import Alarms
from ryadom.core.challenges import AsksWork, Challenges
from ryadom.errors import WorkRequired
from ryadom.live.metrics import Metrics
from ryadom.live.owner import Owner
from ryadom.protocol.visitor import Agree, AskErasure, Proof, SendMessage
from ryadom.store import journal
from ryadom.store import newcomers as store
from ryadom.store.database import Database
from ryadom.store.journal_chain import SERVER, Action, Record
from ryadom.store.newcomers import Count, Pressure
from ryadom.store.sites import Site, all_sites
from ryadom.store.sql import Connection

LOOK_INTERVAL_S = 2.0
WINDOW_S = 300.0
HOLD_S = 900.0
"""So long an attack is on after the last look that found one."""

USUAL_FACTOR = 3
"""More than the window's share of the busiest hour by so much is not usual."""

SILENCE_S = 6 * 3_600.0
"""Nobody is written to more often about one site."""

RETRY_AFTER_S = 30.0
"""When a widget that can't work tries again by itself: the attack may be over."""

MAX_REFUSED = 50_000
"""Newcomers who are counted in one attack. Each counts once: who waits with an old widget does not prolong it."""

PRICED = (SendMessage, Agree, AskErasure)
"""Commands by which somebody of whom nothing is stored yet makes something be stored."""

log = structlog.get_logger(__name__)


def threshold_of(pressure: Pressure, fewest: int) -> int:
    """How many newcomers within the window are an attack on this site: never less than `fewest`."""
    usual = pressure.busiest_hour * WINDOW_S / 3_600.0
    return max(fewest, round(USUAL_FACTOR * usual))


def is_attack(pressure: Pressure, fewest: int, *, goes_on: bool) -> bool:
    """Whether the site is under attack; one that `goes_on` ends only below half of the threshold."""
    came = pressure.begun + pressure.refused
    threshold = threshold_of(pressure, fewest)
    return came * 2 >= threshold if goes_on else came >= threshold


class Newcomers:
    """The price of a first message. `fewest`: see `threshold_of`.

    Whoever owns it calls `refresh` at the start, and `look` every `LOOK_INTERVAL_S`.
    """

    def __init__(
        self, database: Database, challenges: Challenges, metrics: Metrics, alarms: Alarms, *, fewest: int
    ) -> None:
        self._database = database
        self._challenges = challenges
        self._metrics = metrics
        self._alarms = alarms
        self._fewest = fewest
        self._choices: dict[UUID, str] = {}
        self._attacks: dict[UUID, datetime] = {}
        self._counts: dict[UUID, Count] = {}
        self._refused: dict[UUID, set[UUID]] = {}
        self._looking = asyncio.Lock()

    def are_asked(self, site_id: UUID) -> bool:
        """Whether those of this site have to work now."""
        choice = self._choices.get(site_id, AsksWork.ATTACK)
        return choice == AsksWork.ALWAYS or (choice == AsksWork.ATTACK and site_id in self._attacks)

    def has_worked(self, owner: Owner, proof: Proof | None) -> bool:
        """Whether the proof is worth something, for this visitor."""
        return proof is not None and self._challenges.is_met(proof, owner)

    def refusal(self, owner: Owner) -> WorkRequired:
        """What a newcomer is told who has done no work; it keeps nothing of them."""
        refused = self._refused.setdefault(owner.site_id, set())
        if owner.visitor_id not in refused and len(refused) < MAX_REFUSED:
            refused.add(owner.visitor_id)
            self._count(owner.site_id).refused += 1
            self._metrics.newcomers.labels("asked").inc()
        return WorkRequired(
            "Very many newcomers write here now. Do `work` and show it in `hello`; a widget that can't: load the page "
            "again.",
            work=self._challenges.challenge(owner),
            retry_after_s=RETRY_AFTER_S,
        )

    def note_begun(self, site_id: UUID, *, has_worked: bool) -> None:
        """A newcomer has begun a conversation, after work or without."""
        self._count(site_id).begun += 1
        self._metrics.newcomers.labels("begun").inc()
        if has_worked:
            self._metrics.newcomers.labels("worked").inc()

    async def refresh(self) -> None:
        """Takes over what owners have chosen, and which sites are under attack.

        Raises:
            DatabaseUnavailable: Postgres is away; all stays as it was.
        """
        async with self._database.connection() as connection:
            self._choices = await store.list_choices(connection, default=AsksWork.ATTACK)
            self._attacks = await store.list_attacks(connection)
        self._refused = {site_id: seen for site_id, seen in self._refused.items() if site_id in self._attacks}
        self._metrics.attacks.set(len(self._attacks))

    async def look(self) -> None:
        """Adds up what has come, begins and ends attacks, and takes over what other processes have found.

        Raises:
            DatabaseUnavailable: Postgres is away; what was counted is added later.
            JournalUnavailable: nothing begins or ends without a record.
        """
        async with self._looking:
            watched = self._attacks.keys() | self._counts.keys()
            if watched:
                await self._add_up()
                async with self._database.connection() as connection:
                    pressures = await store.read_pressure(connection, sorted(watched), window_s=WINDOW_S)
                for pressure in pressures:
                    await self._judge(pressure)
                await self._end()
            await self.refresh()

    async def forget_old(self) -> None:
        """Forgets counts from before what is usual is reckoned from."""
        async with self._database.connection() as connection:
            await store.forget_counts(connection)

    async def _add_up(self) -> None:
        counts, self._counts = self._counts, {}
        if not counts:
            return
        try:
            async with self._database.connection() as connection:
                await store.add_counts(connection, counts)
        except BaseException:
            for site_id, count in counts.items():
                self._count(site_id).begun += count.begun
                self._count(site_id).refused += count.refused
            raise

    async def _judge(self, pressure: Pressure) -> None:
        site_id = pressure.site_id
        goes_on = site_id in self._attacks
        if self._choices.get(site_id, AsksWork.ATTACK) != AsksWork.ATTACK:
            return
        if not is_attack(pressure, self._fewest, goes_on=goes_on):
            return
        async with self._database.transaction() as connection:
            if goes_on:
                await store.prolong_attack(connection, site_id, hold_s=HOLD_S)
                return
            is_to_tell = await store.begin_attack(connection, site_id, hold_s=HOLD_S, silence_s=SILENCE_S)
            if is_to_tell is None:
                return
            site = await _find(connection, site_id)
            came = pressure.begun + pressure.refused
            if is_to_tell:
                await self._alarms.tell_of_attack(connection, site, newcomers=came, minutes=round(WINDOW_S / 60))
            await journal.append(connection, [_record(site, "on", count=str(came))])
        log.warning("attack_began", site=str(site_id), newcomers=came)

    async def _end(self) -> None:
        async with self._database.transaction() as connection:
            ended = await store.end_attacks(connection)
            if ended:
                sites = [await _find(connection, site_id) for site_id in ended]
                await journal.append(connection, [_record(site, "off") for site in sites])
        for site_id in ended:
            log.warning("attack_ended", site=str(site_id))

    def _count(self, site_id: UUID) -> Count:
        return self._counts.setdefault(site_id, Count())


async def _find(connection: Connection, site_id: UUID) -> Site:
    return next(site for site in await all_sites(connection) if site.id == site_id)


def _record(site: Site, state: str, **details: str) -> Record:
    return Record(
        controller_id=site.controller_id,
        action=Action.SETTINGS_CHANGED,
        actor=SERVER,
        site_id=site.id,
        details={"what": "newcomers_work", "after": state, **details},
    )
