"""What endpoints hear is what the API's document says of it: each kind of call, as it comes by HTTP."""

import json
from collections.abc import AsyncIterator

import jsonschema_rs
import pytest

from ryadom.core.webhooks.trials import send_trial
from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.entries import NewAssignment, NewDeletion, NewEdit, NewMessage, NewRating, NewStatus
from ryadom.web.openapi import openapi_document
from tests.receiver import receiver, says
from tests.webhooks import Shop, close_shop, open_shop

DOCUMENT = openapi_document()


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    opened = await open_shop(database)
    yield opened
    await close_shop(opened)


@pytest.mark.parametrize("level", DataLevel)
async def test_each_call_is_as_the_document_says(shop: Shop, level: DataLevel) -> None:
    operator = shop.scene.operator
    async with receiver(says()) as server:
        made = await shop.add(server, data=level)
        await shop.say(NewMessage(body="Здравствуйте"))
        await shop.say(
            NewAssignment(operator=operator, department=None),
            NewMessage(body="Добрый день"),
            NewEdit(message_seq=3, body="Добрый вечер"),
            NewDeletion(message_seq=3),
            NewStatus(status=Status.CLOSED),
            NewRating(score=5, comment="Спасибо"),
            NewStatus(status=Status.OPEN),
            by=operator,
        )
        await shop.tell()
        await send_trial(shop.webhooks, made.id)
        told = [json.loads(heard.body) for heard in server.heard]
    assert {one["type"] for one in told} == {
        *("conversation.created", "conversation.assigned", "conversation.closed", "conversation.reopened"),
        *("conversation.rated", "message.created", "message.edited", "message.deleted", "webhook.test"),
    }
    for one in told:
        [content] = DOCUMENT["webhooks"][one["type"]]["post"]["requestBody"]["content"].values()
        schema = {**content["schema"], "components": DOCUMENT["components"]}
        jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(one)
        # Nothing comes that the document does not tell of
        assert set(one["data"]) <= set(content["schema"]["properties"]["data"]["properties"])
        assert set(one["data"]) >= set(content["schema"]["properties"]["data"]["required"])
