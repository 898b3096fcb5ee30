"""Contents on the disk: there once, as long as some file has them, whatever is killed or happens at once."""

import asyncio
import hashlib
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest

from ryadom.core.sites import add_site
from ryadom.errors import FilesFull, FilesUnavailable
from ryadom.protocol.shared import Author, AuthorKind, FileRef
from ryadom.store.database import Database
from ryadom.store.file_contents import Content, FileContents
from ryadom.store.files import insert_file
from ryadom.store.ids import new_id
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

DAY_S = 86_400.0


class Killed(Exception):
    pass


@pytest.fixture
async def site(database: Database) -> Site:
    return await add_site(database, name="Лавка", origins=["http://shop.test"])


@pytest.fixture
def contents(database: Database, tmp_path: Path) -> FileContents:
    return FileContents(database, tmp_path / "files")


def noting(site: Site, content: bytes, file_id: UUID) -> Callable[[Connection], Awaitable[UUID]]:
    """Notes a file that has this content."""

    async def note(connection: Connection) -> UUID:
        visitor = Author(kind=AuthorKind.VISITOR, id=new_id(), name="")
        await insert_file(
            connection,
            FileRef(id=file_id, name="a.txt", size=len(content), type="text/plain"),
            site_id=site.id,
            visitor_id=visitor.id,
            author=visitor,
            sha256=hashlib.sha256(content).digest(),
        )
        return file_id

    return note


async def keep(contents: FileContents, site: Site, content: bytes, *, quota_bytes: int = 0) -> UUID:
    with contents.draft() as draft:
        draft.file.write(content)
        told = Content(site_id=site.id, sha256=hashlib.sha256(content).digest(), size=len(content))
        return await contents.keep(draft, told, quota_bytes=quota_bytes, note=noting(site, content, new_id()))


async def forget(database: Database, file_id: UUID) -> None:
    async with database.connection() as connection:
        await connection.execute("DELETE FROM files WHERE id = $1", file_id)


def on_disk(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (folder / "files").rglob("*") if path.is_file())


async def test_content_goes_with_the_last_file_that_has_it(
    database: Database, contents: FileContents, site: Site, tmp_path: Path
) -> None:
    first, second = await keep(contents, site, b"a"), await keep(contents, site, b"a")
    assert on_disk(tmp_path) == [b"a"]

    await forget(database, first)
    assert await contents.sweep() == 0
    await forget(database, second)
    assert await contents.sweep(site.id) == 1

    assert on_disk(tmp_path) == []


async def test_refused_file_leaves_nothing_once_it_was_swept(
    contents: FileContents, site: Site, tmp_path: Path
) -> None:
    async def refuse(_connection: Connection) -> None:
        raise Killed

    with contents.draft() as draft:
        draft.file.write(b"a")
        told = Content(site_id=site.id, sha256=hashlib.sha256(b"a").digest(), size=1)
        with pytest.raises(Killed):
            await contents.keep(draft, told, quota_bytes=0, note=refuse)

    assert on_disk(tmp_path) == []
    assert await contents.sweep() == 1


async def test_content_that_was_placed_by_who_was_killed_before_the_commit_is_swept(
    database: Database, contents: FileContents, site: Site, tmp_path: Path
) -> None:
    file_id = await keep(contents, site, b"a")
    # As after a kill: the row of the content is there, the file's is not.
    await forget(database, file_id)
    assert on_disk(tmp_path) == [b"a"]
    await contents.sweep()
    assert on_disk(tmp_path) == []


async def test_file_that_comes_while_the_same_content_is_swept_has_its_content(
    database: Database, contents: FileContents, site: Site, tmp_path: Path
) -> None:
    for _ in range(15):
        await forget(database, await keep(contents, site, b"a"))
        _, file_id = await asyncio.gather(contents.sweep(), keep(contents, site, b"a"))
        assert on_disk(tmp_path) == [b"a"]
        assert contents.path_of(site.id, hashlib.sha256(b"a").digest()).read_bytes() == b"a"
        await forget(database, file_id)


async def test_site_takes_no_more_than_its_share_of_the_disk(
    contents: FileContents, site: Site, tmp_path: Path
) -> None:
    await keep(contents, site, b"aaa", quota_bytes=5)
    with pytest.raises(FilesFull):
        await keep(contents, site, b"bbb", quota_bytes=5)
    await keep(contents, site, b"aaa", quota_bytes=5)  # takes nothing more
    assert on_disk(tmp_path) == [b"aaa"]


async def test_contents_of_one_site_are_not_another_s(
    database: Database, contents: FileContents, site: Site, tmp_path: Path
) -> None:
    other = await add_site(database, name="Другая", origins=["http://other.test"])
    first, _ = await keep(contents, site, b"a"), await keep(contents, other, b"a")
    assert on_disk(tmp_path) == [b"a", b"a"]
    await forget(database, first)
    await contents.sweep()
    assert on_disk(tmp_path) == [b"a"]


async def test_stray_of_a_restored_database_goes_after_a_day_but_never_another_installation_s(
    database: Database, contents: FileContents, site: Site, tmp_path: Path
) -> None:
    kept, stray, foreign = b"kept", b"stray", b"foreign"
    await keep(contents, site, kept)
    for site_id, content in ((site.id, stray), (new_id(), foreign)):
        path = contents.path_of(site_id, hashlib.sha256(content).digest())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert await contents.sweep_strays([site.id], older_than_s=DAY_S) == 0
    two_days_ago = time.time() - 2 * DAY_S
    for path in (tmp_path / "files").rglob("*"):
        os.utime(path, (two_days_ago, two_days_ago))

    assert await contents.sweep_strays([site.id], older_than_s=DAY_S) == 1

    assert on_disk(tmp_path) == [foreign, kept]


async def test_draft_of_who_was_killed_goes_in_time(contents: FileContents, tmp_path: Path) -> None:
    drafts = tmp_path / "files/drafts"
    with contents.draft() as draft:
        await contents.sweep_drafts(older_than_s=3_600)
        assert draft.path.exists()
        (drafts / "left").write_bytes(b"a")
        os.utime(drafts / "left", (0, 0))
        await contents.sweep_drafts(older_than_s=3_600)
        assert [path.name for path in drafts.iterdir()] == [draft.path.name]
    assert list(drafts.iterdir()) == []


async def test_folder_that_can_not_be_written_is_said_to_be_so(database: Database, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("no folder")
    with pytest.raises(FilesUnavailable), FileContents(database, tmp_path / "files").draft():
        pass
