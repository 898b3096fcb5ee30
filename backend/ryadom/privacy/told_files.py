"""The files of a person's conversations, for the answer to them."""

from collections.abc import AsyncIterator
from pathlib import Path, PurePath

from ryadom.privacy.persons import Person
from ryadom.store.database import Database
from ryadom.store.file_contents import FileContents
from ryadom.store.files import FIRST, list_of_visitor

PAGE_FILES = 100


async def files_of(database: Database, contents: FileContents, person: Person) -> AsyncIterator[tuple[str, Path]]:
    """Each file's name in the answer and where it is, in the order of `files.json`: "files/1.jpg".

    The name that it was given is in `files.json` only, where what it tells of others is replaced.
    """
    after = FIRST
    number = 0
    while True:
        async with database.connection() as connection:
            page = await list_of_visitor(
                connection, site_id=person.site.id, visitor_id=person.visitor_id, after=after, limit=PAGE_FILES
            )
        for file in page:
            number += 1
            yield f"files/{number}{PurePath(file.name).suffix}", contents.path_of(person.site.id, file.sha256)
        if len(page) < PAGE_FILES:
            return
        after = page[-1].id
