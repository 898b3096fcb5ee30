"""`ryadom person`, `data-map` and `deadline`, as an officer types them, beside a running server."""

import json
from pathlib import Path
from uuid import UUID, uuid4

from ryadom.cli.person import BLOCK_REASONS
from ryadom.core.blocking import BlockReason
from ryadom.core.sites import add_site
from ryadom.store.customer_links import VisitorRef, link
from ryadom.store.database import Database
from tests.cli.command import run, ryadom
from tests.web.conftest import serving


async def test_visitor_is_exported_and_erased_beside_a_running_server(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    async with serving(database_url, database) as server, server.visitor() as visitor:
        conversation_id = (await visitor.say("я Иван"))["conversation_id"]
        who = ("--site", server.site.key, "--conversation", conversation_id)
        out = tmp_path / "answer"

        exported = await run("person", "export", *who, "--out", str(out), database_url=database_url)
        again = await run("person", "export", *who, "--out", str(out), database_url=database_url)
        planned = await run("person", "erase", *who, "--dry-run", database_url=database_url)
        unsure = await run("person", "erase", *who, database_url=database_url, stdin="n\n")
        await visitor.ping()
        erased = await run("person", "erase", *who, "--yes", database_url=database_url)
        code, frames = await visitor.closed()
        repeated = await run("person", "erase", *who, "--yes", database_url=database_url)
        listed = await run("destruction", "list", database_url=database_url)
        shown = await run("destruction", "show", "1", database_url=database_url)
        acts = await run("destruction", "export", "1", "--out", str(tmp_path / "acts"), database_url=database_url)
        unknown = await run("destruction", "show", "2", database_url=database_url)

    assert exported[0] == 0, exported
    assert json.loads((out / "entries.json").read_text(encoding="utf-8"))[0]["body"] == "я Иван"
    assert again[0] == 1
    assert "Name a new folder" in again[2]
    assert planned[:2] == (
        0,
        "visitors\t1\nconversations\t0\nentries\t1\nvisited_pages\t0\nfiles\t0\nmentions\t0\n"
        "unread_marks\t0\nchat_invitations\t0\nvisitor_identities\t0\n"
        "visitor_attributes\t0\nvisitor_events\t0\ncustomer_cards\t0\ncustomer_changes\t0\ncustomer_notes\t0\n"
        "customer_links\t0\nbans\t0\nperson_keys\t0\n"
        "outgoing_mails\t0\nanswer_addresses\t0\nmail_copies\t0\nwebhook_deliveries\t0\nconnector_pushes\t0\nlegal_holds\t0\n"
        "Nothing was changed.\n",
    )
    assert unsure[0] == 1
    assert (erased[0], "2 rows changed" in erased[1], erased[2]) == (0, True, "")
    assert (code, frames[-1]["code"]) == (4401, "visitor_erased")
    assert "Act of destruction No. 1" in erased[1]
    assert (repeated[0], "0 rows changed" in repeated[1], "Act" in repeated[1]) == (0, True, False)
    assert listed[1].startswith(f"1\t{server.site.key}\tcommand_line\t")
    assert shown[2] == ""
    assert "People: 1; rows erased: entries 1, visitors 1" in shown[1]
    assert acts[0] == 0
    assert (tmp_path / "acts" / "act-1.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "acts" / "act-1-log.csv").read_text(encoding="utf-8-sig").startswith("Субъект")
    assert unknown == (1, "", "ryadom: There is no act No. 2. `ryadom destruction list` shows all.\n")


async def test_visitor_is_blocked_and_unblocked_beside_a_running_server(database: Database, database_url: str) -> None:
    async with serving(database_url, database) as server, server.operator() as operator, server.visitor() as visitor:
        conversation_id = (await visitor.say("я Иван"))["conversation_id"]
        who = ("--site", server.site.key, "--conversation", conversation_id)
        unreasoned = await run("person", "block", *who, database_url=database_url)
        blocked = await run("person", "block", *who, "--reason", "inaccurate", database_url=database_url)
        hidden = await operator.receive("conversation_hidden")
        again = await run("person", "block", *who, "--reason", "unlawful", database_url=database_url)
        unblocked = await run("person", "unblock", *who, database_url=database_url)
        shown = await operator.receive("conversation_shown")
        repeated = await run("person", "unblock", *who, database_url=database_url)

    assert (unreasoned[0], "--reason" in unreasoned[2]) == (2, True)
    assert (blocked[0], blocked[1].startswith("Blocked: "), blocked[2]) == (0, True, "")
    assert again[1].startswith("They were blocked already")
    assert unblocked[:2] == (0, "Unblocked: operators see them again.\n")
    assert repeated[:2] == (0, "They were not blocked.\n")
    assert hidden["conversation_id"] == shown["conversation_id"] == conversation_id


def test_reasons_that_the_command_takes_are_those_there_are() -> None:
    assert set(BLOCK_REASONS) == set(BlockReason)


async def test_unknown_visitor_is_refused_in_one_line(database: Database, database_url: str) -> None:
    site = await add_site(database, name="Чай", origins=["https://shop.test"])
    visitor_id = str(uuid4())
    refused = await run(
        "person", "erase", "--site", site.key, "--visitor", visitor_id, "--yes", database_url=database_url
    )
    assert refused == (1, "", f"ryadom: Nothing is stored of a visitor {visitor_id} on this site.\n")


def test_person_is_named_in_exactly_one_way() -> None:
    refused = ryadom("person", "erase", "--site", "tea-shop")

    assert refused.status == 2
    assert "either --visitor or --conversation" in refused.err


def test_data_map_is_shown_as_lines_and_as_json() -> None:
    lines = ryadom("data-map").out.splitlines()
    held = json.loads(ryadom("data-map", "--json").out)

    assert (
        "entries\tchoices\tпредложенные варианты ответа\tтекст сообщений\tпосетитель\tда\tстирается\tmessages" in lines
    )
    assert [table["name"] for table in held["tables"]][:3] == ["visitors", "conversations", "entries"]
    assert held["files"]


def test_deadline_is_told_with_its_article() -> None:
    told = ryadom("deadline", "answer", "--from", "2026-12-28")

    assert told.out.splitlines() == [
        "2027-01-20, to the end of the day in Moscow",
        "  answer a subject's request: 10 working days, +5 after the request came",
        "  152-FZ, art. 14 part 3, art. 20 part 1",
        "  2027-01-27 at the latest, where the subject is told the reasons before the term ends",
    ]
    assert ryadom("deadline", "incident", "--from", "2026-12-31T15:30+03:00").out.startswith("2027-01-01 15:30 Moscow")
    assert "withdrawal\t" in ryadom("deadline").out


def test_deadline_of_no_such_kind_date_or_calendar_is_refused_with_what_to_do() -> None:
    assert "is none of answer, " in ryadom("deadline", "anwser").err
    assert "is no date" in ryadom("deadline", "answer", "--from", "28.12.2026").err
    beyond = ryadom("deadline", "answer", "--from", "2999-12-28")
    assert (beyond.status, "pip install --upgrade holidays" in beyond.err) == (1, True)


async def test_whoever_is_taken_for_the_same_person_is_named_before_one_is_erased_or_blocked(
    database: Database, database_url: str
) -> None:
    async with serving(database_url, database) as server, server.visitor() as visitor, server.visitor() as other:
        conversation_id = (await visitor.say("я Иван"))["conversation_id"]
        await other.say("это снова Иван")
        refs = [VisitorRef(server.site.id, UUID(one.welcome["visitor_id"])) for one in (visitor, other)]
        async with database.transaction() as connection:
            anna_id = await connection.fetchval("SELECT id FROM operators WHERE email = 'anna@shop.test'")
            await link(connection, *refs, by=anna_id)
        who = ("--site", server.site.key, "--conversation", conversation_id)
        for command in (("erase", *who, "--dry-run"), ("block", *who, "--reason", "inaccurate")):
            said = await run("person", *command, database_url=database_url)
            assert f"one person with visitor {refs[1].visitor_id} of {server.site.key}" in said[1]
