"""The longest messages that there can be, with all their files, fit the outbox of a socket as a page."""

from datetime import UTC, datetime

from ryadom.core.files.claims import body_with_names
from ryadom.core.files.kinds import MAX_MB, MB, PPTX
from ryadom.core.files.names import name_as
from ryadom.live.outbox import MAX_BYTES, encode
from ryadom.protocol import MAX_BODY_CHARS, MAX_FILES, MAX_PAGE_ENTRIES
from ryadom.protocol.shared import Author, AuthorKind, FileRef, History, MessagePosted
from ryadom.store.ids import new_id

WIDE = "😀"


def test_page_of_the_longest_messages_with_files_fits_an_outbox() -> None:
    name = name_as(WIDE * 200, PPTX)
    files = tuple(FileRef(id=new_id(), name=name, size=MAX_MB * MB, type=PPTX.media_type) for _ in range(MAX_FILES))
    names = sum(len(name) + 1 for _ in files)
    message = MessagePosted(
        conversation_id=new_id(),
        seq=2**40,
        prev_seq=2**40,
        created_at=datetime.now(UTC),
        author=Author(kind=AuthorKind.VISITOR, id=new_id(), name=WIDE * 100),
        echo_id=new_id(),
        body=body_with_names(WIDE * (MAX_BODY_CHARS - names), files),
        files=files,
    )
    page = History(
        request_id="a" * 64,
        conversation_id=new_id(),
        entries=[message] * MAX_PAGE_ENTRIES,
        has_before=True,
        has_after=True,
        last_seq=2**40,
    )
    assert len(message.body) == MAX_BODY_CHARS
    assert len(encode(page).data) <= MAX_BYTES


def test_names_that_do_not_fit_behind_the_words_are_left_to_the_files() -> None:
    files = (FileRef(id=new_id(), name="a.txt", size=1, type="text/plain"),)
    assert body_with_names("я" * MAX_BODY_CHARS, files) == "я" * MAX_BODY_CHARS
    assert body_with_names("", files) == "a.txt"
