"""Bans that two place, replace or lift at once: nobody does it unseen."""

import asyncio

from tests.web.accounts import Account
from tests.web.client import Server
from tests.web.overruling import API, got


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
