"""Reading, exporting and verifying the journal over HTTP, by whom, and how much of it."""

import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from ryadom.core.controllers import add_controller
from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.journal_chain import COMMAND_LINE, Action, Record
from ryadom.store.operators import Role
from ryadom.store.person_keys import destroy_key
from ryadom.store.visitors import block
from ryadom.web import streamed
from tests.conftest import PostgresServer
from tests.store.journals import links_of, opening, tamper, write
from tests.waiting import until_true
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, JsonObject, Server
from tests.web.test_panel_downloads import taking

JOURNAL = "/panel/api/journal"


@asynccontextmanager
async def reader(server: Server, *sites: str, role: Role = Role.AUDITOR) -> AsyncIterator[Account]:
    """Somebody who may see the journal and works on these sites; on both where none is named."""
    email = f"{role}-{uuid4().hex[:6]}@shop.test"
    site_keys = sites or ("shop-key-1", "other-key-1")
    await add_operator(server.database, email=email, name="Вера", password=PASSWORD, site_keys=site_keys, role=role)
    async with enrolled(server, email) as person:
        yield person


async def read(person: Account, **asked: object) -> JsonObject:
    response = await person.http.get(JOURNAL, params={name: str(value) for name, value in asked.items()})
    assert response.status_code == 200, response.text
    page: JsonObject = response.json()
    return page


async def records_of(server: Server) -> list[Record]:
    return [link.record for link in await links_of(server.database, server.site.controller_id)]


async def until_ended(server: Server) -> Record:
    """What the journal says of the end of its export."""

    async def has_ended() -> bool:
        return (await records_of(server))[-1].action is Action.EXPORT_ENDED

    await until_true(has_ended)
    return (await records_of(server))[-1]


async def open_thread(server: Server, *, name: str = "Марина") -> tuple[UUID, UUID]:
    """A visitor with a name writes, and Anna opens the thread; gives visitor and conversation."""
    async with server.visitor() as visitor, server.operator() as panel:
        conversation_id = (await visitor.say("здравствуйте"))["conversation_id"]
        async with server.database.connection() as connection:
            await connection.execute("UPDATE visitors SET name = $1", name)
        await panel.send("fetch_history", request_id="1", conversation_id=conversation_id)
        await panel.receive("history")
        return UUID(visitor.welcome["visitor_id"]), UUID(conversation_id)


async def test_record_says_who_what_whose_when_and_from_where(server: Server) -> None:
    visitor_id, conversation_id = await open_thread(server)
    async with reader(server) as person:
        [record] = (await read(person, action="conversation_opened"))["records"]
    assert record["actor"]["name"] == "Анна"
    assert (record["actor"]["network"], record["result"], record["personal"]) == ("127.0.0.1", "done", "open")
    assert record["visitor_ids"] == [str(visitor_id)]
    assert record["conversation_ids"] == [str(conversation_id)]
    assert record["site_id"] == str(server.site.id)
    assert record["personal_details"] == {"visitor_name": "Марина"}


async def test_details_whose_key_was_destroyed_are_told_to_be_gone(server: Server) -> None:
    visitor_id, _ = await open_thread(server)
    async with reader(server) as person:
        async with server.database.connection() as connection:
            await destroy_key(connection, site_id=server.site.id, visitor_id=visitor_id)
        [record] = (await read(person, action="conversation_opened"))["records"]
    assert (record["personal"], record["personal_details"]) == ("destroyed", {})


async def test_phone_for_a_name_is_shown_to_who_sees_contacts_alone(server: Server) -> None:
    await site_policies(server.database, server.site.key, {Kind.PHONE: Policy.MASK})
    await server.app.state.context.masking.refresh()
    await open_thread(server, name="Марина +7 916 123-45-67")

    async def seen(person: Account) -> tuple[str, str]:
        [record] = (await read(person, action="conversation_opened"))["records"]
        file = (await person.http.get(f"{JOURNAL}.csv", params={"action": "conversation_opened"})).text
        [row] = csv.DictReader(file.removeprefix("\ufeff").splitlines(), delimiter=";")
        return record["personal_details"]["visitor_name"], row["personal_details"]

    async with reader(server) as auditor:
        assert await seen(auditor) == ("Марина +7 ••• ••• 45 67", "visitor_name=Марина +7 ••• ••• 45 67")
    async with reader(server, role=Role.ADMIN) as admin:
        assert await seen(admin) == ("Марина +7 916 123-45-67", "visitor_name=Марина +7 916 123-45-67")


