"""Two sites whose conversations reports are made of, for tests of the store."""

from datetime import UTC, datetime
from random import Random
from uuid import UUID, uuid4

from ryadom.core.reports.periods import Period
from ryadom.core.reports.report import Known, Report, make_report
from ryadom.core.reports.upkeep import RoundsUpkeep
from ryadom.core.reports.words import Language
from ryadom.store.controllers import default_controller
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.operators import Operator, insert_operator
from ryadom.store.reports import Scope
from ryadom.store.rounds import Progress, lock_progress, put_progress
from ryadom.store.sites import Site, insert_site
from ryadom.store.sql import Connection
from tests.store.timelines import Expected, Telling, store_timeline

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Town:
    """Two sites with three operators and two departments each, and conversations around some days."""

    def __init__(self, database: Database, random: Random) -> None:
        self.database, self.random = database, random
        self.upkeep = RoundsUpkeep(database, now=lambda: NOW)
        self.sites: list[tuple[UUID, list[UUID], list[UUID]]] = []
        self.told: list[Telling] = []

    async def build(self) -> None:
        async with self.database.transaction() as connection:
            controller = await default_controller(connection)
            for _ in range(2):
                site = Site(
                    id=new_id(), key=f"key-{uuid4().hex}", name="Лавка", origins=(), controller_id=controller.id
                )
                await insert_site(connection, site)
                self.sites.append(
                    (
                        site.id,
                        [await add_operator(connection, site) for _ in range(3)],
                        await add_departments(connection, site),
                    )
                )

    async def talk(self, since: datetime, until: datetime, count: int) -> None:
        """Conversations that begin some time between. Rounds are kept after first messages, in between and after."""
        for _ in range(count):
            site_id, operators, departments = self.random.choice(self.sites)
            begins = since + (until - since) * self.random.random()
            told = Telling(self.random, site_id, begins, operators=operators, departments=departments)
            self.told.append(told)
            async with self.database.transaction() as connection:
                await store_timeline(connection, told)
        await self.sweep()
        for _ in range(2):
            for told in self.random.sample(self.told, len(self.told) // 2):
                after = len(told.entries)
                told.go_on(self.random.randint(1, 12))
                async with self.database.transaction() as connection:
                    await store_timeline(connection, told, after=after)
            await self.sweep()

    async def sweep(self) -> None:
        """What a server does that was away for over half an hour: the feed tells nothing of old entries."""
        async with self.database.transaction() as connection:
            assert await lock_progress(connection) is not None
            await put_progress(connection, Progress(cursor=None, swept=None, read_at=None))
        await self.upkeep.keep_up()

    @property
    def rounds(self) -> list[Expected]:
        return [each for told in self.told for each in told.rounds]

    async def report(self, period: Period, **scope: UUID | None) -> Report:
        async with self.database.transaction() as connection:
            return await make_report(
                connection,
                Scope(
                    site_ids=[site_id for site_id, *_ in self.sites],
                    starts_at=period.starts_at,
                    ends_at=period.ends_at,
                    department_id=scope.get("department_id"),
                    operator_id=scope.get("operator_id"),
                ),
                period,
                Known(sites=[], departments=[], language=Language.RU),
                now=NOW,
            )


async def add_operator(connection: Connection, site: Site) -> UUID:
    operator = Operator(
        id=new_id(), email=f"{uuid4().hex}@shop.test", name="Анна", password_hash="", site_keys=(site.key,)
    )
    await insert_operator(connection, operator)
    return operator.id


async def add_departments(connection: Connection, site: Site) -> list[UUID]:
    ids = [uuid4(), uuid4()]
    for place, id in enumerate(ids):
        await connection.execute(
            "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, 'Продажи', $3)", site.id, id, place
        )
    return ids
