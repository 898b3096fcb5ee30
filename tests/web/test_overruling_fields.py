"""What is changed field by field: of two at once one is first, the other is told whose change is in the way."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.consents import name_controller, publish_consent
from tests.web.accounts import Account
from tests.web.client import JsonObject, Server
from tests.web.overruling import (
    API,
    RECIPIENT,
    Wish,
    basis,
    controller,
    draft,
    got,
    lifetimes,
    limit,
    marking,
    masking,
    of_site,
    recipient,
    somebody,
)

KINDS = (lifetimes, controller, masking, recipient, draft, basis, limit)


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


async def test_basis_that_came_with_a_publication_was_chosen_by_nobody(
    server: Server, two: tuple[Account, Account]
) -> None:
    path = f"{API}/consents/sites/{server.site.id}/basis"
    await publish_consent(server.database, server.site)
    stale = {"basis": "other", "wording": "договор", "over": {"basis": "undecided", "wording": ""}}
    error = (await two[0].http.put(path, json=stale)).json()["error"]
    assert (error["code"], "newer" in error) == ("settings_changed", False)