async def test_name_of_somebody_who_is_blocked_is_shown_to_nobody(server: Server) -> None:
    visitor_id, _ = await open_thread(server)
    async with server.database.connection() as connection:
        await block(
            connection,
            site_id=server.site.id,
            visitor_id=visitor_id,
            at=datetime.now(UTC),
            reason="inaccurate",
            stronger=(),
        )
    async with reader(server, role=Role.OWNER) as owner:
        [record] = (await read(owner, action="conversation_opened"))["records"]
        file = (await owner.http.get(f"{JOURNAL}.csv")).text
    assert (record["personal"], record["personal_details"]) == ("blocked", {})
    assert "(blocked)" in file
    assert "Марина" not in file
    viewed = [one for one in await records_of(server) if one.action is Action.JOURNAL_VIEWED][-1]
    assert viewed.visitor_ids == ()


async def test_details_that_were_tampered_with_do_not_hide_the_others(
    server: Server, postgres: PostgresServer, database_url: str
) -> None:
    await open_thread(server, name="Марина")
    await open_thread(server, name="Олег")
    statement = "UPDATE journal SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE number = $1"
    links = await links_of(server.database, server.site.controller_id)
    first = next(link.number for link in links if link.record.sealed)
    await tamper(postgres, database_url, statement, first)
    async with reader(server) as person:
        newer, older = (await read(person, action="conversation_opened"))["records"]
    assert (newer["personal"], older["personal"]) == ("open", "unreadable")


async def test_reading_is_journalled_with_what_was_asked_and_whose_details_were_opened(server: Server) -> None:
    visitor_id, _ = await open_thread(server)
    async with reader(server) as person:
        await read(person, action="conversation_opened", subject_id=visitor_id)
    viewed = (await records_of(server))[-1]
    assert viewed.action is Action.JOURNAL_VIEWED
    assert viewed.details == {"action": "conversation_opened", "subject_id": str(visitor_id)}
    assert viewed.visitor_ids == (visitor_id,)
    assert (viewed.actor.name, viewed.actor.network) == ("Вера", "127.0.0.1")


@pytest.mark.parametrize("address", [JOURNAL, f"{JOURNAL}.csv"])
async def test_nothing_is_shown_while_the_journal_may_not_be_written(server: Server, address: str) -> None:
    async with reader(server) as person, server.database.connection() as connection:
        await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
        refused = await person.http.get(address)
        await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "journal_unavailable")
        assert "Анна" not in refused.text
        assert (await person.http.get(address)).status_code == 200


async def test_pages_follow_each_other_newest_first_without_gap_or_repetition(server: Server) -> None:
    await write(server.database, *(opening(server.site.controller_id, site_id=server.site.id) for _ in range(120)))
    async with reader(server) as person:
        page = await read(person)
        numbers = [record["number"] for record in page["records"]]
        while page["next_below"] is not None:
            page = await read(person, below=page["next_below"])
            numbers += [record["number"] for record in page["records"]]
    assert numbers == list(range(numbers[0], 0, -1))


