"""`ryadom export`: what is in the tables, what is not, and that spreadsheets and programs read them."""

import csv
import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from ryadom.cli import export as command
from ryadom.core.export_counting import Form
from ryadom.core.exports import DELIMITERS
from ryadom.protocol.filters import State
from ryadom.store.database import Database
from ryadom.store.exports import COLUMNS, Kind
from ryadom.store.journal_chain import Action
from tests.cli.command import run
from tests.web.client import Client, Server
from tests.web.conftest import serving
from tests.web.labels import make_labels
from tests.web.test_display_masking import records

FORMULA = '=HYPERLINK("http://evil.test";"x")'
ODD = 'двойной " знак; перенос\nстроки, \\n и 🙂'


@pytest.fixture
async def server(database: Database, database_url: str) -> AsyncIterator[Server]:
    async with serving(database_url, database) as running:
        yield running


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Client]:
    async with server.visitor(page={"url": "http://shop.test/tea?utm_source=vk"}) as client:
        yield client


async def _export(kind: str, *options: str, database_url: str) -> bytes:
    code, out, err = await run("export", kind, *options, "--out", "-", database_url=database_url)
    assert code == 0, err
    return out.encode()


def test_choices_of_the_command_are_those_there_are() -> None:
    assert (tuple(Kind), tuple(Form), DELIMITERS) == (command.KINDS, command.FORMS, command.DELIMITERS)
    assert tuple(State) == command.STATES


def test_docs_name_every_column() -> None:
    told = (Path(__file__).parents[2] / "docs/exports.md").read_text(encoding="utf-8")
    for columns in COLUMNS.values():
        assert ", ".join(f"`{name}`" for name in columns) in told


async def test_csv_is_read_back_as_it_was_but_for_formulas(server: Server, visitor: Client, database_url: str) -> None:
    conversation_id = (await visitor.say(ODD))["conversation_id"]
    await visitor.say(FORMULA)
    async with server.operator() as operator:
        await operator.say("Здравствуйте", conversation_id=conversation_id)
    text = (await _export("messages", "--site", server.site.key, database_url=database_url)).decode()
    assert text.startswith("\ufeffconversation_id;seq;site;")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert [row["body"] for row in rows] == [ODD, f"'{FORMULA}", "Здравствуйте"]
    assert [row["author_kind"] for row in rows] == ["visitor", "visitor", "operator"]
    assert rows[2]["author_name"] == "Анна"
    assert rows[0]["created_at"].endswith("Z")


async def test_columns_period_delimiter_and_mark_are_as_asked(
    server: Server, visitor: Client, database_url: str
) -> None:
    await visitor.say("Здравствуйте")
    asked = ("--columns", "body, seq", "--delimiter", ",", "--no-mark")
    assert await _export("messages", *asked, database_url=database_url) == "body,seq\nЗдравствуйте,1\n".encode()
    none = await _export("messages", *asked, "--before", "2020-01-01", database_url=database_url)
    assert none == b"body,seq\n"


async def test_conditions_are_named_and_met_all_at_once(server: Server, visitor: Client, database_url: str) -> None:
    tags = await make_labels(server, tags=("Опт", "Брак"))
    conversation_id = (await visitor.say("Мне сто коробок"))["conversation_id"]
    async with server.visitor() as other, server.operator() as operator:
        elsewhere = (await other.say("Мне одну"))["conversation_id"]
        await operator.say("Здравствуйте", conversation_id=conversation_id)
        await operator.send("tag_conversation", conversation_id=conversation_id, add_ids=[tags["Опт"]], echo_id=uuid4())
        await operator.receive("conversation_tagged")

    async def ids(kind: str, *options: str) -> set[str]:
        column = "id" if kind in ("conversations", "customers") else "conversation_id"
        asked = ("--columns", column, "--no-mark", *options)
        return {*(await _export(kind, *asked, database_url=database_url)).decode().split()[1:]}

    assert await ids("conversations", "--tag", "Брак", "--tag", "Опт") == {conversation_id}
    assert await ids("messages", "--tag", tags["Опт"], "--operator", "anna@shop.test") == {conversation_id}
    assert len(await ids("customers", "--operator", "Анна", "--state", "open")) == 1
    assert await ids("conversations", "--unanswered") == {elsewhere}
    assert await ids("messages", "--tag", "Опт", "--unanswered") == set()
    assert await ids("ratings", "--score", "1") == set()
    [first, *_] = await records(server, Action.EXPORTED)
    assert first.details["tag_ids"] == f"{tags['Брак']}, {tags['Опт']}"


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("messages", ("--department", "Склад"), "no department Склад. There is: none"),
        ("messages", ("--operator", "никто@shop.test"), "no operator никто@shop.test"),
        ("messages", ("--tag", "Опт"), "no tag Опт"),
        ("messages", ("--state", "asleep"), "'asleep' is not one of"),
        ("messages", ("--score", "6"), "6 is not in the range"),
        ("consents", ("--state", "open"), "Consents are of no conversation"),
    ],
)
async def test_condition_that_nothing_can_meet_is_refused_before_the_journal(
    server: Server, database_url: str, kind: str, options: tuple[str, ...], said: str
) -> None:
    code, out, err = await run("export", kind, *options, "--out", "-", database_url=database_url)
    assert (code != 0, out) == (True, "")
    assert said in " ".join(err.split())
    assert await records(server, Action.EXPORTED) == []


