"""Ready replies that two change at once: the second is told whose words are in the way, where that is known."""

import asyncio

import pytest

from ryadom.store.operators import Role
from tests.web.accounts import Account
from tests.web.client import JsonObject, Server
from tests.web.overruling import API, got, somebody

REPLIES = f"{API}/canned-replies"


async def shared(server: Server, person: Account, scope: str = "site") -> JsonObject:
    body = {"scope": scope, "site_id": str(server.site.id), "words": {"shortcut": "часы", "body": "С девяти"}}
    assert (await person.http.post(REPLIES, json=body)).status_code == 201
    replies: list[JsonObject] = (await got(person, "/canned-replies"))["replies"]
    return replies[0]


async def put(person: Account, reply: JsonObject, body: str, shortcut: str = "часы") -> JsonObject | None:
    """What is said against the change; None where it is done."""
    change = {"over_version": reply["version"], "words": {"shortcut": shortcut, "body": body}}
    answer = await person.http.put(f"{REPLIES}/{reply['id']}", json=change)
    return None if answer.status_code == 204 else answer.json()["error"]


@pytest.mark.parametrize("scope", ["site", "controller"])
async def test_of_two_at_once_one_is_first_and_the_other_hears_whose_words_they_are(
    server: Server, two: tuple[Account, Account], scope: str
) -> None:
    seen = await shared(server, two[0], scope)
    words = ("С восьми", "С десяти")
    errors = await asyncio.gather(*(put(person, seen, body) for person, body in zip(two, words, strict=True)))
    [first] = [place for place, error in enumerate(errors) if error is None]
    error = errors[1 - first]
    assert error is not None
    assert (error["code"], error["newer"]["by"]) == ("settings_changed", ("Вера", "Олег")[first])
    [now] = (await got(two[0], "/canned-replies"))["replies"]
    assert now["body"] == words[first]
    # Whoever was first repeats it, as where the answer was lost, and is in nobody's way.
    assert await put(two[first], seen, words[first]) is None
    assert await put(two[1 - first], now, words[1 - first]) is None


async def test_it_is_who_changed_this_reply_whoever_changed_others_since(
    server: Server, two: tuple[Account, Account]
) -> None:
    vera, oleg = two
    seen = await shared(server, vera)
    other = {"scope": "site", "site_id": str(server.site.id), "words": {"shortcut": "адрес", "body": "Тверь"}}
    assert (await vera.http.post(REPLIES, json=other)).status_code == 201
    assert await put(vera, seen, "С восьми", shortcut="время") is None
    [address] = [one for one in (await got(oleg, "/canned-replies"))["replies"] if one["shortcut"] == "адрес"]
    assert await put(oleg, address, "Москва", shortcut="адрес") is None
    async with somebody(server, "Ира", Role.ADMIN) as ira:
        for person, whose in ((ira, "Вера"), (vera, None)):
            error = await put(person, seen, "С семи")
            assert error is not None
            assert error.get("newer", {}).get("by") == whose
        gone = await ira.http.request("DELETE", f"{REPLIES}/{seen['id']}", json={"over_version": seen["version"]})
        assert (gone.status_code, gone.json()["error"]["newer"]["by"]) == (409, "Вера")


async def test_words_that_came_with_a_file_are_nobodys(server: Server, two: tuple[Account, Account]) -> None:
    vera, oleg = two
    first = await shared(server, vera)
    assert await put(vera, first, "С восьми") is None
    [seen] = (await got(vera, "/canned-replies"))["replies"]
    shelf = {"scope": "site", "site_id": str(server.site.id)}
    file = await oleg.http.post(f"{REPLIES}/file", params=shelf, content="часы;С десяти".encode())
    assert file.status_code == 200, file.text
    async with somebody(server, "Ира", Role.ADMIN) as ira:
        error = await put(ira, seen, "С семи")
    assert error is not None
    assert (error["code"], "newer" in error) == ("settings_changed", False)
