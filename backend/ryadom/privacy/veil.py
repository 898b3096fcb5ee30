"""What the server tells operators, with the contacts in it masked as their site says: for those who may not see them.

It is one function of what is stored and of the site's word, wherever it is applied: to an event, a page of history, a
row of the inbox. So a panel that was away, or is loaded anew, shows what one that stayed has.
"""

import asyncio
import re
from typing import TypeVar, cast
from urllib.parse import unquote, unquote_plus
from uuid import UUID

from msgspec.structs import replace

from ryadom.privacy.display import PREVIEW_CHARS, mask_for_display, mask_preview
from ryadom.privacy.hidden import Hidden
from ryadom.privacy.policies import Masking
from ryadom.protocol.operator import (
    Conversation,
    ConversationShown,
    ConversationStarted,
    PageVisited,
)
from ryadom.protocol.shared import (
    AnyEntry,
    Author,
    AuthorKind,
    ConversationAssigned,
    ConversationMerged,
    ConversationRated,
    ConversationSnoozed,
    ConversationTagged,
    Frame,
    History,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    NoteAdded,
    Page,
    StatusChanged,
    Typing,
)

AnyFrame = TypeVar("AnyFrame", bound=Frame)

# A form that sends by GET writes what was typed into the address: percent-encoded, blanks as "+", and by some
# forms twice. An address in an address has signs of its own once it is decoded, so its parts are read one by one again.
_TYPED = re.compile(r"[^=/?&#;:]+")
_ENCODED = re.compile(r"[%+]")
_MOST_DECODINGS = 3


class Veil:
    """Covers frames. Where nothing is to be hidden it gives back the very frame it was given."""

    def __init__(self, masking: Masking) -> None:
        self._masking = masking

    def cover(self, site_id: UUID, frame: AnyFrame) -> AnyFrame:
        """A frame about this site as it is for operators who do not see contacts."""
        hidden = self._masking.hidden_on(site_id)
        return cast(AnyFrame, _cover(frame, hidden)) if hidden else frame

    async def cover_history(self, site_id: UUID, history: History) -> History:
        """The same for a page of a thread, in a thread of its own: fifty long texts full of digits take a second."""
        if not self.hides_on(site_id):
            return history
        return await asyncio.to_thread(self.cover, site_id, history)

    def hides_on(self, site_id: UUID) -> bool:
        """Whether anything of the site is masked on display."""
        return bool(self._masking.hidden_on(site_id))

    def hidden_on(self, site_id: UUID) -> Hidden:
        """What of the site is masked on display, for whoever covers what is no text and no frame."""
        return self._masking.hidden_on(site_id)

    def cover_row(self, row: Conversation, last_body: str | None = None) -> Conversation:
        """One row of the inbox; `last_body` is its last message as a whole, where the row has it cut."""
        hidden = self._masking.hidden_on(row.site_id)
        return _conversation(row, hidden, last_body) if hidden else row

    def cover_text(self, site_id: UUID, text: str) -> str:
        """A text from this site: a name, for example."""
        return mask_for_display(text, self._masking.hidden_on(site_id)).text

    def cover_address(self, site_id: UUID, url: str) -> str:
        """The address of a page of this site."""
        hidden = self._masking.hidden_on(site_id)
        return _address(url, hidden) if hidden else url


def _cover(frame: Frame, hidden: Hidden) -> Frame:
    match frame:
        case (
            MessagePosted()
            | ConversationAssigned()
            | StatusChanged()
            | MessageEdited()
            | MessageDeleted()
            | ConversationRated()
            | ConversationTagged()
            | ConversationSnoozed()
            | ConversationMerged()
            | NoteAdded()
        ):
            return _entry(frame, hidden)
        case History():
            return replace(frame, entries=[_entry(entry, hidden) for entry in frame.entries])
        case ConversationStarted(conversation=row):
            if row.last_message and len(row.last_message.body) >= PREVIEW_CHARS:
                # Its last message is cut here, and masked whole wherever else it is told: so it is fetched from there.
                return ConversationShown(conversation_id=row.id)
            return replace(frame, conversation=_conversation(row, hidden))
        case Typing():
            draft = frame.draft and mask_for_display(frame.draft, hidden).text
            return replace(frame, author=_author(frame.author, hidden), draft=draft)
        case PageVisited():
            return replace(frame, page=_page(frame.page, hidden))
        case _:
            return frame