async def test_rare_record_is_found_by_asking_on_where_one_look_ended(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.store.journal.LOOKED_AT_ONCE", 70)
    rare = opening(server.site.controller_id, site_id=server.site.id)
    await write(server.database, rare)
    await write(server.database, *(opening(server.site.controller_id, site_id=server.site.id) for _ in range(200)))
    asked = {"subject_id": rare.visitor_ids[0]}
    async with reader(server) as person:
        page, looks = await read(person, **asked), 1
        while not page["records"]:
            page, looks = await read(person, **asked, below=page["next_below"]), looks + 1
    assert looks > 2
    assert page["records"][0]["visitor_ids"] == [str(rare.visitor_ids[0])]


async def test_filters_find_by_time_actor_action_result_subject_and_site(server: Server) -> None:
    visitor_id, conversation_id = await open_thread(server)
    await server.sign_in(password="a wrong password")
    now = datetime.now(UTC)
    async with reader(server) as person:
        colleagues = {
            each["name"]: each["id"] for each in (await person.http.get("/panel/api/operators")).json()["operators"]
        }

        async def actions(**asked: object) -> list[str]:
            return [record["action"] for record in (await read(person, **asked))["records"]]

        assert await actions(result="refused") == ["sign_in_failed"]
        assert await actions(subject_id=conversation_id, operator_id=colleagues["Анна"]) == ["conversation_opened"]
        assert await actions(subject_id=visitor_id, operator_id=colleagues["Борис"]) == []
        assert "conversation_opened" in await actions(site_id=server.site.id)
        assert "signed_in" not in await actions(site_id=server.site.id)
        assert await actions(since=(now + timedelta(days=1)).isoformat()) == []
        assert await actions(before=(now - timedelta(days=1)).isoformat()) == []
        assert await actions(action="panel_opened", since=(now - timedelta(days=1)).isoformat()) == ["panel_opened"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("action", "looked"),
        ("since", "yesterday"),
        ("since", "2026-01-01T00:00:00"),
        ("below", "0"),
        ("below", "9223372036854775808"),
        ("subject_id", "1 OR 1=1"),
        ("result", "\0"),
    ],
)
async def test_filter_that_is_none_is_refused_by_name(server: Server, name: str, value: str) -> None:
    async with reader(server) as person:
        refused = await person.http.get(JOURNAL, params={name: value})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_frame")
    assert refused.json()["error"]["field"] == name


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OPERATOR])
async def test_role_without_the_right_sees_no_journal(server: Server, role: Role) -> None:
    async with reader(server, role=role) as person:
        for address in (JOURNAL, f"{JOURNAL}.csv", f"{JOURNAL}/state"):
            assert (await person.http.get(address)).json()["error"]["code"] == "right_missing"
        assert (await person.http.post(f"{JOURNAL}/verify", json={})).json()["error"]["code"] == "right_missing"


async def test_who_works_on_some_sites_sees_nothing_of_the_others(server: Server) -> None:
    """Both sites are one controller's; Boris works on the other one only."""
    await open_thread(server)
    async with server.visitor(origin="http://other.test", site="other-key-1") as visitor:
        foreign = (await visitor.say("не для чужих"))["conversation_id"]
        async with server.operator("boris@other.test") as panel:
            await panel.send("list_conversations", request_id="1", folder="all")
            await panel.receive("conversation_list")
    async with reader(server, "shop-key-1") as person:
        shown = await person.http.get(JOURNAL)
        exported = await person.http.get(f"{JOURNAL}.csv")
        for told in (shown.text, exported.text):
            for secret in (foreign, visitor.welcome["visitor_id"], "Борис", "other-key-1"):
                assert secret not in told
        records = shown.json()["records"]
        state = (await person.http.get(f"{JOURNAL}/state")).json()
    assert {"signed_in", "panel_opened", "conversation_opened"} <= {record["action"] for record in records}
    siteless = {record["action"] for record in records if record["site_id"] is None}
    assert siteless == {"signed_in", "panel_opened"}, "details of all else may tell of any site"
    assert [journal["is_whole"] for journal in state["journals"]] == [False]
    async with reader(server) as whole:
        everything = (await whole.http.get(JOURNAL)).text
    assert foreign in everything
    assert "Борис" in everything


async def test_journal_of_another_controller_is_as_unknown_as_one_that_is_not_there(server: Server) -> None:
    other = await add_controller(server.database, legal_name="ООО «Чужие»")
    await add_site(
        server.database, name="Чужая", origins=["http://foreign.test"], key="foreign-key-1", controller_id=other.id
    )
    async with reader(server) as person:
        for controller_id in (other.id, uuid4()):
            for address in (JOURNAL, f"{JOURNAL}.csv", f"{JOURNAL}/state"):
                refused = await person.http.get(address, params={"controller_id": str(controller_id)})
                assert (refused.status_code, refused.json()["error"]["code"]) == (404, "controller_unknown")
            verified = await person.http.post(f"{JOURNAL}/verify", json={"controller_id": str(controller_id)})
            assert verified.json()["error"]["code"] == "controller_unknown"
        state = (await person.http.get(f"{JOURNAL}/state")).json()
    assert [journal["controller_id"] for journal in state["journals"]] == [str(server.site.controller_id)]


