"""A webhook's secret that two replace at once: nobody copies one that somebody else has ended."""

import asyncio
from uuid import UUID

from ryadom.core.webhooks.overruling import secret_version
from ryadom.store.journal_chain import COMMAND_LINE
from tests.receiver import receiver, says
from tests.web.accounts import Account
from tests.web.client import Server
from tests.web.test_webhooks_page import WEBHOOKS, added, allow, error_of, one_of
from tests.webhooks import verified


async def test_new_secret_takes_the_place_of_the_one_that_was_seen(
    server: Server, two: tuple[Account, Account]
) -> None:
    async with receiver(says(body=b"thanks")) as program:
        made = await added(two[0], server, await allow(server, program.port))
        path = f"{WEBHOOKS}/{made['id']}/secret"
        seen = {"over_version": (await one_of(two[1]))["secret_version"]}
        answers = await asyncio.gather(*(person.http.post(path, json=seen) for person in two))
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        first = [answer.status_code for answer in answers].index(201)
        assert error_of(answers[1 - first]) == (409, "settings_changed", "secret")
        assert answers[1 - first].json()["error"]["newer"]["by"] == ("Вера", "Олег")[first]
        # The secret that was handed out signs.
        assert (await two[0].http.post(f"{WEBHOOKS}/{made['id']}/test")).json()["is_good"] is True
        assert verified(program.heard[-1], answers[first].json()["secret"])["type"] == "webhook.test"

        now = {"over_version": (await one_of(two[1]))["secret_version"]}
        assert now != seen
        assert (await two[1 - first].http.post(path, json=now)).status_code == 201
        # So does what a command makes; a panel of before says nothing, and goes on.
        webhooks = server.app.state.context.webhook_desk.webhooks
        now = {"over_version": (await one_of(two[1]))["secret_version"]}
        await webhooks.rotate(UUID(made["id"]), by=COMMAND_LINE)
        late = await two[0].http.post(path, json=now)
        assert (late.status_code, late.json()["error"]["newer"]["by"]) == (409, "")
        said_json = {"Content-Type": "application/json"}
        assert (await two[0].http.post(path, headers=said_json)).status_code == 201
        assert (await one_of(two[1]))["secret_version"] == secret_version(await webhooks.find(UUID(made["id"])))
        for wrong in (-1, "1", None):
            assert error_of(await two[0].http.post(path, json={"over_version": wrong}))[:2] == (400, "bad_frame"), wrong
