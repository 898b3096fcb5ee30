"""The answer to a person who asks what is held on them: a folder of JSON files, made from the data map."""

import os
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Self

import msgspec

from ryadom.errors import BadBody
from ryadom.privacy.classification import Table
from ryadom.privacy.persons import Person
from ryadom.store.controllers import Controller
from ryadom.store.file_contents import unavailable

STAFF_LEFT_OUT = (
    "Сведения о сотрудниках не входят: 152-ФЗ, статья 14, часть 7 исключает работников оператора ПДн. "
    "author_kind «operator» означает, что писал сотрудник, «bot» — что писала программа."
)


class AnswerFolder:
    """Writes pages of rows as they come, so that memory does not grow with the person. Only its owner can read it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._files: dict[str, BinaryIO] = {}
        self._tables: dict[str, Table] = {}
        self._counts: dict[str, int] = {}

    def __enter__(self) -> Self:
        """Makes the folder.

        Raises:
            BadBody: it is there already, or can't be made.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True)
        except OSError as error:
            raise BadBody(f"{self._folder} can't be made: {error.strerror}. Name a new folder.", field="out") from None
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, table: Table, rows: Sequence[dict[str, object]]) -> None:
        """Appends rows to the table's file."""
        if table.name not in self._files:
            self._tables[table.name] = table
            self._counts[table.name] = 0
            self._files[table.name] = self._open(f"{table.name}.json")
            self._files[table.name].write(b"[")
        file = self._files[table.name]
        for row in rows:
            file.write(b",\n " if self._counts[table.name] else b"\n ")
            file.write(msgspec.json.encode(row, enc_hook=str))
            self._counts[table.name] += 1

    def put_file(self, name: str, source: Path) -> None:
        """Copies a file of the person's under this name; "/" in it parts folder and file.

        Raises:
            FilesUnavailable: it can't be read where it should be.
        """
        (self._folder / name).parent.mkdir(mode=0o700, exist_ok=True)
        try:
            with source.open("rb") as content:
                shutil.copyfileobj(content, self._open(name))
        except FileNotFoundError as error:
            raise unavailable(error) from error

    def finish(self, person: Person, controller: Controller, *, made_at: datetime) -> dict[str, int]:
        """Ends the files and writes about.json; gives how many rows were written, by table."""
        for file in self._files.values():
            file.write(b"\n]\n")
        about = {
            "controller": {
                "legal_name": controller.legal_name,
                "inn": controller.inn,
                "address": controller.address,
            },
            "site": {"key": person.site.key, "name": person.site.name},
            "visitor_id": person.visitor_id,
            "made_at": made_at,
            "left_out": STAFF_LEFT_OUT,
            "tables": [
                {
                    "file": f"{table.name}.json",
                    "meaning": table.meaning,
                    "kept": table.kept,
                    "rows": self._counts[table.name],
                    "columns": [
                        {"name": column.name, "meaning": column.meaning, "category": column.category}
                        for column in table.answered
                    ],
                }
                for table in self._tables.values()
            ],
        }
        self._open("about.json").write(msgspec.json.format(msgspec.json.encode(about), indent=2) + b"\n")
        self._stack.close()
        return self._counts

    def _open(self, name: str) -> BinaryIO:
        descriptor = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        return self._stack.enter_context(os.fdopen(descriptor, "wb"))
