"""Exports as jobs: made beside the server, had once, by who asked; made through crashes, and no more than may be."""

import asyncio
import csv
import io
import json
import os
import signal
import zipfile
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from ryadom.core.export_jobs import runner as runners
from ryadom.core.export_jobs.queue import MOST_FILES_OF_MAKER
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.cli.command import run
from tests.export_jobs import EXPORTS, ask, asked, files_in, is_alive, link_to, makers, taken, told, until_state
from tests.waiting import until, until_true
from tests.web.accounts import Account, enrolled
from tests.web.client import SITE_KEYS, Client, Server, furnish
from tests.web.conftest import another_server
from tests.web.exports import (
    FORMULA,
    MASKED_PHONE,
    PHONE,
    SAID,
    error_of,
    server,
    shop,
    standing,
    sweep,
    vera,
    visitor,
    waiting,
)
from tests.web.test_display_masking import records
from tests.web.test_widget_settings import admin

__all__ = ["server", "vera", "visitor"]


@pytest.mark.parametrize(("kind", "form"), [("messages", "csv"), ("conversations", "jsonl"), ("customers", "vcf")])
async def test_file_is_what_the_command_writes(
    server: Server, vera: Account, database_url: str, tmp_path: Path, kind: str, form: str
) -> None:
    async with server.database.connection() as connection:
        await connection.execute("UPDATE visitors SET name = 'Анна'")
    done = await until_state(vera, id := await asked(vera, shop(server), kind=kind, form=form), "done")
    rows = 2 if kind == "messages" else 1
    assert (done["rows_done"], done["is_masked"], done["reason"]) == (rows, False, "")
    assert len(files_in(tmp_path)) == 1
    file = await taken(vera, id)
    code, out, err = await run(
        "export", kind, "--format", form, "--site", server.site.key, "--out", "-", database_url=database_url
    )
    assert code == 0, err
    assert file.content.replace(b"\r\n", b"\n") == out.encode()
    assert done["size_bytes"] == len(file.content)
    assert file.headers["content-disposition"].startswith(f'attachment; filename="{kind}-')
    assert file.headers["cache-control"] == "private, no-store"


