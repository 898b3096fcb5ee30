"""Answers of a CRM that say nothing, or too much: no second card, nothing in a stranger's, and no end of the lane."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from ryadom.core.connectors.pusher import UNSPEAKABLE
from ryadom.errors import CrmMisconfigured
from ryadom.protocol.shared import Status
from ryadom.store import connector_pushes
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from tests.connectors import PHONE, Office, close_office, open_office
from tests.simulators.bitrix24 import portal, refuses
from tests.simulators.faults import answers

CLOSING = NewStatus(status=Status.CLOSED)


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


NO_LISTS: list[object] = [{}, {"result": None}, {"result": "no"}, {"result": {"ID": "7"}}, {"result": ["7"]}]


@pytest.mark.parametrize("content", NO_LISTS)
@pytest.mark.parametrize("method", ["crm.lead.list", "crm.timeline.comment.list"])
async def test_answer_without_a_list_does_not_mean_that_there_is_nothing(
    office: Office, method: str, content: object
) -> None:
    async with portal() as crm:
        await office.add(crm)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        # As if nobody had noted the card, and what of the transcript stands there.
        await office.execute("UPDATE connector_pushes SET remote_id = '', told_seq = 0")
        await office.say(NewStatus(status=Status.OPEN))
        await office.say(CLOSING)
        crm.next(method, answers(content))
        await office.push()
        assert await office.column("status") == ["pending"]
        await office.hurry()
        await office.push()
        assert await office.column("status") == ["sent"]
        [lead] = crm.cards["lead"]
        assert crm.transcript(lead["ID"]).count("раз") == 1


@pytest.mark.parametrize("content", [{}, {"result": None}, {"result": {"CONTACT": "31"}}, {"result": ["31"]}])
async def test_answer_without_numbers_does_not_mean_that_nobody_has_this_telephone(
    office: Office, content: object
) -> None:
    async with portal() as crm:
        crm.cards["contact"].append({"ID": "31", "PHONE": [{"VALUE": PHONE}]})
        await office.add(crm)
        await office.say(NewMessage(body=PHONE), CLOSING)
        crm.next("crm.duplicate.findbycomm", answers(content))
        await office.push()
        assert (await office.column("status"), crm.cards["lead"]) == (["pending"], [])
        crm.next("crm.duplicate.findbycomm", answers({"result": {"CONTACT": {"1": 31}}}))
        await office.hurry()
        await office.push()
        assert crm.cards["lead"][0]["CONTACT_ID"] == "31"


@pytest.mark.parametrize("creates", ["lead", "deal"])
async def test_portal_that_shows_strangers_cards_for_ours_is_told_nothing_and_found_out_by_the_check(
    office: Office, creates: str
) -> None:
    async with portal() as crm:
        made = await office.add(crm, creates=creates)
        crm.cards[creates].append({"ID": "7", "ORIGINATOR_ID": "shop", "ORIGIN_ID": "1"})
        assert (await office.connectors.check(made.id)).account
        crm.is_deaf_to_filters = True
        with pytest.raises(CrmMisconfigured, match="ORIGIN_ID"):
            await office.connectors.check(made.id)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert (len(crm.cards[creates]), crm.comments) == (1, [])
        stored = await office.stored()
        assert stored.stopped_at is not None
        assert "чужие" in stored.trouble


async def test_code_that_no_database_takes_and_no_terminal_should_is_cut_and_noted(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("crm.lead.list", refuses(400, "bad\x00\x1b[2J" + "A" * 30_000, "\x00Поле" + "Б" * 9_000))
        await office.push()
        assert await office.column("status") == ["failed"]
        [words] = await office.column("failure")
        assert words.startswith("Битрикс24 не принял: BAD[2JAAA")
        assert "Поле" in words
        assert len(words) < 500


async def test_failure_that_can_not_be_written_down_pauses_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = connector_pushes.note_end

    async def refuse(*_values: Any, **_named: Any) -> None:
        raise asyncpg.CharacterNotInRepertoireError("invalid byte sequence")

    async with portal() as crm:
        await office.add(crm)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("crm.lead.list", refuses(400, "ERROR_ARGUMENT"))
        monkeypatch.setattr(connector_pushes, "note_end", refuse)
        await office.push()
        monkeypatch.setattr(connector_pushes, "note_end", real)
        assert await office.column("status") == ["pending"]
        assert (await office.column("failure"), (await office.stored()).trouble) == ([UNSPEAKABLE], UNSPEAKABLE)
        assert await office.column("due_at > now()") == [True]
        [leased] = await office.column("(SELECT leased_until FROM connectors)")
        assert leased is None
        await office.hurry()
        await office.push()
        assert (await office.column("status"), len(crm.cards["lead"])) == (["sent"], 1)
