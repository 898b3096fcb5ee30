"""The answer to a subject as a ZIP, written page by page into a file: memory does not grow with the person.

Of others it tells nothing that can be told by its form: phones and addresses that are not the subject's own are
replaced, and in what the staff wrote numbers of documents too. Names can't be told so; about.json says that. Of what
others asked about the subject it tells that they did, and not who they are or what they wrote.
"""

import zipfile
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Self

import msgspec
from msgspec import Struct

from ryadom.privacy.classification import Category, Table
from ryadom.privacy.contacts import CONTACT_KINDS, Contacts, read_contacts
from ryadom.privacy.detect import Kind
from ryadom.privacy.masking import replace_personal
from ryadom.protocol.shared import AuthorKind
from ryadom.store.file_contents import unavailable

MOST_ON_PAPER = 500
MOST_CHARS_ON_PAPER = 100_000
"""Of messages: about forty pages, and seconds to set them. The JSON beside has all."""

_ALL_KINDS = frozenset(Kind)

_BY_STAFF = frozenset({"bans", "customer_cards", "customer_changes", "customer_notes"})
"""Tables without an `author_kind` whose texts the firm's people have written."""

_TOLD_OF_OTHERS_REQUESTS = (
    "number", "kind", "status", "received_at", "deadline_on", "extended_on", "closed_at",
)  # fmt: skip


class MessageOnPaper(Struct, frozen=True):
    """A message as the paper shows it."""

    at: datetime
    is_subjects: bool
    body: str


class Gist:
    """What of one person the paper shows: counts of everything, and the newest messages."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.tables: list[Table] = []
        self.message_count = 0
        self.redacted_count = 0
        self.has_others_requests = False
        self.messages: deque[MessageOnPaper] = deque()
        self.chars = 0

    def note_message(self, message: MessageOnPaper) -> None:
        """Keeps a message; the oldest go where there are too many."""
        self.message_count += 1
        self.messages.append(message)
        self.chars += len(message.body)
        while len(self.messages) > MOST_ON_PAPER or self.chars > MOST_CHARS_ON_PAPER:
            self.chars -= len(self.messages.popleft().body)


class Redactor:
    """Replaces what is not the subject's own; `own` is what they have named as theirs.

    `contact`: by which they are answered, as the request says it.
    """

    def __init__(self, own: Contacts, *, contact: str = "") -> None:
        self._own = own
        self._contact = contact

    def made_request(self, contact: str) -> bool:
        """Whether who is answered made the request that gives this contact."""
        theirs, own = read_contacts(contact), read_contacts(self._contact)
        is_same = {*theirs.phones, *theirs.emails} == {*own.phones, *own.emails} != set()
        return is_same or contact == self._contact

    def redact(self, text: str, *, is_subjects: bool) -> str:
        """The text as it may be given to the subject. What they wrote of documents themselves they know."""
        kinds = CONTACT_KINDS if is_subjects else _ALL_KINDS
        return replace_personal(text, kinds, keep=self._is_own)

    def _is_own(self, kind: Kind, written: str) -> bool:
        return kind in CONTACT_KINDS and self._own.holds(kind, written)


class AnswerArchive:
    """Writes the ZIP, as a context. One table at a time: its rows come in pages, and its file ends when another begins.

    The file itself stays open.
    """

    def __init__(self, file: IO[bytes], redactor: Redactor) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._redactor = redactor
        self._open: IO[bytes] | None = None
        self._is_empty = True

    def begin_list(self, name: str) -> None:
        """Begins a file that holds a list; ends the one before."""
        self.end_list()
        self._open = self._zip.open(name, "w", force_zip64=True)
        self._open.write(b"[")
        self._is_empty = True

    def add(self, items: Sequence[object]) -> None:
        """Appends to the list that was begun."""
        if self._open is None:
            raise ValueError("no list was begun")
        for item in items:
            self._open.write(b"\n " if self._is_empty else b",\n ")
            self._open.write(msgspec.json.encode(item, enc_hook=str))
            self._is_empty = False

    def add_rows(self, table: Table, rows: Sequence[Mapping[str, object]], gist: Gist) -> None:
        """Appends a page of a person's rows, without what others have in them; notes them for the paper."""
        if table.name not in gist.rows:
            gist.rows[table.name] = 0
            gist.tables.append(table)
        gist.rows[table.name] += len(rows)
        if table.name == "subject_requests":
            rows = [self._told_request(row, gist) for row in rows]
        elif table.name == "subject_request_events" and gist.has_others_requests:
            # The rows do not say of which request they are.
            rows = [dict(row) | {"note": ""} for row in rows]
        texts = [column.name for column in table.answered if column.category is Category.MESSAGE]
        self.add([self._told(table, row, texts, gist) for row in rows] if texts else rows)

    def end_list(self) -> None:
        """Ends the list that was begun, if one was."""
        if self._open is not None:
            self._open.write(b"\n]\n")
            self._open.close()
            self._open = None

    def put(self, name: str, content: bytes) -> None:
        """Adds a whole file."""
        self.end_list()
        self._zip.writestr(name, content)

    def put_file(self, name: str, source: Path) -> None:
        """Adds a file of the person's, as it is: what is in it nobody looks through here.

        Raises:
            FilesUnavailable: it can't be read where it should be.
        """
        self.end_list()
        try:
            self._zip.write(source, name, zipfile.ZIP_STORED)
        except FileNotFoundError as error:
            raise unavailable(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end_list()
        self._zip.close()

    def _told_request(self, row: Mapping[str, object], gist: Gist) -> Mapping[str, object]:
        if self._redactor.made_request(str(row["contact"])):
            return row
        gist.has_others_requests = True
        return {name: row[name] for name in _TOLD_OF_OTHERS_REQUESTS}

    def _told(self, table: Table, row: Mapping[str, object], texts: Sequence[str], gist: Gist) -> dict[str, object]:
        by_default = AuthorKind.OPERATOR if table.name in _BY_STAFF else AuthorKind.VISITOR
        is_subjects = row.get("author_kind", by_default) == AuthorKind.VISITOR
        told = dict(row)
        for name in texts:
            text = told.get(name)
            if isinstance(text, str) and text:
                told[name] = self._redactor.redact(text, is_subjects=is_subjects)
            elif isinstance(text, list):
                told[name] = [self._redactor.redact(line, is_subjects=is_subjects) for line in text]
            gist.redacted_count += told.get(name) != text
        at, body = row.get("created_at"), told.get("body")
        if isinstance(at, datetime) and isinstance(body, str):
            if row.get("kind") == "message":
                gist.note_message(MessageOnPaper(at, is_subjects, body))
            elif row.get("kind") == "note":
                gist.note_message(MessageOnPaper(at, is_subjects, body and f"Заметка для коллег: {body}"))
            elif row.get("kind") == "rating":
                gist.note_message(MessageOnPaper(at, is_subjects, f"Оценка {row.get('score')} из 5. {body}".strip()))
        return told