async def test_workbook_holds_words_and_nothing_is_left_beside_it(
    server: Server, vera: Account, tmp_path: Path
) -> None:
    id = await asked(vera, shop(server), form="xlsx", columns=["seq", "body"])
    assert (await until_state(vera, id, "done"))["rows_done"] == 2
    with zipfile.ZipFile(io.BytesIO((await taken(vera, id)).content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "HYPERLINK" in sheet
    assert PHONE in sheet
    assert files_in(tmp_path) == [f"{UUID(id).hex}-1"]


async def test_file_has_only_what_meets_the_conditions(server: Server, visitor: Client, vera: Account) -> None:
    async with server.visitor() as other:
        await other.say("Другой вопрос")
    conversation_id = (await visitor.say("Ещё вопрос"))["conversation_id"]
    async with server.operator() as operator:
        await operator.say("Здравствуйте", conversation_id=conversation_id)
    choices = (await vera.http.get(EXPORTS)).json()["choices"]
    anna = next(one["id"] for one in choices["operators"] if one["name"] == "Анна")
    assert set(choices["operators"][0]) == {"id", "name"}
    conditions = {"operator_ids": [anna], "states": ["open"]}
    id = await asked(vera, shop(server), columns=["body"], conditions=conditions)
    done = await until_state(vera, id, "done")
    assert (done["rows_done"], done["conditions"]) == (4, conditions)
    assert "Другой вопрос" not in (await taken(vera, id)).text
    for action in (Action.EXPORTED, Action.EXPORT_TAKEN):
        [record] = await records(server, action)
        assert (record.details["operator_ids"], record.details["states"]) == (anna, "open")


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
async def test_contacts_are_masked_for_who_does_not_see_them(server: Server, visitor: Client, form: str) -> None:
    async with enrolled(server, await admin(server, role=Role.AUDITOR)) as auditor:
        assert (await auditor.http.get(EXPORTS)).json()["is_masked"]
        # Also where the column by which a row's site is known is not wanted
        messages = await asked(auditor, shop(server), form=form, columns=["seq", "body", "created_at"])
        pages = await asked(auditor, shop(server), kind="conversations", form=form)
        assert (await until_state(auditor, messages, "done"))["rows_done"] == 2
        await until_state(auditor, pages, "done")
        content, of_pages = (await taken(auditor, messages)).content, (await taken(auditor, pages)).content
    if form == "xlsx":
        content, of_pages = (
            zipfile.ZipFile(io.BytesIO(one)).read("xl/worksheets/sheet1.xml") for one in (content, of_pages)
        )
    text = content.decode()
    assert MASKED_PHONE in text
    assert "123-45-67" not in text
    assert "123-45-67" not in of_pages.decode()
    if form == "csv":
        heading, first, second = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
        assert heading == ["seq", "body", "created_at"]
        assert first[:2] == ["1", SAID.replace(PHONE, MASKED_PHONE)]
        assert second[1] == f"'{FORMULA}"
        assert datetime.fromisoformat(first[2]).tzinfo is not None
    if form == "jsonl":
        assert [json.loads(line)["seq"] for line in text.splitlines()] == [1, 2]
    assert [one.details.get("masked") for one in await records(server, Action.EXPORTED)] == ["yes", "yes"]


async def test_each_export_and_each_download_is_in_the_journal(server: Server, vera: Account) -> None:
    id = await asked(vera, shop(server), since="2026-01-01T00:00:00+03:00")
    [exported] = await records(server, Action.EXPORTED)
    assert (exported.actor.name, exported.actor.network) == ("Вера", "127.0.0.1")
    assert (exported.details["what"], exported.details["job"]) == ("messages", id)
    assert exported.details["sites"] == server.site.key
    await until_state(vera, id, "done")
    assert await records(server, Action.EXPORT_TAKEN) == []
    await taken(vera, id)
    await taken(vera, id)
    downloads = await records(server, Action.EXPORT_TAKEN)
    assert [(one.details["job"], one.details["rows"]) for one in downloads] == [(id, "2"), (id, "2")]


async def test_link_is_good_once_for_a_minute_and_for_its_session(server: Server, vera: Account) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    link = await link_to(vera, id)
    async with enrolled(server, await admin(server, role=Role.OWNER)) as owner:
        assert error_of(await owner.http.get(link)) == (404, "export_unknown")
        assert error_of(await owner.http.post(f"{EXPORTS}/{id}/link")) == (404, "export_unknown")
        assert error_of(await owner.http.delete(f"{EXPORTS}/{id}")) == (404, "export_unknown")
    cookies = dict(vera.http.cookies)
    vera.http.cookies.clear()
    assert (await vera.http.get(link)).status_code == 401
    vera.http.cookies.update(cookies)
    assert (await vera.http.get(link)).status_code == 200
    assert error_of(await vera.http.get(link)) == (410, "link_expired")
    # The newest alone is good.
    older, newer = await link_to(vera, id), await link_to(vera, id)
    assert error_of(await vera.http.get(older)) == (410, "link_expired")
    async with server.database.connection() as connection:
        await connection.execute("UPDATE export_jobs SET link_until = now() - interval '1 second'")
    assert error_of(await vera.http.get(newer)) == (410, "link_expired")
    assert len(await records(server, Action.EXPORT_TAKEN)) == 1


async def test_of_two_who_use_a_link_at_once_one_has_the_file(server: Server, vera: Account) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    link = await link_to(vera, id)
    answers = await asyncio.gather(*(vera.http.get(link) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 410, 410, 410]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"site_ids": []}, "site_ids"),
        ({"site_ids": [str(uuid4())]}, "site_ids"),
        ({"columns": ["body", "password_hash"]}, "columns"),
        ({"columns": ["body", "body"]}, "columns"),
        ({"form": "vcf"}, "format"),
        ({"since": "2026-11-02T00:00:00Z", "before": "2026-11-01T00:00:00Z"}, "before"),
        ({"since": "0001-01-01T00:00:00+14:00"}, "since"),
        ({"kind": "everything"}, "kind"),
        ({"conditions": {"tag_ids": [str(UUID(int=1))]}}, "tag"),
        ({"conditions": {"department_ids": ["' OR true --"]}}, "conditions.department_ids[0]"),
        ({"conditions": {"states": ["asleep"]}}, "conditions.states[0]"),
        ({"conditions": {"scores": [0]}}, "conditions.scores[0]"),
        ({"kind": "consents", "conditions": {"is_unanswered": True}}, "kind"),
        ({"form": "exe"}, "form"),
        ({"delimiter": "|"}, "delimiter"),
        ({"since": "2026-11-01T00:00:00"}, "since"),
    ],
)
async def test_what_is_asked_wrongly_is_refused_and_not_journalled(
    server: Server, vera: Account, change: dict[str, object], field: str
) -> None:
    response = await ask(vera, shop(server), **change)
    assert response.status_code in (400, 422), response.text
    assert response.json()["error"]["field"] == field
    assert await records(server, Action.EXPORTED) == []


