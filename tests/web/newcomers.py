"""Newcomers who have to work: they do it as a program would, by trying."""

import hashlib

import msgspec

from ryadom.core.challenges import AsksWork
from ryadom.core.newcomers import Newcomers
from ryadom.core.widget_settings import WidgetSettings
from ryadom.store.widget_settings import put_settings
from ryadom.web.context import Context
from tests.web.client import JsonObject, Server

FEW_HASHES = 2_000


def newcomers_of(server: Server) -> Newcomers:
    context: Context = server.app.state.context
    return context.visitor_desk.newcomers


async def ask_always(server: Server, choice: AsksWork = AsksWork.ALWAYS) -> None:
    """The owner wants newcomers to work whatever happens, or makes another choice, which holds from now on."""
    settings = msgspec.json.encode(WidgetSettings(asks_work=choice)).decode()
    async with server.database.connection() as connection:
        await connection.execute("DELETE FROM widget_settings")
        await put_settings(connection, server.site.id, settings, over_version=0)
    await newcomers_of(server).refresh()


def solve(work: JsonObject) -> JsonObject:
    """The proof of this work."""
    for number in range(work["max_number"] + 1):
        if hashlib.sha256(f"{work['salt']}{number}".encode()).hexdigest() == work["challenge"]:
            return {
                "challenge": work["challenge"],
                "salt": work["salt"],
                "signature": work["signature"],
                "number": number,
            }
    raise AssertionError("no number answers the challenge")
