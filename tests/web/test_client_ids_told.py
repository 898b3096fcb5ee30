"""What the counter of Yandex Metrica calls a browser: told to programs, and taken back when it is forgotten."""

import json

from tests.web.client import JsonObject, Server
from tests.web.programs import READS, key, program

CLIENT_ID = "1700000000123456789"


def told_in(changes: list[JsonObject]) -> dict[str, str]:
    return {one["object"]["object"]: one["object"]["metrica_client_id"] for one in changes if one["type"] == "upsert"}


async def test_client_id_is_told_with_conversation_and_customer(server: Server) -> None:
    async with server.visitor() as visitor, program(server, (await key(server, scopes=READS)).secret) as crm:
        id = (await visitor.say("Вопрос"))["conversation_id"]
        first = (await crm.get("changes", params={"wait": 0})).json()
        changes = [one for one in first["changes"] if one["object"]["object"] != "message"]
        assert told_in(changes) == {"conversation": "", "customer": ""}
        await visitor.send("set_client_id", client_id=CLIENT_ID)
        await visitor.ping()
        after = (await crm.get("changes", params={"wait": 0, "cursor": first["cursor"]})).json()
        assert told_in(after["changes"]) == {"conversation": CLIENT_ID, "customer": CLIENT_ID}
        assert (await crm.get(f"conversations/{id}")).json()["metrica_client_id"] == CLIENT_ID
        for kind in ("conversations", "customers"):
            table = await crm.get(f"exports/{kind}", params={"format": "jsonl", "columns": "site,metrica_client_id"})
            assert json.loads(table.text) == {"site": server.site.key, "metrica_client_id": CLIENT_ID}
        # As at the end of its lifetime.
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET metrica_client_id = NULL")
        last = (await crm.get("changes", params={"wait": 0, "cursor": after["cursor"]})).json()
        assert told_in(last["changes"]) == {"conversation": "", "customer": ""}
