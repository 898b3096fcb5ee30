"""The count of people whom an incident touches: by site, by when they were active, by what an account was shown."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from ryadom.core.controllers import add_controller
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.errors import BadBody, OperatorUnknown, SiteUnknown
from ryadom.privacy.affected import Count, CountQuery, count_affected
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.incidents import Affected, EventKind
from ryadom.store.journal import append
from ryadom.store.journal_chain import Action, Actor, ActorKind, Record, Result
from ryadom.store.sites import Site
from tests.incidents import Desk, furnished_desk
from tests.web.client import PASSWORD

DAY = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
async def site(database: Database) -> Site:
    return await add_site(database, name="Чай", origins=["https://shop.test"], key="shop-key-1")


@pytest.fixture
async def desk(database: Database, site: Site) -> Desk:
    return await furnished_desk(database, site.key, site.controller_id)


async def chat(database: Database, site: Site, *at: datetime, name: str = "", page: str | None = None) -> UUID:
    """A visitor who wrote at these times, in one conversation; their id."""
    visitor_id, conversation_id = new_id(), new_id()
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO visitors (site_id, id, name, locale) VALUES ($1, $2, $3, 'ru')", site.id, visitor_id, name
        )
        await connection.execute(
            "INSERT INTO conversations (site_id, id, visitor_id, status, last_seq, last_public_seq, page_url, "
            "active_at, created_at) VALUES ($1, $2, $3, 'closed', $4, $4, $5, $6, $7)",
            site.id,
            conversation_id,
            visitor_id,
            len(at),
            page,
            max(at),
            min(at),
        )
        for seq, moment in enumerate(at, 1):
            await connection.execute(
                "INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, "
                "author_id, body, created_at) VALUES ($1, $2, $3, 'message', true, $4, 'visitor', $5, 'Вопрос', $6)",
                site.id,
                conversation_id,
                seq,
                seq - 1,
                visitor_id,
                moment,
            )
    return visitor_id


async def count(database: Database, site: Site, **asked: object) -> Count:
    query = CountQuery(**({"site_ids": (site.id,)} | asked))  # type: ignore[arg-type]
    return await count_affected(database, site.controller_id, query)


async def account(database: Database, site: Site, email: str = "anna@shop.test") -> Actor:
    operator = await add_operator(database, email=email, name="Анна", password=PASSWORD, site_keys=[site.key])
    return Actor(kind=ActorKind.OPERATOR, id=operator.id, name="Анна", network="192.0.2.7")


async def shown(database: Database, site: Site, actor: Actor, *visitor_ids: UUID, **fields: object) -> None:
    told: dict[str, object] = {"action": Action.CONVERSATION_OPENED, "visitor_ids": visitor_ids} | fields
    async with database.connection() as connection:
        await append(connection, [Record(controller_id=site.controller_id, actor=actor, **told)])  # type: ignore[arg-type]


async def test_those_are_counted_who_wrote_in_the_period(database: Database, site: Site) -> None:
    await chat(database, site, DAY)
    await chat(database, site, DAY + timedelta(days=2))
    # One conversation around the period, and one with something in the middle of it.
    await chat(database, site, DAY - timedelta(days=5), DAY + timedelta(days=5))
    await chat(database, site, DAY - timedelta(days=5), DAY + timedelta(hours=2), DAY + timedelta(days=5))
    assert (await count(database, site)).people == 4
    assert (await count(database, site, since=DAY, before=DAY + timedelta(days=1))).people == 2
    assert (await count(database, site, since=DAY + timedelta(days=1))).people == 3
    assert (await count(database, site, before=DAY)).people == 2


async def test_categories_narrow_the_count_and_are_counted_each(database: Database, site: Site) -> None:
    await chat(database, site, DAY, name="Иван", page="https://shop.test/tea")
    await chat(database, site, DAY, page="https://shop.test/tea")
    await chat(database, site, DAY)
    found = await count(database, site)
    assert (found.people, found.contact, found.message, found.page, found.network) == (3, 1, 3, 2, 0)
    assert (await count(database, site, categories=(Affected.CONTACT,))).people == 1
    assert (await count(database, site, categories=(Affected.CONTACT, Affected.PAGE))).people == 2
    assert (await count(database, site, categories=(Affected.NETWORK,))).people == 0


async def test_account_is_counted_by_what_the_journal_says_it_was_shown(database: Database, site: Site) -> None:
    anna, boris = await account(database, site), await account(database, site, "boris@shop.test")
    one, two, three = [await chat(database, site, DAY) for _ in range(3)]
    await shown(database, site, anna, one, two)
    await shown(database, site, anna, two)
    await shown(database, site, boris, three)
    await shown(database, site, anna, three, result=Result.REFUSED)
    found = await count(database, site, operator_id=anna.id)
    assert (found.people, found.at_most) == (2, 2)
    past = {"since": DAY - timedelta(days=1), "before": DAY}
    assert (await count(database, site, operator_id=anna.id, **past)).people == 0


async def test_open_panel_may_have_shown_whoever_wrote_meanwhile(database: Database, site: Site) -> None:
    anna = await account(database, site)
    now = datetime.now(UTC)
    one = await chat(database, site, DAY)
    await chat(database, site, now)
    await chat(database, site, now)
    await shown(database, site, anna, one)
    since = now - timedelta(hours=1)
    assert (await count(database, site, operator_id=anna.id, since=since)).at_most == 1
    await shown(database, site, anna, action=Action.PANEL_OPENED)
    found = await count(database, site, operator_id=anna.id, since=since)
    assert (found.people, found.at_most) == (1, 3)


async def test_pages_and_stretches_lose_nobody_and_double_nobody(
    database: Database, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.privacy.affected.PAGE", 2)
    monkeypatch.setattr("ryadom.privacy.affected.JOURNAL_STRETCH", 3)
    anna = await account(database, site)
    visitors = [await chat(database, site, DAY) for _ in range(7)]
    for visitor_id in visitors:
        await shown(database, site, anna, visitor_id, visitors[0])
    assert (await count(database, site)).people == 7
    assert (await count(database, site, since=DAY)).people == 7
    assert (await count(database, site, operator_id=anna.id)).people == 7


async def test_person_who_was_erased_since_still_counts_as_shown(database: Database, site: Site) -> None:
    anna = await account(database, site)
    visitor_id = await chat(database, site, DAY)
    await shown(database, site, anna, visitor_id)
    async with database.connection() as connection:
        await connection.execute("UPDATE visitors SET erased_at = now() WHERE id = $1", visitor_id)
    assert (await count(database, site)).people == 0
    assert (await count(database, site, operator_id=anna.id, categories=(Affected.CONTACT,))).people == 1


async def test_other_sites_and_other_controllers_are_not_counted(database: Database, site: Site, desk: Desk) -> None:
    incident = await desk.open()
    neighbour = await add_site(database, name="Кофе", origins=["https://coffee.test"], key="coffee-key")
    other = await add_controller(database, legal_name="ИП Иванов")
    strange = await add_site(
        database, name="Мёд", origins=["https://honey.test"], key="honey-key", controller_id=other.id
    )
    for one in (site, neighbour, strange):
        await chat(database, one, DAY)
    stranger = await account(database, strange, "boris@honey.test")
    await desk.incidents.count(desk.officer, incident.id, CountQuery(site_ids=()))
    _, events = await desk.read(incident)
    assert (events[-1].kind, events[-1].details["people"]) == (EventKind.COUNTED, 1)
    assert events[-1].details["site_ids"] == [str(site.id)]
    for site_id in (neighbour.id, strange.id, uuid4()):
        with pytest.raises(SiteUnknown):
            await desk.incidents.count(desk.officer, incident.id, CountQuery(site_ids=(site_id,)))
    query = CountQuery(site_ids=(), operator_id=stranger.id)
    with pytest.raises(OperatorUnknown):
        await desk.incidents.count(desk.officer, incident.id, query)
    with pytest.raises(BadBody):
        await desk.incidents.count(desk.officer, incident.id, CountQuery(site_ids=(), since=DAY, before=DAY))
