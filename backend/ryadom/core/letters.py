"""Writes mails to visitors at the moment they are sent: of what may be shown then, if anything may be sent at all.

So nothing goes out that was deleted, read or erased while the mail waited, and the queue holds nobody's words.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from ryadom.core.chat_links import ChatLinks
from ryadom.core.letter_texts import Frame, Said, answers_text, copy_text, language_of, operator_name
from ryadom.core.mail_refusals import MailRefusals
from ryadom.core.mail_texts import MailText
from ryadom.core.widget_settings import WidgetSettings
from ryadom.protocol import MAX_PAGE_ENTRIES
from ryadom.protocol.shared import AnyEntry, AuthorKind, MessagePosted
from ryadom.store.conversations import Head, find_head
from ryadom.store.database import Database
from ryadom.store.entries import read_history
from ryadom.store.mails import Purpose, QueuedMail, VisitorPart
from ryadom.store.sql import Connection
from ryadom.store.visitor_mails import Correspondence, find_correspondence

STOP_PAGE = "/mail/stop/"
"""Where somebody says that they want no more mail; the link's token follows."""

MAX_COPIED_MESSAGES = 2_000
MAX_COPIED_CHARS = 400_000
"""A mail of a few megabytes in base64, as text and HTML: mail servers refuse larger ones."""


class Letters:
    """Writes them. `public_url`: of the server; without it none are queued."""

    def __init__(self, database: Database, links: ChatLinks, refusals: MailRefusals, *, public_url: str | None) -> None:
        self._database = database
        self._links = links
        self._refusals = refusals
        self._public_url = public_url or ""

    async def write(self, mail: QueuedMail, part: VisitorPart) -> MailText | None:
        """What a queued mail says; None where nothing is to be said any more, or nothing may be."""
        stop_link = await self._refusals.link(part.site_id, mail.recipient)
        async with self._database.connection() as connection:
            known = await find_correspondence(connection, site_id=part.site_id, conversation_id=part.conversation_id)
            head = await find_head(connection, site_id=part.site_id, id=part.conversation_id)
            if known is None or head is None:
                return None
            if await self._refusals.has_refused(connection, part.site_id, mail.recipient):
                return None
            settings = WidgetSettings() if known.settings is None else decode_settings(known.settings)
            frame = self._frame(part, known, settings, stop_link)
            if part.purpose is Purpose.ANSWERS:
                said = await _answers(connection, head, part, known, frame.language)
                return answers_text(frame, said, settings.mail) if said and settings.mail.answers else None
            said, is_cut = await _conversation(connection, head, part, frame.language)
            return copy_text(frame, said, is_cut=is_cut) if said and settings.mail.copies else None

    def _frame(self, part: VisitorPart, known: Correspondence, settings: WidgetSettings, stop_link: str) -> Frame:
        return Frame(
            site_name=known.site_name,
            language=language_of(part.locale),
            zone=ZoneInfo(settings.time_zone),
            chat_url=self._links.url(
                key=known.key,
                site_id=part.site_id,
                visitor_id=part.visitor_id,
                revoked_generation=known.revoked_generation,
            ),
            stop_url=f"{self._public_url}{STOP_PAGE}{stop_link}",
            reply_to=settings.mail.reply_to,
        )


def decode_settings(json: str) -> WidgetSettings:
    """A site's settings, as they are stored."""
    return msgspec.json.decode(json, type=WidgetSettings)


async def _answers(
    connection: Connection, head: Head, part: VisitorPart, known: Correspondence, language: str
) -> list[Said]:
    """What operators said after the part's beginning and was not read since, oldest first."""
    said: list[Said] = []
    seq = max(part.after_seq, known.visitor_read_seq)
    while seq < part.until_seq:
        page = await read_history(
            connection,
            head=head,
            audience=AuthorKind.VISITOR,
            limit=MAX_PAGE_ENTRIES,
            request_id=None,
            after_seq=seq,
        )
        if not page.entries:
            break
        said += _said(page.entries, part, language, only=AuthorKind.OPERATOR)
        seq = page.entries[-1].seq
    return said


async def _conversation(
    connection: Connection, head: Head, part: VisitorPart, language: str
) -> tuple[list[Said], bool]:
    """The conversation until the part's end, oldest first; whether older messages were left out."""
    said: list[Said] = []
    before_seq = part.until_seq + 1
    while True:
        page = await read_history(
            connection,
            head=head,
            audience=AuthorKind.VISITOR,
            limit=MAX_PAGE_ENTRIES,
            request_id=None,
            before_seq=before_seq,
        )
        said = _said(page.entries, part, language) + said
        if not page.entries or not page.has_before:
            return said, False
        if len(said) > MAX_COPIED_MESSAGES or sum(len(one.body) for one in said) > MAX_COPIED_CHARS:
            return said, True
        before_seq = page.entries[0].seq


def _said(
    entries: Sequence[AnyEntry], part: VisitorPart, language: str, *, only: AuthorKind | None = None
) -> list[Said]:
    """The messages that still say something. Their words end with the names of their files."""
    return [
        Said(
            at=entry.created_at,
            who="" if entry.author.kind is AuthorKind.VISITOR else operator_name(entry.author.name, language),
            body=entry.body,
        )
        for entry in entries
        if isinstance(entry, MessagePosted)
        and part.after_seq < entry.seq <= part.until_seq
        and entry.body
        and (only is None or entry.author.kind is only)
    ]
