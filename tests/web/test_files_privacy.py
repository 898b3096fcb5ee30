"""Files and the law: erased with their person and by their lifetime, told to them, counted in the act."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from ryadom.core.erasure import erase_person
from ryadom.core.retention_job import RetentionJob
from ryadom.errors import FilesUnavailable
from ryadom.privacy.answers import AnswerFolder
from ryadom.privacy.persons import Person, count_held, find_person
from ryadom.privacy.told_files import files_of
from ryadom.store.file_contents import FileContents
from tests.web.client import Client, Server
from tests.web.files import code_of, files_server, http, kept, png, sender_for
from tests.web.retention import no_pause
from tests.web.subject_requests import officer
from tests.web.test_erasure import line_of, places_of
from tests.web.test_subject_answers import package

__all__ = ["files_server", "http"]

MARK = "приметное-имя"


async def person_of(server: Server, visitor: Client) -> Person:
    return await find_person(server.database, site_key="shop-key-1", visitor_id=UUID(visitor.welcome["visitor_id"]))


async def test_erased_persons_files_are_gone_unless_somebody_else_has_the_same_content(
    files_server: Server, http: httpx.AsyncClient, database_url: str, tmp_path: Path
) -> None:
    contents = FileContents(files_server.database, tmp_path / "files")
    line = await line_of(files_server, database_url)
    async with files_server.visitor() as visitor, files_server.visitor() as other:
        sender, theirs = (sender_for(files_server, http, one) for one in (visitor, other))
        own, shared = await sender.uploaded(png(7, 7), f"{MARK}.png"), await sender.uploaded(png(), "общее.png")
        unsent = await sender.uploaded(png(5, 5))
        await visitor.say("мои файлы", file_ids=[own["id"], shared["id"]])
        same = await theirs.uploaded(png(), "общее.png")
        await other.say("", file_ids=[same["id"]])
        assert len(kept(tmp_path / "files")) == 3

        person = await person_of(files_server, visitor)
        erased = await erase_person(files_server.database, line, person, contents=contents, now=datetime.now(UTC))

        assert erased.changed["files"] == 3
        assert erased.act_number == 1
        assert len(kept(tmp_path / "files")) == 1
        assert (await theirs.get(f"{theirs.upload_path}/{same['id']}")).content == png()
        for file in (own, shared, unsent):
            assert code_of(await sender.get(f"{sender.upload_path}/{file['id']}")) == "visitor_erased"
        assert await places_of(files_server.database, MARK) == set()
        await erase_person(
            files_server.database, line, await person_of(files_server, other), contents=contents, now=datetime.now(UTC)
        )
    assert kept(tmp_path / "files") == []


async def test_erasure_where_the_folder_is_not_there_makes_no_act(
    files_server: Server, http: httpx.AsyncClient, database_url: str, tmp_path: Path
) -> None:
    """A command on another machine: it must not take what it can't see for gone."""
    elsewhere = FileContents(files_server.database, tmp_path / "elsewhere")
    line = await line_of(files_server, database_url)
    async with files_server.visitor() as visitor:
        file = await sender_for(files_server, http, visitor).uploaded(png())
        await visitor.say("", file_ids=[file["id"]])
        person = await person_of(files_server, visitor)
        with pytest.raises(FilesUnavailable):
            await erase_person(files_server.database, line, person, contents=elsewhere, now=datetime.now(UTC))
        here = FileContents(files_server.database, tmp_path / "files")
        again = await erase_person(files_server.database, line, person, contents=here, now=datetime.now(UTC))

    assert again.act_number == 1
    assert kept(tmp_path / "files") == []


async def test_files_go_with_their_messages_when_these_have_outlived_their_lifetime(
    files_server: Server, http: httpx.AsyncClient, database_url: str, tmp_path: Path
) -> None:
    contents = FileContents(files_server.database, tmp_path / "files")
    async with files_server.visitor() as visitor:
        file = await sender_for(files_server, http, visitor).uploaded(png(), f"{MARK}.png")
        conversation_id = (await visitor.say("", file_ids=[file["id"]]))["conversation_id"]
        await visitor.send("end_conversation", echo_id=UUID(int=7), conversation_id=conversation_id)
        await visitor.receive("status_changed")
    async with files_server.database.connection() as connection:
        await connection.execute("UPDATE conversations SET active_at = now() - interval '40 days'")
        await connection.execute("UPDATE entries SET created_at = now() - interval '40 days'")
        await connection.execute(
            "INSERT INTO lifetimes (site_id, kind, days) VALUES ($1, 'messages', 30)", files_server.site.id
        )
    job = RetentionJob(
        database=files_server.database,
        line=await line_of(files_server, database_url),
        contents=contents,
        pause=no_pause,
    )

    [made] = await job.run(now=datetime.now(UTC), includes_new=True)

    assert made.rows == 2
    assert kept(tmp_path / "files") == []
    assert await places_of(files_server.database, MARK) == set()


async def test_answer_to_a_person_has_their_files(
    files_server: Server, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    async with files_server.visitor() as visitor:
        sender = sender_for(files_server, http, visitor)
        files = [await sender.uploaded(png(), "a.png"), await sender.uploaded(b"a;b\n", "b.csv")]
        await visitor.say("", file_ids=[file["id"] for file in files])
        person = await person_of(files_server, visitor)
        contents = FileContents(files_server.database, tmp_path / "files")
        with AnswerFolder(tmp_path / "answer") as answer:
            async for name, path in files_of(files_server.database, contents, person):
                answer.put_file(name, path)
        async with officer(files_server) as desk:
            card = await desk.confirm(await desk.add(await desk.write_down(), str(person.visitor_id)))
            packed = await package(desk, card)

    assert (await count_held(files_server.database, person))["files"] == 2
    assert (tmp_path / "answer/files/1.png").read_bytes() == packed.read("1/files/1.png") == png()
    assert packed.read("1/files/2.csv") == b"a;b\n"
    assert b'"name":"b.csv"' in packed.read("1/files.json")