async def test_site_of_others_is_refused(server: Server, vera: Account) -> None:
    async with server.database.connection() as connection:
        other = await connection.fetchval("SELECT id FROM sites WHERE key = $1", SITE_KEYS[1])
    assert (await ask(vera, [*shop(server), str(other)])).status_code == 422


async def test_what_is_being_made_is_cancelled_within_a_second_or_two(
    server: Server, vera: Account, tmp_path: Path
) -> None:
    async with waiting(server):
        id = await asked(vera, shop(server))
        await until_state(vera, id, "running")
        await until(lambda: len(makers(os.getpid())) == 1)
        assert (await vera.http.delete(f"{EXPORTS}/{id}")).status_code == 204
        assert (await told(vera, id))["state"] == "cancelled"
        await until(lambda: makers(os.getpid()) == [], deadline_s=3.0)
        await until(lambda: files_in(tmp_path) == [])
    assert (await told(vera, id))["reason"] == "asked"
    assert error_of(await vera.http.post(f"{EXPORTS}/{id}/link")) == (409, "export_unready")


async def test_file_that_its_maker_removes_is_gone(server: Server, vera: Account, tmp_path: Path) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    link = await link_to(vera, id)
    assert (await vera.http.delete(f"{EXPORTS}/{id}")).status_code == 204
    assert files_in(tmp_path) == []
    assert error_of(await vera.http.get(link)) == (409, "export_unready")
    assert (await vera.http.delete(f"{EXPORTS}/{id}")).status_code == 204


async def test_file_is_gone_after_a_day(server: Server, vera: Account, tmp_path: Path) -> None:
    done = await until_state(vera, id := await asked(vera, shop(server)), "done")
    kept = datetime.fromisoformat(done["expires_at"]) - datetime.fromisoformat(done["finished_at"])
    assert kept.total_seconds() == pytest.approx(86_400)
    link = await link_to(vera, id)
    async with server.database.connection() as connection:
        await connection.execute("UPDATE export_jobs SET expires_at = now() - interval '1 second'")
    assert error_of(await vera.http.get(link)) == (409, "export_unready")
    assert error_of(await vera.http.post(f"{EXPORTS}/{id}/link")) == (409, "export_unready")
    await sweep(server)
    assert files_in(tmp_path) == []
    assert (await told(vera, id))["reason"] == "expired"


async def test_who_is_taken_off_a_site_has_neither_its_file_nor_what_is_being_made(
    server: Server, vera: Account, tmp_path: Path
) -> None:
    await until_state(vera, done := await asked(vera, shop(server)), "done")
    link = await link_to(vera, done)
    async with waiting(server):
        running = await asked(vera, shop(server))
        await until_state(vera, running, "running")
        async with server.database.connection() as connection:
            await connection.execute(
                "DELETE FROM operator_sites USING operators AS o WHERE operator_id = o.id AND o.name = 'Вера'"
            )
        assert (await until_state(vera, running, "cancelled"))["reason"] == "right_lost"
    assert error_of(await vera.http.get(link)) == (409, "export_unready")
    assert (await told(vera, done))["reason"] == "right_lost"
    await sweep(server)
    assert files_in(tmp_path) == []