async def test_export_has_the_filtered_records_no_formula_and_is_journalled(server: Server) -> None:
    await open_thread(server, name='=HYPERLINK("http://evil.test")')
    async with reader(server) as person:
        exported = await person.http.get(f"{JOURNAL}.csv", params={"action": "conversation_opened"})
    assert exported.headers["content-type"] == "text/csv; charset=utf-8"
    assert exported.headers["content-disposition"].startswith("attachment;")
    assert exported.headers["content-security-policy"] == "sandbox; default-src 'none'"
    head, row = csv.reader(exported.text.removeprefix("\ufeff").splitlines(), delimiter=";")
    cells = dict(zip(head, row, strict=True))
    assert (cells["action"], cells["actor_name"]) == ("conversation_opened", "Анна")
    assert cells["personal_details"].startswith("visitor_name==HYPERLINK")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    ended = (await until_ended(server)).details
    noted = next(one for one in await records_of(server) if one.action is Action.EXPORTED)
    assert (noted.action, noted.actor.name) == (Action.EXPORTED, "Вера")
    assert noted.details == {"what": "journal", "action": "conversation_opened"}
    told = {"ended": "sent_whole", "bytes": str(len(exported.content)), "rows_sent": "1"}
    assert ended == noted.details | told


SIGNED_OUT = "DELETE FROM operator_sessions"
WITHOUT_SITE = "DELETE FROM operator_sites USING operators AS o WHERE operator_id = o.id AND o.name = 'Вера'"
ONE_SITE_MORE = (
    'INSERT INTO sites SELECT (jsonb_populate_record(s, \'{"key": "another-shop"}\' || '
    "jsonb_build_object('id', gen_random_uuid()))).* FROM sites AS s WHERE key = 'shop-key-1'"
)
DEMOTED = "UPDATE operators SET role = 'operator' WHERE name = 'Вера'"


@pytest.mark.parametrize(
    ("change", "ended"),
    [
        pytest.param(SIGNED_OUT, "not_signed_in", id="signed out"),
        pytest.param(DEMOTED, "right_missing", id="demoted"),
        pytest.param(WITHOUT_SITE, "controller_unknown", id="without the site"),
        pytest.param(ONE_SITE_MORE, "right_missing", id="of all sites no more"),
    ],
)
async def test_export_ends_once_its_reader_may_not_see_it(
    server: Server, monkeypatch: pytest.MonkeyPatch, change: str, ended: str
) -> None:
    monkeypatch.setattr(streamed, "CHECK_EVERY_S", 0.0)
    long = Record(
        controller_id=server.site.controller_id,
        action=Action.SETTINGS_CHANGED,
        actor=COMMAND_LINE,
        details={"what": "site_added", "words": "ж" * 10_000},
    )
    await write(server.database, *[long] * 1_000)
    async with reader(server) as person, taking(person, f"{JOURNAL}.csv") as (raw, _):
        await raw.reader.readexactly(100_000)
        async with server.database.connection() as connection:
            await connection.execute(change)
        rest = await raw.rest()
    assert len(rest) < 19_000_000
    assert not rest.endswith(b"0\r\n\r\n")
    told = (await until_ended(server)).details
    assert (told["ended"], 0 < int(told["rows_sent"]) < 1_000) == (ended, True)


async def test_who_only_looks_has_nothing_exported(server: Server) -> None:
    async with reader(server) as person:
        assert (await person.http.head(f"{JOURNAL}.csv")).status_code == 405
    assert {Action.EXPORTED, Action.EXPORT_ENDED}.isdisjoint(record.action for record in await records_of(server))


async def test_export_of_several_stretches_is_whole(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.store.journal.STRETCH", 7)
    await write(server.database, *(opening(server.site.controller_id) for _ in range(40)))
    async with reader(server) as person:
        exported = await person.http.get(f"{JOURNAL}.csv")
    numbers = [int(row[0]) for row in csv.reader(exported.text.splitlines()[1:], delimiter=";")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 40
