"""Webhooks and connectors that two change at once: one is first, and nothing of it is lost."""

import asyncio
from uuid import UUID

from ryadom.core.connectors.changing import HALTED
from ryadom.store import connectors as store
from tests.receiver import receiver, says
from tests.simulators.bitrix24 import portal
from tests.web import test_connectors_page as connectors
from tests.web import test_webhooks_page as webhooks
from tests.web.accounts import Account
from tests.web.client import Server


async def test_webhooks_of_two_at_once_are_told_what_the_first_chose_and_other_fields_stay(
    server: Server, two: tuple[Account, Account]
) -> None:
    vera, oleg = two
    async with receiver(says()) as shop:
        made = await webhooks.added(vera, server, await webhooks.allow(server, shop.port))
        path = f"{webhooks.WEBHOOKS}/{made['id']}"
        over = {"events": ["message.created"]}
        chosen = [["conversation.created"], ["conversation.closed"]]
        answers = await asyncio.gather(
            *(
                person.http.put(path, json={"events": events, "over": over})
                for person, events in zip(two, chosen, strict=True)
            ),
            vera.http.put(path, json={"data": "contents", "over": {"data": "ids"}}),
        )
        assert sorted(answer.status_code for answer in answers[:2]) == [204, 409], [one.text for one in answers]
        assert answers[2].status_code == 204
        first = [answer.status_code for answer in answers].index(204)
        error = answers[1 - first].json()["error"]
        assert (error["code"], error["field"]) == ("settings_changed", "events")
        # Not who has changed another field since.
        assert error["newer"]["by"] == ("Вера", "Олег")[first]
        shown = await webhooks.one_of(vera)
        assert (shown["events"], shown["data"]) == (chosen[first], "contents")
        again = await oleg.http.put(path, json={"events": chosen[1], "over": {"events": shown["events"]}})
        assert again.status_code == 204


async def test_connectors_of_two_at_once_have_the_settings_of_the_first(
    server: Server, two: tuple[Account, Account]
) -> None:
    async with portal() as crm:
        await connectors.choose_basis(server)
        path = await connectors.added(two[0], server, await connectors.allow(server, crm))
        seen = (await connectors.one_of(two[0]))["version"]
        bodies = [
            connectors.wanted(server, rules=connectors.RULES | {"most_score": score}, over_version=seen)
            for score in (1, 2)
        ]
        answers = await asyncio.gather(
            *(person.http.put(path, json=body) for person, body in zip(two, bodies, strict=True))
        )
        assert sorted(answer.status_code for answer in answers) == [204, 409], [answer.text for answer in answers]
        first = [answer.status_code for answer in answers].index(204)
        error = answers[1 - first].json()["error"]
        assert (error["code"], error["newer"]["by"]) == ("settings_changed", ("Вера", "Олег")[first])
        shown = await connectors.one_of(two[0])
        assert shown["rules"]["most_score"] == first + 1
        assert shown["version"] > seen
        late = await two[1 - first].http.put(path, json=bodies[1 - first] | {"over_version": shown["version"]})
        assert late.status_code == 204


async def test_connector_is_in_nobodys_own_way_who_repeats_a_change_or_whose_change_broke_off(
    server: Server, two: tuple[Account, Account]
) -> None:
    vera, oleg = two
    async with portal() as crm:
        await connectors.choose_basis(server)
        path = await connectors.added(vera, server, await connectors.allow(server, crm))
        shown = await connectors.one_of(vera)
        body = connectors.wanted(server, rules=connectors.RULES | {"most_score": 1}, over_version=shown["version"])
        for _ in range(2):
            answer = await vera.http.put(path, json=body)
            assert answer.status_code == 204, answer.text
        seen = (await connectors.one_of(vera))["version"]
        async with server.database.connection() as connection:
            id = UUID(shown["id"])
            assert await store.halt_connector(connection, id, generation=seen, trouble=HALTED)
        other = body | {"rules": connectors.RULES | {"most_score": 2}}
        assert (await oleg.http.put(path, json=other)).status_code == 409
        assert (await vera.http.put(path, json=other | {"over_version": seen})).status_code == 204
        assert (await connectors.one_of(oleg))["rules"]["most_score"] == 2
