"""Files of exports as the panel takes them: once by a link, on from where a line broke, and for as long as they may."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from ryadom.core.export_pace import Patience
from ryadom.store import export_jobs
from ryadom.store.journal_chain import Action, Record
from ryadom.web import streamed
from tests.export_jobs import EXPORTS, asked, link_to, until_state
from tests.waiting import until, until_true
from tests.web.accounts import Account, browser, enrolled
from tests.web.client import Server
from tests.web.conftest import another_server
from tests.web.exports import error_of, shop
from tests.web.raw import Raw, connected
from tests.web.test_display_masking import records
from tests.web.test_export_downloads import LEAST_BYTES, PEOPLE, end_told, have, read, refused_unread, server, trickle
from tests.web.test_widget_settings import admin

__all__ = ["server"]


@pytest.fixture
async def vera(server: Server) -> AsyncIterator[Account]:
    async with enrolled(server, await admin(server)) as person:
        yield person


@pytest.fixture
async def id(server: Server, vera: Account) -> str:
    """An export of hers, which is done."""
    done = await until_state(vera, made := await asked(vera, shop(server), kind="customers", form="jsonl"), "done")
    assert done["size_bytes"] > LEAST_BYTES
    return made


@asynccontextmanager
async def taking(
    person: Account, link: str, *, port: int | None = None, status: str = "200 OK", **headers: str
) -> AsyncIterator[tuple[Raw, Mapping[str, str]]]:
    """A browser that has read no more than the head of the answer, and what stands in that."""
    cookies = "; ".join(f"{name}={value}" for name, value in person.http.cookies.items())
    lines = [f"GET {link} HTTP/1.1", "Host: h", f"Cookie: {cookies}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    async with connected(port or person.server.port, receive_buffer=4_096) as raw:
        await raw.send("".join(f"{line}\r\n" for line in (*lines, "")).encode())
        head = (await raw.head()).decode()
        assert f" {status}\r\n" in head, head
        yield raw, {name.lower(): value for name, value in re.findall(r"^([^:\r\n]+): (.*)\r$", head, re.MULTILINE)}


async def taken(person: Account, link: str, **headers: str) -> httpx.Response:
    return await person.http.get(link, headers={name.replace("_", "-"): value for name, value in headers.items()})


async def ends_told(server: Server, count: int) -> list[Record]:
    """What the journal says of so many ends."""

    async def are_told() -> bool:
        return len(await records(server, Action.EXPORT_ENDED)) == count

    await until_true(are_told)
    return await records(server, Action.EXPORT_ENDED)


async def test_journal_has_that_all_was_sent(server: Server, vera: Account, id: str) -> None:
    file = await taken(vera, await link_to(vera, id))
    assert (file.status_code, file.content.count(b"\n")) == (200, PEOPLE)
    told = await end_told(server)
    assert (told.details["ended"], told.details["bytes"]) == ("sent_whole", str(len(file.content)))
    assert (told.details["rows_sent"], told.details["job"], told.actor.name) == (str(PEOPLE), id, "Вера")
    assert "reason" not in told.details


async def test_journal_counts_rows_and_no_heading(server: Server, vera: Account) -> None:
    await until_state(vera, id := await asked(vera, shop(server), kind="customers", columns=["id"]), "done")
    file = await taken(vera, await link_to(vera, id))
    assert file.content.count(b"\n") == PEOPLE + 1
    assert (await end_told(server)).details["rows_sent"] == str(PEOPLE)


async def test_journal_tells_no_rows_of_a_workbook_that_went_out_in_part(server: Server, vera: Account) -> None:
    await until_state(vera, id := await asked(vera, shop(server), kind="customers", form="xlsx"), "done")
    file = await taken(vera, await link_to(vera, id))
    told = await end_told(server)
    assert (told.details["ended"], told.details["bytes"]) == ("sent_whole", str(len(file.content)))
    assert (told.details["rows"], "rows_sent" in told.details) == (str(PEOPLE), False)


SIGNED_OUT = "DELETE FROM operator_sessions"
DISABLED = "UPDATE operators SET deactivated_at = now()"
DEMOTED = "UPDATE operators SET role = 'operator' WHERE name = 'Вера'"
BLIND = "UPDATE operators SET role = 'auditor' WHERE name = 'Вера'"
WITHOUT_SITE = "DELETE FROM operator_sites USING operators AS o WHERE operator_id = o.id AND o.name = 'Вера'"
TOO_OLD = "UPDATE export_jobs SET expires_at = now() - interval '1 second'"
BLOCKED = (
    "UPDATE visitors SET blocked_at = now(), block_reason = 'unlawful' WHERE id = (SELECT id FROM visitors LIMIT 1)"
)


@pytest.mark.parametrize(
    ("change", "ended", "reason"),
    [
        pytest.param(SIGNED_OUT, "not_signed_in", None, id="signed out"),
        pytest.param(DISABLED, "not_signed_in", None, id="disabled"),
        pytest.param(DEMOTED, "right_missing", None, id="demoted"),
        pytest.param(BLIND, "export_unready", "right_lost", id="sees no contacts"),
        pytest.param(WITHOUT_SITE, "export_unready", "right_lost", id="without the site"),
        pytest.param(TOO_OLD, "export_unready", "expired", id="too old"),
        pytest.param(BLOCKED, "export_unready", "people_left", id="people left"),
        pytest.param("", "export_unready", "asked", id="removed"),
    ],
)
async def test_who_may_not_have_it_any_more_is_given_no_further(
    server: Server,
    vera: Account,
    id: str,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
    ended: str,
    reason: str | None,
) -> None:
    monkeypatch.setattr(streamed, "CHECK_EVERY_S", 0.0)
    async with taking(vera, await link_to(vera, id)) as (raw, _):
        await read(raw, 100_000)
        if change:
            async with server.database.connection() as connection:
                await connection.execute(change)
        else:
            assert (await vera.http.delete(f"{EXPORTS}/{id}")).status_code == 204
        rest = await raw.rest()
    assert len(rest) < LEAST_BYTES
    told = await end_told(server)
    assert (told.details["ended"], told.details.get("reason"), told.details["job"]) == (ended, reason, id)
    assert 100_000 < int(told.details["bytes"]) < LEAST_BYTES
    assert 0 < int(told.details["rows_sent"]) < PEOPLE


async def test_file_that_the_act_of_an_erasure_takes_away_is_given_no_further(
    server: Server, vera: Account, id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamed, "CHECK_EVERY_S", 0.0)
    async with taking(vera, await link_to(vera, id)) as (raw, _):
        await read(raw, 100_000)
        async with server.database.transaction() as connection:
            await export_jobs.leave_site(connection, server.site.id, wait_s=5, most_tries=3)
        rest = await raw.rest()
    assert len(rest) < LEAST_BYTES
    assert (await end_told(server)).details["reason"] == "people_left"


async def test_who_leaves_in_the_middle_is_told_to_have_left(server: Server, vera: Account, id: str) -> None:
    async with taking(vera, await link_to(vera, id)) as (raw, _):
        await read(raw, 100_000)
    told = await end_told(server)
    assert told.details["ended"] == "client_left"
    assert 100_000 < int(told.details["bytes"]) < LEAST_BYTES


async def test_who_reads_a_byte_now_and_then_is_cut_off(server: Server, vera: Account, id: str) -> None:
    have(server, Patience(piece_within_s=0.5))
    async with taking(vera, await link_to(vera, id)) as (raw, _):
        reading = asyncio.create_task(trickle(raw))
        assert (await end_told(server)).details["ended"] == "too_slow"
        await until(lambda: refused_unread(server) == 1)
        reading.cancel()


async def test_line_that_broke_is_gone_on_from_there_with_the_same_link(
    server: Server, vera: Account, id: str, database_url: str, tmp_path: Path
) -> None:
    whole = (await taken(vera, await link_to(vera, id))).content
    link = await link_to(vera, id)
    async with taking(vera, link) as (raw, head):
        had = await raw.reader.readexactly(300_000)
    assert head["accept-ranges"] == "bytes"
    tag = head["etag"]
    # A phone may come back twice, and to another process.
    async with (
        another_server(database_url, server.database, server.site, data_dir=tmp_path) as other,
        taking(vera, link, port=other.port, status="206 Partial Content", Range="bytes=300000-", If_Range=tag) as again,
    ):
        assert again[1]["content-range"] == f"bytes 300000-{len(whole) - 1}/{len(whole)}"
        had += await again[0].reader.readexactly(200_000)
    rest = await taken(vera, link, Range=f"bytes={len(had)}-", If_Range=tag)
    assert (rest.status_code, rest.headers["etag"]) == (206, tag)
    assert had + rest.content == whole
    told = await ends_told(server, 4)
    assert sorted((one.details["ended"], one.details.get("from", "")) for one in told) == [
        ("client_left", ""),
        ("client_left", "300000"),
        ("sent_rest", "500000"),
        ("sent_whole", ""),
    ]
    assert [one.details.get("from") for one in await records(server, Action.EXPORT_TAKEN)] == [
        None,
        None,
        "300000",
        "500000",
    ]


@pytest.mark.parametrize(
    ("range", "tag"),
    [
        pytest.param("bytes=1000-", None, id="without the tag"),
        pytest.param("bytes=1000-", '"another"', id="with another tag"),
        pytest.param(None, "it", id="all of it"),
        pytest.param("bytes=0-", "it", id="from the beginning"),
        pytest.param("bytes=99999999999-", "it", id="from behind its end"),
        pytest.param("bytes=1-5", "it", id="a part"),
        pytest.param("bytes=-5", "it", id="its last bytes"),
        pytest.param("bytes=1-,3-", "it", id="several parts"),
    ],
)
async def test_link_that_was_used_gives_no_more_without_the_proof(
    server: Server, vera: Account, id: str, range: str | None, tag: str | None
) -> None:
    link = await link_to(vera, id)
    async with taking(vera, link) as (_, head):
        tag = head["etag"] if tag == "it" else tag
    headers = {"Range": range, "If_Range": tag}
    again = await taken(vera, link, **{name: value for name, value in headers.items() if value is not None})
    assert error_of(again) == (410, "link_expired")
    assert len(await records(server, Action.EXPORT_TAKEN)) == 1


async def test_nobody_else_goes_on_with_it(server: Server, vera: Account, id: str) -> None:
    link = await link_to(vera, id)
    async with taking(vera, link) as (_, head):
        proof = {"Range": "bytes=1000-", "If_Range": head["etag"]}
    # A messenger that looks at what is sent through it has no cookie, whatever else it has.
    async with browser(server, vera.email) as stranger:
        assert error_of(await taken(stranger, link, **proof)) == (401, "not_signed_in")
        # Nor has the same person elsewhere the same session.
        assert (await stranger.sign_in(code=vera.code())).status_code == 200
        assert error_of(await taken(stranger, link, **proof)) == (410, "link_expired")
    other = await link_to(vera, id)
    # Of another taking it is no proof; the link that is good is spent on all of it alone.
    assert error_of(await taken(vera, other, **proof)) == (410, "link_expired")
    assert (await taken(vera, other)).status_code == 200
    # Whoever has the proof goes on, though another link was made and used.
    assert (await taken(vera, link, **proof)).status_code == 206


async def test_browser_may_go_on_before_the_server_knows_that_a_line_broke(
    server: Server, vera: Account, id: str
) -> None:
    link = await link_to(vera, id)
    async with taking(vera, link) as (raw, head):
        had = await raw.reader.readexactly(100_000)
        # As Firefox says it
        rest = await taken(vera, link, Range="bytes=100000-", If_Match=head["etag"])
        assert rest.status_code == 206
    assert (had + rest.content).count(b"\n") == PEOPLE
    ends = {one.details["ended"]: one.details.get("from") for one in await ends_told(server, 2)}
    assert ends == {"sent_rest": "100000", "client_left": None}


async def test_export_that_has_ended_is_not_gone_on_with(server: Server, vera: Account, id: str) -> None:
    link = await link_to(vera, id)
    async with taking(vera, link) as (_, head):
        pass
    assert (await vera.http.delete(f"{EXPORTS}/{id}")).status_code == 204
    again = await taken(vera, link, Range="bytes=1000-", If_Range=head["etag"])
    assert error_of(again) == (409, "export_unready")


async def test_who_only_looks_does_not_spend_the_link(server: Server, vera: Account, id: str) -> None:
    link = await link_to(vera, id)
    assert (await vera.http.head(link)).status_code == 405
    assert (await taken(vera, link, Sec_Purpose="prefetch;prerender")).status_code == 503
    assert await records(server, Action.EXPORT_TAKEN) == []
    assert (await taken(vera, link)).status_code == 200