async def test_who_sees_contacts_no_more_has_no_file_with_contacts(
    server: Server, vera: Account, tmp_path: Path
) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    async with server.database.connection() as connection:
        await connection.execute("UPDATE operators SET role = 'auditor' WHERE name = 'Вера'")
    assert error_of(await vera.http.post(f"{EXPORTS}/{id}/link")) == (409, "export_unready")
    await sweep(server)
    assert files_in(tmp_path) == []


async def test_disk_that_is_nearly_full_is_left_to_others(
    database_url: str, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ryadom.app.wiring.exports.KEPT_FREE_BYTES", 1 << 62)
    site = await furnish(database)
    async with (
        another_server(database_url, database, site, data_dir=tmp_path) as server,
        server.visitor() as visitor,
        enrolled(server, await admin(server)) as vera,
    ):
        await visitor.say(SAID)
        full = await until_state(vera, await asked(vera, shop(server)), "failed")
    assert full["reason"] == "files_full"
    assert files_in(tmp_path) == []


async def test_process_that_is_killed_is_followed_by_another(server: Server, vera: Account, tmp_path: Path) -> None:
    async with waiting(server):
        id = await asked(vera, shop(server))
        await until(lambda: len(makers(os.getpid())) == 1)
        [first] = makers(os.getpid())
        os.kill(first, signal.SIGKILL)
        await until(lambda: any(pid != first and is_alive(pid) for pid in makers(os.getpid())), deadline_s=15.0)
    assert (await until_state(vera, id, "done"))["rows_done"] == 2
    assert files_in(tmp_path) == [f"{UUID(id).hex}-2"]


async def test_what_dies_three_times_has_failed_and_leaves_nothing(
    server: Server, vera: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runners, "CRASH_REST_S", 0.0)
    killed: set[int] = set()
    async with waiting(server):
        id = await asked(vera, shop(server))
        for turn in range(runners.MOST_TRIES):
            await until(lambda: any(pid not in killed for pid in makers(os.getpid())))
            [pid] = [pid for pid in makers(os.getpid()) if pid not in killed]
            killed.add(pid)
            os.kill(pid, signal.SIGKILL)
            assert len(killed) == turn + 1
        assert (await until_state(vera, id, "failed"))["reason"] == "crashed"
    assert files_in(tmp_path) == []


async def test_server_that_is_stopped_leaves_the_job_to_the_next(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    site = await furnish(database)
    async with database.transaction() as lock:
        await lock.execute("LOCK TABLE entries IN ACCESS EXCLUSIVE MODE")
        async with (
            another_server(database_url, database, site, data_dir=tmp_path) as first,
            enrolled(first, await admin(first)) as vera,
        ):
            id = await asked(vera, shop(first))
            await until(lambda: len(makers(os.getpid())) == 1)
        assert makers(os.getpid()) == []
        assert files_in(tmp_path) == []
        # The try is not counted: it has not failed.
        assert await standing(database, id) == ("queued", 0)
    async with another_server(database_url, database, site, data_dir=tmp_path):
        await until_true(lambda: is_standing(database, id, ("done", 1)))
    assert files_in(tmp_path) == [f"{UUID(id).hex}-2"]


async def is_standing(database: Database, id: str, wanted: tuple[str, int]) -> bool:
    return await standing(database, id) == wanted


async def test_two_at_once_are_made_in_the_whole_installation(
    server: Server, vera: Account, database_url: str, tmp_path: Path
) -> None:
    async with (
        another_server(database_url, server.database, server.site, data_dir=tmp_path),
        waiting(server),
    ):
        ids = [await asked(vera, shop(server)) for _ in range(3)]
        await until(lambda: len(makers(os.getpid())) == runners.MOST_AT_ONCE)
        states = [(await told(vera, id))["state"] for id in ids]
        assert sorted(states) == ["queued", "running", "running"]
    for id in ids:
        await until_state(vera, id, "done")
    assert len(files_in(tmp_path)) == 3


async def test_run_that_another_has_taken_over_leaves_no_file(server: Server, vera: Account, tmp_path: Path) -> None:
    async with waiting(server):
        id = await asked(vera, shop(server))
        await until_state(vera, id, "running")
        async with server.database.connection() as connection:
            # As if this process had stood still for longer than its lease
            await connection.execute("UPDATE export_jobs SET leased_by = $1, runs = runs + 1", uuid4())
        await until(lambda: makers(os.getpid()) == [], deadline_s=5.0)
    async with server.database.connection() as connection:
        await connection.execute("UPDATE export_jobs SET leased_until = now() - interval '1 second'")
    await until_state(vera, id, "done")
    assert files_in(tmp_path) == [f"{UUID(id).hex}-3"]


async def test_what_killed_processes_left_is_swept_and_what_others_have_here_is_not(
    server: Server, vera: Account, tmp_path: Path
) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    folder = tmp_path / "files" / "exports"
    (folder / f"{UUID(id).hex}-7.part").mkdir()
    (folder / f"{UUID(id).hex}-7.part" / "tmp1234").write_text("half")
    (folder / f"{UUID(id).hex}-8").write_text("half")
    of_others = uuid4().hex
    (folder / f"{of_others}-1").write_text("theirs")
    (folder / "readme.txt").write_text("theirs")
    old = folder / f"{uuid4().hex}-1.part"
    old.mkdir()
    os.utime(old, (0, 0))
    await sweep(server)
    assert files_in(tmp_path) == sorted([f"{UUID(id).hex}-1", f"{of_others}-1", "readme.txt"])
    assert (await taken(vera, id)).status_code == 200


async def test_maker_waits_for_three_at_once_and_no_more(server: Server, vera: Account) -> None:
    async with waiting(server):
        ids = [await asked(vera, shop(server)) for _ in range(3)]
        assert error_of(await ask(vera, shop(server))) == (429, "rate_limited")
        await until_state(vera, ids[0], "running")
        await vera.http.delete(f"{EXPORTS}/{ids[2]}")
        assert (await ask(vera, shop(server))).status_code == 202


async def test_maker_has_ten_files_and_no_more_until_one_goes(server: Server, vera: Account) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO export_jobs SELECT (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid()))).* "
            "FROM export_jobs AS j CROSS JOIN generate_series(1, $1::int)",
            MOST_FILES_OF_MAKER - 1,
        )
    refused = await ask(vera, shop(server))
    assert error_of(refused) == (429, "rate_limited")
    assert "Remove one" in refused.json()["error"]["message"]
    async with enrolled(server, await admin(server, role=Role.OWNER)) as owner:
        assert (await ask(owner, shop(server))).status_code == 202
    assert (await vera.http.delete(f"{EXPORTS}/{id}")).status_code == 204
    assert (await ask(vera, shop(server))).status_code == 202


async def test_progress_is_told_while_it_grows(server: Server, vera: Account) -> None:
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO visitors (site_id, id, name, locale) SELECT $1, gen_random_uuid(), 'Анна ' || n, 'ru' "
            "FROM generate_series(1, 20000) AS n",
            server.site.id,
        )
        await connection.execute("ANALYZE visitors")
    id = await asked(vera, shop(server), kind="customers", form="xlsx")
    seen: list[int] = []

    async def is_growing() -> bool:
        now = await told(vera, id)
        if now["state"] == "running" and now["rows_about"] is not None:
            seen.append(now["rows_done"])
        return now["state"] == "done" or len({rows for rows in seen if rows}) >= 2

    await until_true(is_growing, deadline_s=40.0)
    done = await until_state(vera, id, "done")
    assert done["rows_done"] == 20_001
    assert 5_000 < done["rows_about"] < 80_000
    assert any(0 < rows < 20_001 for rows in seen)
    assert seen == sorted(seen)