def _entry(entry: AnyEntry, hidden: Hidden) -> AnyEntry:
    author = _author(entry.author, hidden)
    if author is not entry.author:
        entry = replace(entry, author=author)
    match entry:
        case MessagePosted() | MessageEdited() | NoteAdded():
            shown = mask_for_display(entry.body, hidden)
            entry = replace(entry, body=shown.text, masked=shown.pieces) if shown.pieces else entry
        case ConversationAssigned(comment=str() as comment):
            shown = mask_for_display(comment, hidden)
            return replace(entry, comment=shown.text, masked=shown.pieces) if shown.pieces else entry
        case ConversationRated():
            shown = mask_for_display(entry.comment, hidden)
            return replace(entry, comment=shown.text, masked=shown.pieces) if shown.pieces else entry
    return _cover_choices_and_names(entry, hidden) if isinstance(entry, MessagePosted) else entry


def _cover_choices_and_names(entry: MessagePosted, hidden: Hidden) -> MessagePosted:
    if entry.choices:
        choices = tuple(mask_for_display(choice, hidden).text for choice in entry.choices)
        entry = entry if choices == entry.choices else replace(entry, choices=choices)
    if isinstance(entry.files, tuple):
        names = [mask_for_display(file.name, hidden) for file in entry.files]
        if any(name.pieces for name in names):
            files = zip(entry.files, names, strict=True)
            entry = replace(entry, files=tuple(replace(file, name=name.text) for file, name in files))
    return entry


def _conversation(row: Conversation, hidden: Hidden, last_body: str | None = None) -> Conversation:
    last = row.last_message
    if last is not None:
        # A message may have come between the row and the whole body: then it is the end of another one.
        if last_body is not None and last_body.startswith(last.body):
            body = mask_for_display(last_body, hidden).text[:PREVIEW_CHARS]
        else:
            body = mask_preview(last.body, hidden)
        last = replace(last, author=_author(last.author, hidden), body=body)
    page = _page(row.page, hidden) if row.page else None
    return replace(row, visitor=_author(row.visitor, hidden), last_message=last, page=page)


def _author(author: Author, hidden: Hidden) -> Author:
    if author.kind is not AuthorKind.VISITOR or not author.name:
        return author
    shown = mask_for_display(author.name, hidden)
    return replace(author, name=shown.text) if shown.pieces else author


def _page(page: Page, hidden: Hidden) -> Page:
    return replace(
        page,
        url=_address(page.url, hidden),
        title=mask_for_display(page.title, hidden).text,
        referrer=_address(page.referrer, hidden),
    )


def _address(url: str, hidden: Hidden) -> str:
    """The address with each part masked that holds anything in any reading; such a part is shown as it reads."""
    return _TYPED.sub(lambda part: _part(part[0], hidden), url)


def _part(part: str, hidden: Hidden) -> str:
    part = mask_for_display(part, hidden).text
    if not _ENCODED.search(part):
        return part
    # What one reading masks another may still spell out, so each reads what the one before has left.
    for read in (_decode, _decode_blanks_first, _decode_blanks_last):
        reading = read(part)
        if reading != part:
            masked = _TYPED.sub(lambda inner: mask_for_display(inner[0], hidden).text, reading)
            part = part if masked == reading else masked
    return part


def _decode(part: str) -> str:
    for _ in range(_MOST_DECODINGS):
        if "%" not in part:
            break
        part = unquote(part)
    return part


def _decode_blanks_first(part: str) -> str:
    return _decode(unquote_plus(part))


def _decode_blanks_last(part: str) -> str:
    return unquote_plus(_decode(part))