async def test_json_lines_are_whole_objects(server: Server, visitor: Client, database_url: str) -> None:
    await visitor.say(ODD)
    await visitor.say(FORMULA)
    lines = (await _export("messages", "--format", "jsonl", database_url=database_url)).decode().splitlines()
    assert [json.loads(line)["body"] for line in lines] == [ODD, FORMULA]
    [conversation] = (await _export("conversations", "--format", "jsonl", database_url=database_url)).splitlines()
    row = json.loads(conversation)
    assert list(row) == list(COLUMNS[Kind.CONVERSATIONS])
    assert (row["landing_url"], row["advertising_consent"]) == ("http://shop.test/tea?utm_source=vk", False)


async def test_workbook_holds_words_and_no_formula(
    server: Server, visitor: Client, database_url: str, tmp_path: Path
) -> None:
    await visitor.say(FORMULA)
    file = tmp_path / "messages.xlsx"
    code, _, err = await run("export", "messages", "--format", "xlsx", "--out", str(file), database_url=database_url)
    assert (code, err) == (0, "1 rows.\n")
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "HYPERLINK" in sheet
    again = await run("export", "messages", "--out", str(file), database_url=database_url)
    assert again[0] == 1
    assert "is there already" in again[2]
    assert not file.with_name("messages.xlsx.part").exists()


@pytest.mark.parametrize("kind", Kind)
async def test_nothing_of_who_is_blocked_or_erased_and_the_journal_knows(
    server: Server, visitor: Client, database_url: str, kind: Kind
) -> None:
    await visitor.say("Здравствуйте")
    async with server.database.connection() as connection:
        await connection.execute("UPDATE visitors SET blocked_at = now(), block_reason = 'unlawful'")
        await connection.execute("UPDATE conversations SET is_blocked = true")
    assert await _export(kind, "--format", "jsonl", database_url=database_url) == b""
    async with server.database.connection() as connection:
        await connection.execute("UPDATE visitors SET blocked_at = NULL, block_reason = NULL, erased_at = now()")
        await connection.execute("UPDATE conversations SET is_blocked = false")
    assert await _export(kind, "--format", "jsonl", database_url=database_url) == b""
    exported = await records(server, Action.EXPORTED)
    assert [record.details["what"] for record in exported] == [kind, kind]


async def test_contact_cards_are_of_customers_who_can_be_addressed(
    server: Server, visitor: Client, database_url: str
) -> None:
    await visitor.say("Здравствуйте")
    assert await _export("customers", "--format", "vcf", database_url=database_url) == b""
    async with server.database.connection() as connection:
        await connection.execute("UPDATE visitors SET name = 'Анна; Мария'")
    cards = (await _export("customers", "--format", "vcf", database_url=database_url)).decode()
    assert cards.count("BEGIN:VCARD") == 1
    assert "FN:Анна\\; Мария\n" in cards
    assert "X-RYADOM-ADVERTISING-CONSENT:no\n" in cards


@pytest.mark.parametrize(
    ("kind", "also", "named"), [("messages", (), "customers"), ("customers", ("--columns", "id"), "columns")]
)
async def test_contact_cards_of_anything_else_are_refused_before_the_journal(
    server: Server, database_url: str, kind: str, also: tuple[str, ...], named: str
) -> None:
    code, _, said = await run("export", kind, "--format", "vcf", *also, "--out", "-", database_url=database_url)
    assert code == 1
    assert named in said
    assert await records(server, Action.EXPORTED) == []


async def test_what_can_not_be_is_said_with_the_remedy(server: Server, database_url: str) -> None:
    columns = await run("export", "messages", "--columns", "body,x", "--out", "-", database_url=database_url)
    site = await run("export", "messages", "--site", "none", "--out", "-", database_url=database_url)
    assert (columns[0], site[0]) == (1, 1)
    assert "conversation_id, seq" in columns[2]
    assert "ryadom site list" in site[2]
