"""What the counter of Yandex Metrica calls a browser: told to programs, and taken back when it is forgotten."""

import json

from ryadom.core.api_keys import Scope
from tests.web.client import JsonObject, Server
from tests.web.programs import changes_since, key, program

SCOPES = [Scope.READ_CHATS, Scope.READ_CHANGES, Scope.EXPORT_DATA]
CLIENT_ID = "1700000000123456789"


def told_in(changes: list[JsonObject]) -> dict[str, str]:
    objects = [one["object"] for one in changes]
    return {one["object"]: one["metrica_client_id"] for one in objects if one["object"] != "message"}


async def test_client_id_is_told_with_conversation_and_customer(server: Server) -> None:
    async with server.visitor() as visitor, program(server, (await key(server, scopes=SCOPES)).secret) as crm:
        id = (await visitor.say("Вопрос"))["conversation_id"]
        changes, cursor = await changes_since(crm)
        assert told_in(changes) == {"conversation": "", "customer": ""}
        await visitor.send("set_client_id", client_id=CLIENT_ID)
        await visitor.ping()
        changes, cursor = await changes_since(crm, cursor)
        assert told_in(changes) == {"conversation": CLIENT_ID, "customer": CLIENT_ID}
        assert (await crm.get(f"conversations/{id}")).json()["metrica_client_id"] == CLIENT_ID
        for kind in ("conversations", "customers"):
            table = await crm.get(f"exports/{kind}", params={"format": "jsonl", "columns": "site,metrica_client_id"})
            assert json.loads(table.text) == {"site": server.site.key, "metrica_client_id": CLIENT_ID}
        # As at the end of its lifetime.
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET metrica_client_id = NULL")
        changes, _ = await changes_since(crm, cursor)
        assert told_in(changes) == {"conversation": "", "customer": ""}
