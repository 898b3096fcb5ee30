"""Which key a webhook ends with: the API, the panel's «Вебхуки» and «Программы» say it, to those who may see both."""

from datetime import UTC, datetime, timedelta

from ryadom.core.api_keys import Scope
from ryadom.store.journal_chain import COMMAND_LINE
from tests.web.accounts import Account, enrolled
from tests.web.client import JsonObject, Server
from tests.web.programs import key, program
from tests.web.test_api_keys_page import keys_of
from tests.web.test_api_webhooks import MANAGE, WEBHOOKS, listed, made, patch
from tests.web.test_webhooks_page import WEBHOOKS as PAGE
from tests.web.test_webhooks_page import added, one_of
from tests.web.test_widget_settings import admin
from tests.webhooks import new_deliverer


async def ended_by(person: Account) -> dict[str, int]:
    """How many webhooks end with each key, as «Программы» has it."""
    return {one["id"]: one["webhooks"] for one in (await keys_of(person))["keys"]}


async def test_webhook_of_a_key_says_which_until_somebody_takes_it_over(server: Server) -> None:
    first, second = await key(server, scopes=MANAGE), await key(server, scopes=MANAGE)
    async with (
        listed(server) as (_, url),
        enrolled(server, await admin(server)) as vera,
        program(server, first.secret) as crm,
        program(server, second.secret) as other,
    ):
        one = (await made(crm, url))["webhook"]
        assert one["looked_after_by"] == {"id": str(first.id), "name": "CRM", "ends_at": None}
        assert (await one_of(vera))["looked_after_by"] == one["looked_after_by"]
        assert await ended_by(vera) == {str(first.id): 1, str(second.id): 0}
        # Whoever else may look after it is told whose it is, and a state with another keeper is another state.
        seen = await other.get(f"{WEBHOOKS}/{one['id']}")
        assert seen.json()["looked_after_by"]["id"] == str(first.id)
        taken = await patch(other, one["id"], seen.headers["etag"], events=one["events"])
        assert taken.json()["looked_after_by"]["id"] == str(second.id)
        assert taken.headers["etag"] != seen.headers["etag"]
        assert await ended_by(vera) == {str(first.id): 0, str(second.id): 1}
        wanted = {"events": ["message.created"], "data": "ids", "site_ids": [str(server.site.id)]}
        assert (await vera.http.put(f"{PAGE}/{one['id']}", json=wanted)).status_code == 204
        assert (await crm.get(f"{WEBHOOKS}/{one['id']}")).json()["looked_after_by"] is None
        assert (await one_of(vera))["looked_after_by"] is None
        assert await ended_by(vera) == {str(first.id): 0, str(second.id): 0}


async def test_end_of_the_key_is_told_before_and_after_it_has_come(server: Server) -> None:
    lasting = await key(server, scopes=MANAGE)
    end = datetime.now(UTC) + timedelta(days=3)
    async with listed(server) as (_, url), enrolled(server, await admin(server)) as vera:
        async with program(server, lasting.secret) as crm:
            await made(crm, url)
        async with server.database.connection() as connection:
            await connection.execute("UPDATE api_keys SET expires_at = $2 WHERE id = $1", lasting.id, end)
        assert end_of(await one_of(vera)) == end
        await server.app.state.context.api_keys.revoke(lasting.id, by=COMMAND_LINE)
        # Revoked before its time: that is when it was over.
        assert end_of(await one_of(vera)) < end
        assert await ended_by(vera) == {str(lasting.id): 1}
        await new_deliverer(server.database).sweep()
        assert (await one_of(vera))["disabled_because"] == "key_over"
        # What is disabled ends no more; whose it was is still said.
        assert await ended_by(vera) == {str(lasting.id): 0}
        assert end_of(await one_of(vera)) < end


def end_of(webhook: JsonObject) -> datetime:
    return datetime.fromisoformat(webhook["looked_after_by"]["ends_at"])


async def test_webhook_of_the_house_ends_with_no_key_unless_one_learns_its_secret(server: Server) -> None:
    curious = await key(server, scopes=[*MANAGE, Scope.READ_SETTINGS])
    async with listed(server) as (_, url), enrolled(server, await admin(server)) as vera:
        one = await added(vera, server, url)
        assert (await one_of(vera))["looked_after_by"] is None
        async with program(server, curious.secret) as crm:
            made_new = await crm.post(f"{WEBHOOKS}/{one['id']}/secret", headers={"If-Match": "*"})
            assert made_new.json()["webhook"]["looked_after_by"]["id"] == str(curious.id)
        assert (await one_of(vera))["looked_after_by"]["name"] == "CRM"
