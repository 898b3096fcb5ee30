"""Two who change the same at once: one is first, the other is told whose change is in the way, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from msgspec import Struct

from ryadom.core.connectors.changing import HALTED
from ryadom.core.controllers import describe_controller
from ryadom.core.lifetimes import set_lifetimes
from ryadom.core.operators import add_operator
from ryadom.store import connectors as store
from ryadom.store.lifetimes import Lifetime
from ryadom.store.operators import Role
from ryadom.store.sites import all_sites
from tests.consents import name_controller, publish_consent
from tests.receiver import receiver, says
from tests.simulators.bitrix24 import portal
from tests.web import test_connectors_page as connectors
from tests.web import test_webhooks_page as webhooks
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, JsonObject, Server

API = "/panel/api"
RECIPIENT = {
    "host": "77.88.8.8",
    "port": 443,
    "recipient": "ООО «Учёт»",
    "country": "RU",
    "purpose": "Учёт заявок",
    "categories": "имя, телефон",
    "most_data": "ids",
}


class Wish(Struct, frozen=True):
    """A change, what it is over, and (`name`) what of it the other one is told of."""

    path: str
    body: JsonObject
    name: str | None
    read: Callable[[Account], Awaitable[object]]
    wanted: object

    async def send(self, person: Account) -> httpx.Response:
        return await person.http.put(self.path, json=self.body)


@asynccontextmanager
async def somebody(server: Server, name: str, role: Role = Role.OWNER) -> AsyncIterator[Account]:
    email = f"{name}@shop.test"
    await add_operator(server.database, email=email, name=name, password=PASSWORD, site_keys=SITE_KEYS, role=role)
    async with enrolled(server, email) as person:
        yield person


@pytest.fixture
async def two(server: Server) -> AsyncIterator[tuple[Account, Account]]:
    async with somebody(server, "Вера") as vera, somebody(server, "Олег") as oleg:
        yield vera, oleg


async def got(person: Account, path: str) -> Any:
    answer = await person.http.get(f"{API}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def of_site(server: Server, sites: Sequence[JsonObject], key: str = "id") -> JsonObject:
    return next(site for site in sites if site[key] == str(server.site.id))


async def lifetimes(server: Server, _person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return of_site(server, (await got(who, "/retention"))["sites"])["days"]["messages"]

    over = {"messages": None, "pages": None, "card": None, "consents": None}
    path = f"{API}/retention/{server.site.id}"
    return [Wish(path, {"days": over | {"messages": days}, "over": over}, "messages", read, days) for days in (30, 60)]


async def controller(server: Server, _person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return (await got(who, "/papers"))["controllers"][0]["controller"]["officer_name"]

    path = f"{API}/controllers/{server.site.controller_id}"
    names = ("Пётр", "Мария")
    return [
        Wish(path, {"officer_name": name, "over": {"officer_name": ""}}, "officer_name", read, name) for name in names
    ]


async def marking(server: Server, _person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        [one] = (await got(who, "/papers"))["controllers"]
        return of_site(server, one["sites"])["special"]

    path = f"{API}/sites/{server.site.id}/special"
    return [
        Wish(path, {"special": "written", "over": "none"}, "special", read, "written"),
        Wish(path, {"special": "none", "over": "written"}, "special", read, "none"),
    ]


async def masking(server: Server, _person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return of_site(server, (await got(who, "/masking"))["sites"], "site_id")["policies"]["phone"]

    over = {"phone": await read(_person)}
    others = [policy for policy in ("keep", "mask", "replace") if policy != over["phone"]]
    path = f"{API}/sites/{server.site.id}/masking"
    return [Wish(path, {"policies": {"phone": one}, "over": over}, "phone", read, one) for one in others]


async def recipient(server: Server, person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return (await got(who, "/register"))["registers"][0]["recipients"][0]["recipient"]["purpose"]

    path = f"{API}/controllers/{server.site.controller_id}/recipients"
    assert (await person.http.post(path, json=RECIPIENT)).status_code == 204
    purposes = ("Продажи", "Склад")
    return [Wish(path, RECIPIENT | {"purpose": one, "over": RECIPIENT}, "purpose", read, one) for one in purposes]


async def draft(server: Server, person: Account) -> list[Wish]:
    scope = {"controller_id": str(server.site.controller_id), "site_id": str(server.site.id)}
    made = await person.http.post(f"{API}/consents/documents", json=scope | {"purpose": "processing"})
    opened = made.json()
    path = f"/consents/documents/{opened['document']['id']}"

    async def read(who: Account) -> object:
        return (await got(who, path))["wording"]["ru"]["term"]

    over = {"term.ru": opened["wording"]["ru"]["term"]}
    return [
        Wish(API + path, {"texts": {"term.ru": one}, "over": over}, "term.ru", read, one) for one in ("1 год", "2 года")
    ]


async def basis(server: Server, _person: Account) -> list[Wish]:
    async def read(who: Account) -> object:
        return of_site(server, (await got(who, "/consents"))["sites"])["basis_wording"]

    path = f"{API}/consents/sites/{server.site.id}/basis"
    over = {"basis": "undecided", "wording": ""}
    return [
        Wish(path, {"basis": "other", "wording": one, "over": over}, "wording", read, one)
        for one in ("договор", "закон")
    ]


KINDS = (lifetimes, controller, masking, recipient, draft, basis)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
async def test_of_two_at_once_one_is_first_and_the_other_hears_whose_change_it_was(
    server: Server,
    two: tuple[Account, Account],
    kind: Callable[[Server, Account], Awaitable[list[Wish]]],
) -> None:
    await name_controller(server.database, server.site.controller_id)
    wishes = await kind(server, two[0])
    answers = await asyncio.gather(*(wish.send(person) for wish, person in zip(wishes, two, strict=True)))
    assert sorted(answer.status_code for answer in answers)[1] == 409, [answer.text for answer in answers]
    [first] = [place for place, answer in enumerate(answers) if answer.status_code < 300]
    late = 1 - first
    error = answers[late].json()["error"]
    assert (error["code"], error["field"]) == ("settings_changed", wishes[late].name)
    assert error["newer"]["by"] == ("Вера", "Олег")[first]
    assert await wishes[first].read(two[0]) == wishes[first].wanted
    # Whoever was first repeats it, as where the answer was lost, and is in nobody's way.
    assert (await wishes[first].send(two[first])).status_code < 300
    # Whoever was late decides anew, over what there is, and says so: a panel of before says nothing.
    body = {name: value for name, value in wishes[late].body.items() if name != "over"}
    assert (await two[late].http.put(wishes[late].path, json=body)).status_code < 300
    assert await wishes[late].read(two[0]) == wishes[late].wanted


async def test_different_fields_are_in_nobodys_way(server: Server, two: tuple[Account, Account]) -> None:
    path = f"{API}/controllers/{server.site.controller_id}"
    bodies: list[JsonObject] = [
        {"officer_name": "Пётр", "over": {"officer_name": ""}},
        {"address": "Тверь, Лесная, 1", "over": {"address": ""}},
        {"legal_name": "ООО «Чай»", "over": {"legal_name": ""}},
    ]
    people = [*two, two[0]]
    answers = await asyncio.gather(
        *(person.http.put(path, json=body) for person, body in zip(people, bodies, strict=True))
    )
    assert [answer.status_code for answer in answers] == [204, 204, 204]
    [shown] = (await got(two[0], "/papers"))["controllers"]
    told = {name: shown["controller"][name] for body in bodies for name in body if name != "over"}
    assert told == {name: value for body in bodies for name, value in body.items() if name != "over"}


async def test_mark_that_is_not_as_it_was_seen_stays(server: Server, two: tuple[Account, Account]) -> None:
    written, none = await marking(server, two[0])
    assert (await written.send(two[0])).status_code == 200
    assert (
        await Wish(written.path, {"special": "none", "over": "warned"}, None, written.read, "").send(two[1])
    ).json()["error"]["newer"]["by"] == "Вера"
    assert await written.read(two[1]) == "written"
    assert (await none.send(two[1])).status_code == 200


async def test_command_line_is_in_the_way_too(server: Server, two: tuple[Account, Account]) -> None:
    [wish, _] = await lifetimes(server, two[0])
    await set_lifetimes(server.database, server.site, {Lifetime.MESSAGES: 90})
    refused = await wish.send(two[0])
    assert (refused.status_code, refused.json()["error"]["newer"]["by"]) == (409, "")
    assert await wish.read(two[0]) == 90
    await describe_controller(server.database, server.site.controller_id, is_regulated=True)
    path = f"{API}/controllers/{server.site.controller_id}/regulated"
    refused = await two[0].http.put(path, json={"is_regulated": False, "over": False})
    assert (refused.status_code, refused.json()["error"]["field"]) == (409, "is_regulated")
    # What it is to be it is already.
    assert (await two[0].http.put(path, json={"is_regulated": True, "over": False})).status_code == 204


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


async def test_ban_that_a_colleague_has_placed_meanwhile_is_not_replaced_unseen(
    server: Server, two: tuple[Account, Account]
) -> None:
    async with server.visitor() as visitor:
        path = f"{API}/conversations/{(await visitor.say('Купите слона'))['conversation_id']}/ban"
        bodies = [{"reason": reason, "hours": 24, "over": None} for reason in ("Реклама", "Брань")]
        answers = await asyncio.gather(
            *(person.http.put(path, json=body) for person, body in zip(two, bodies, strict=True))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409], [answer.text for answer in answers]
        first = [answer.status_code for answer in answers].index(200)
        assert answers[1 - first].json()["error"]["newer"]["by"] == ("Вера", "Олег")[first]
        ban = (await got(two[0], path.removeprefix(API)))["ban"]
        assert ban["reason"] == bodies[first]["reason"]
        over = bodies[1 - first] | {"over": ban["banned_at"]}
        assert (await two[1 - first].http.put(path, json=over)).json()["ban"]["reason"] == over["reason"]


async def test_ban_is_replaced_unseen_by_nobody_but_who_repeats_it(
    server: Server, two: tuple[Account, Account]
) -> None:
    vera, oleg = two
    async with server.visitor() as visitor:
        path = f"{API}/conversations/{(await visitor.say('Купите слона'))['conversation_id']}/ban"
        forever = {"reason": "Спам", "hours": None, "over": None}
        placed = await vera.http.put(path, json=forever)
        assert placed.status_code == 200
        for person, body in (
            (oleg, forever | {"hours": 1}),
            (oleg, forever),
            (vera, forever | {"hours": 1}),
            (vera, forever | {"reason": "Брань"}),
        ):
            refused = await person.http.put(path, json=body)
            assert refused.status_code == 409, body
            # Nobody is told that they were in their own way.
            assert refused.json()["error"].get("newer", {}).get("by") == (None if person is vera else "Вера")
        assert (await vera.http.put(path, json=forever)).status_code == 200
        ban = (await got(oleg, path.removeprefix(API)))["ban"]
        assert (ban["reason"], ban["until"], ban["banned_by"]) == ("Спам", None, "Вера")


async def test_ban_that_a_colleague_has_lifted_is_not_placed_again_unawares(
    server: Server, two: tuple[Account, Account]
) -> None:
    vera, oleg = two
    async with server.visitor() as visitor:
        path = f"{API}/conversations/{(await visitor.say('Купите слона'))['conversation_id']}/ban"
        placed = (await vera.http.put(path, json={"reason": "Спам", "hours": 24, "over": None})).json()["ban"]
        assert (await oleg.http.delete(path)).status_code == 200
        longer = {"reason": "Спам", "hours": None, "over": placed["banned_at"]}
        assert (await vera.http.put(path, json=longer)).json()["error"]["code"] == "settings_changed"
        assert (await got(oleg, path.removeprefix(API)))["ban"] is None
        assert (await vera.http.put(path, json=longer | {"over": None})).status_code == 200


async def test_versions_that_there_were_before_say_whose_change_it_was(
    server: Server, two: tuple[Account, Account]
) -> None:
    site, vera, oleg = server.site.id, *two
    settings = of_site(server, (await got(vera, "/sites"))["sites"], "site_id")["settings"]
    properties = {"name": server.site.name, "origins": list(server.site.origins)}
    for path, body in (
        (f"/sites/{site}/work-rule", {"over_version": 0, "mode": "evenly", "return_min": 5}),
        (f"/sites/{site}/answer-goal", {"over_version": 0, "minutes": 5}),
        (f"/sites/{site}/departments", {"over_version": 0, "chosen": {"departments": [{"name": "Продажи"}]}}),
        (f"/sites/{site}/widget", {"over_version": 0, "settings": settings}),
        (f"/controllers/{server.site.controller_id}/labels", {"over_version": 0, "labels": []}),
        (f"/own-sites/{site}", properties | {"name": "Чайная", "over": properties}),
    ):
        answers = await asyncio.gather(*(person.http.put(API + path, json=body) for person in (vera, oleg)))
        assert sorted(answer.status_code for answer in answers) == [200, 409], (path, [one.text for one in answers])
        first = [answer.status_code for answer in answers].index(200)
        assert answers[1 - first].json()["error"]["newer"]["by"] == ("Вера", "Олег")[first], path


@asynccontextmanager
async def somebody_on(server: Server, site_keys: Sequence[str], name: str) -> AsyncIterator[Account]:
    email = f"{name}@shop.test"
    await add_operator(server.database, email=email, name=name, password=PASSWORD, site_keys=site_keys, role=Role.ADMIN)
    async with enrolled(server, email) as person:
        yield person


async def test_change_that_is_of_no_site_is_whose_only_for_who_works_on_all_of_them(
    server: Server, two: tuple[Account, Account]
) -> None:
    async with server.database.connection() as connection:
        assert len({site.controller_id for site in await all_sites(connection)}) == 1
    path = f"{API}/controllers/{server.site.controller_id}/labels"
    tag = {"kind": "tag", "name": "VIP", "colour": "blue"}
    async with somebody_on(server, SITE_KEYS[:1], "near") as near, somebody_on(server, SITE_KEYS[1:], "far") as far:
        assert (await far.http.put(path, json={"over_version": 0, "labels": [tag]})).status_code == 200
        for person, whose in ((near, None), (two[0], "far")):
            error = (await person.http.put(path, json={"over_version": 0, "labels": []})).json()["error"]
            assert (error["code"], error.get("newer", {}).get("by")) == ("settings_changed", whose)
        assert "far" not in (await near.http.get(f"{API}/journal")).text


async def test_label_that_is_there_already_is_no_change_of_labels(server: Server, two: tuple[Account, Account]) -> None:
    vera, oleg = two
    path = f"{API}/controllers/{server.site.controller_id}/labels"
    tag = {"kind": "tag", "name": "VIP", "colour": "blue"}
    made = (await vera.http.post(path, json=tag)).json()
    [shown] = (await got(oleg, "/labels"))["controllers"]
    assert shown["version"] == 1
    assert (await vera.http.post(path, json=tag | {"name": "vip"})).json()["id"] == made["id"]
    saved = await oleg.http.put(path, json={"over_version": 1, "labels": [*shown["labels"], tag | {"name": "Опт"}]})
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    # What is added is a change, and so is in the way of whoever has not seen it.
    assert (await vera.http.post(path, json=tag | {"name": "Розница"})).status_code == 200
    late = await oleg.http.put(path, json={"over_version": 2, "labels": saved.json()["labels"]})
    assert (late.status_code, late.json()["error"]["newer"]["by"]) == (409, "Вера")


async def test_it_is_who_changed_the_field_that_is_named_whoever_changed_others_since(
    server: Server, two: tuple[Account, Account]
) -> None:
    vera, oleg = two
    await name_controller(server.database, server.site.controller_id)
    site, firm = server.site.id, f"{API}/controllers/{server.site.controller_id}"
    policies = of_site(server, (await got(vera, "/masking"))["sites"], "site_id")["policies"]
    others = {kind: next(one for one in ("keep", "mask", "replace") if one != was) for kind, was in policies.items()}
    third = next(one for one in ("keep", "mask", "replace") if one not in (policies["phone"], others["phone"]))
    days = {"messages": None, "pages": None, "card": None, "consents": None}
    known = (await got(vera, "/papers"))["controllers"][0]["controller"]
    known = {name: known[name] for name in ("officer_name", "address")}
    assert (await vera.http.post(f"{firm}/recipients", json=RECIPIENT)).status_code == 204
    [term, _] = await draft(server, vera)
    texts = term.body["over"]
    purpose = (await got(vera, term.path.removeprefix(API)))["wording"]["ru"]["purpose"]
    async with somebody(server, "Ира") as ira:
        for path, first, second, late in (
            (
                f"{API}/sites/{site}/masking",
                {"policies": {"phone": others["phone"]}, "over": policies},
                # As panels of before send all of it.
                {"policies": {"phone": others["phone"], "email": others["email"]}, "over": policies},
                {"policies": {"phone": third}, "over": {"phone": policies["phone"]}},
            ),
            (
                f"{API}/retention/{site}",
                {"days": {"messages": 30}, "over": days},
                {"days": {"messages": 30, "pages": 40}, "over": days},
                {"days": {"messages": 60}, "over": days},
            ),
            (
                firm,
                {"officer_name": "Пётр", "over": {"officer_name": ""}},
                {"officer_name": "Пётр", "address": "Тверь", "over": known},
                {"officer_name": "Мария", "over": {"officer_name": ""}},
            ),
            (
                f"{firm}/recipients",
                RECIPIENT | {"purpose": "Склад", "over": RECIPIENT},
                RECIPIENT | {"purpose": "Склад", "categories": "имя", "over": RECIPIENT},
                RECIPIENT | {"purpose": "Продажи", "over": RECIPIENT},
            ),
            (
                term.path,
                {"texts": {"term.ru": "1 год"}, "over": texts},
                {"texts": {"purpose.ru": "Ответы"}, "over": {"purpose.ru": purpose}},
                {"texts": {"term.ru": "2 года"}, "over": texts},
            ),
        ):
            for person, body in ((vera, first), (oleg, second)):
                answer = await person.http.put(path, json=body)
                assert answer.status_code < 300, (path, answer.text)
            for person, whose in ((ira, "Вера"), (vera, None)):
                error = (await person.http.put(path, json=late)).json()["error"]
                assert (error["code"], error.get("newer", {}).get("by")) == ("settings_changed", whose), path


async def test_secret_that_was_dropped_says_who_did_that(server: Server, two: tuple[Account, Account]) -> None:
    vera, oleg = two
    path = f"{API}/sites/{server.site.id}/identity/secret"
    for version in (0, 1):
        assert (await vera.http.post(path, json={"over_version": version})).status_code < 300
    assert (await oleg.http.post(f"{path}/drop_before", json={"over_version": 2})).status_code < 300
    error = (await vera.http.post(path, json={"over_version": 2})).json()["error"]
    assert error["newer"]["by"] == "Олег"


async def test_basis_that_came_with_a_publication_was_chosen_by_nobody(
    server: Server, two: tuple[Account, Account]
) -> None:
    path = f"{API}/consents/sites/{server.site.id}/basis"
    await publish_consent(server.database, server.site)
    stale = {"basis": "other", "wording": "договор", "over": {"basis": "undecided", "wording": ""}}
    error = (await two[0].http.put(path, json=stale)).json()["error"]
    assert (error["code"], "newer" in error) == ("settings_changed", False)


async def test_nobody_learns_of_changes_where_they_may_not_look(server: Server, two: tuple[Account, Account]) -> None:
    [wish, _] = await lifetimes(server, two[0])
    assert (await wish.send(two[0])).status_code == 204
    stale = Wish(wish.path, {"days": {"messages": 60}, "over": {"messages": 10}}, None, wish.read, 60)
    async with somebody(server, "Аудитор", Role.AUDITOR) as auditor:
        refused = await stale.send(auditor)
    assert (refused.status_code, "newer" in refused.json()["error"]) == (403, False)
    await add_operator(
        server.database, email="far@shop.test", name="Даль", password=PASSWORD, site_keys=SITE_KEYS[1:], role=Role.ADMIN
    )
    async with enrolled(server, "far@shop.test") as far:
        refused = await stale.send(far)
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "site_unknown")
