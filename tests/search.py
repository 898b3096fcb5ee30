"""What tests of the search share: a feeder that is waited for, and people who say things."""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx

from ryadom.core.search.feeder import Feeder
from ryadom.core.search.lexemes import Lexemes
from ryadom.store.database import Database
from tests.web.accounts import Account
from tests.web.client import JsonObject, Server

DEADLINE_S = 30.0


async def feed_all(database: Database) -> None:
    """Returns once everything committed by now can be found, whoever has fed it."""
    feeder = Feeder(database, Lexemes())
    async with asyncio.timeout(DEADLINE_S):
        while True:
            step = await feeder.step()
            if step.is_alone and step.entries == 0 and not step.is_more:
                return
            if not step.is_alone:
                await asyncio.sleep(0.02)


async def ask(person: Account, query: str, **fields: Any) -> httpx.Response:
    """The answer to a search."""
    return await person.http.post("/panel/api/search", json={"query": query, **fields})


async def found_by(person: Account, query: str, **fields: Any) -> JsonObject:
    """A page of what is found."""
    response = await ask(person, query, **fields)
    assert response.status_code == 200, response.text
    page: JsonObject = response.json()
    return page


async def texts_found(person: Account, query: str, **fields: Any) -> list[str]:
    """What is found on a page, as it is shown, the newest first: messages, and names of customers."""
    page = await found_by(person, query, **fields)
    return [text for result in page["results"] for text in texts_of(result)]


def texts_of(result: JsonObject) -> list[str]:
    """What a conversation was found by."""
    names = ["".join(piece["text"] for piece in result["name"])] if result["name"] else []
    return ["".join(piece["text"] for piece in one["pieces"]) for one in result["messages"]] + names


def marked_in(result: JsonObject) -> list[str]:
    """The pieces that are marked as found, in messages, their files' names and the customer's name."""
    parts = [result["name"]]
    for message in result["messages"]:
        parts += [message["pieces"], *message["files"]]
    return [piece["text"] for part in parts for piece in part if piece.get("is_found")]


async def say_each(server: Server, texts: Sequence[str]) -> list[JsonObject]:
    """Each text by a visitor of its own, one after the other; then all of it can be found."""
    posted = []
    for text in texts:
        async with server.visitor() as visitor:
            posted.append(await visitor.say(text))
    await feed_all(server.database)
    return posted
