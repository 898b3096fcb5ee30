"""What a bot's conversation gets written: its messages, and where it is handed over to people. Each once.

All is written under the conversation's lock, and only while the bot leads it: an operator who takes the conversation or
writes does so under the same lock, so whatever comes after that is dropped.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.handing_over import find_wished
from ryadom.core.hours import is_open
from ryadom.core.timeline_rules import kept_choices, kept_text, lock_conversation, refuse_messenger
from ryadom.core.webhook_bots.answers import BotText
from ryadom.core.webhook_bots.words import for_visitor
from ryadom.core.widget_settings import read_settings
from ryadom.errors import ConversationUnknown
from ryadom.live.hub import VisitorTopic
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.live.writer import Change, Writer
from ryadom.privacy.policies import Masking
from ryadom.protocol import TYPING_LEASE_S
from ryadom.protocol.shared import Author, Status, Typing
from ryadom.store.bot_turns import (
    Asked,
    Led,
    Talk,
    Turn,
    TurnEnd,
    drop_turns,
    end_turn,
    find_talk,
    has_said_more,
    is_idle,
    note_asked,
)
from ryadom.store.bot_waits import find_unanswered
from ryadom.store.database import Database
from ryadom.store.entries import NewAssignment, NewContent, NewMessage, NewStatus, Stored, append_entry, find_by_echo
from ryadom.store.sql import Connection
from ryadom.store.webhook_queue import Outcome
from ryadom.store.widget_settings import settings_of_sites


class Speech(Struct, frozen=True, kw_only=True):
    """What is written at once: messages, in order, and, where `remark` is not None, a hand-over for this reason.

    `department`: to which one, by its id or name; one that the site does not offer is passed over. `closes`: the
    conversation ends with it.
    """

    messages: tuple[NewMessage, ...] = ()
    remark: str | None = None
    department: str = ""
    closes: bool = False


class Speaker(Struct, frozen=True, kw_only=True):
    """Writes in the names of bots."""

    database: Database
    writer: Writer
    relay: Relay
    masking: Masking
    now: Callable[[], datetime]

    async def kept(self, site_id: UUID, texts: Sequence[BotText]) -> tuple[NewMessage, ...]:
        """What may be kept of what a bot says.

        Raises:
            BadBody: see `clean_body` and `kept_choices`.
            MessengerForbidden: it links to a messenger that is closed to the site's controller.
        """
        kept = []
        for one in texts:
            body = await kept_text(self.masking, site_id, one.text)
            choices = await kept_choices(self.masking, site_id, one.choices)
            for text in (body, *choices):
                await refuse_messenger(self.database, site_id, text)
            kept.append(NewMessage(body=body, choices=choices))
        return tuple(kept)

    async def answer(
        self, turn: Turn, bot_id: UUID, speech: Speech, end: TurnEnd, *, asked: Asked | None = None
    ) -> bool:
        """Writes what a turn came to, and ends it so; False where the bot does not lead the conversation any more.

        `asked`: what was said to it last, which is noted in any case.

        Raises:
            DatabaseUnavailable: whether it was written is not known; the same may be written again.
        """

        async def change(connection: Connection) -> Change[bool]:
            led = Led(
                site_id=turn.site_id, visitor_id=turn.visitor_id, conversation_id=turn.conversation_id, bot_id=bot_id
            )
            talk = await self._held(connection, led)
            if asked is not None:
                # Not before: whoever ends turns holds the conversation first, too.
                await note_asked(connection, turn, asked)
            if talk is None or talk.since_seq > turn.seq:
                if await end_turn(connection, turn, TurnEnd(outcome=Outcome.DROPPED)):
                    return Change(result=False)
                return await self._again(connection, led, turn.event_id)
            unanswered_seq = await self._unanswered_seq(connection, led, speech)
            is_new = await end_turn(connection, turn, end)
            known = await self._known(connection, led, turn.event_id)
            if known or not is_new:
                # The commit's answer was lost, or somebody has had a turn of long ago repeated.
                return Change(result=True, entries=known, repeated=True)
            # What was said meanwhile is asked next: closed, nobody would hear of it.
            closes = speech.closes and not await has_said_more(connection, turn)
            speech_now = replace(speech, closes=closes)
            entries = await self._write(connection, led, talk, speech_now, turn.event_id, unanswered_seq)
            return Change(result=True, entries=entries)

        return await self.writer.write(Owner(turn.site_id, turn.visitor_id), change)

    def show_typing(self, turn: Turn, bot: Author, *, active: bool) -> None:
        """Tells the visitor that the bot is at it, or (not `active`) no more; to be repeated within the lease."""
        typing = Typing(
            conversation_id=turn.conversation_id,
            author=bot.for_visitor(),
            active=active,
            expires_in_s=TYPING_LEASE_S,
        )
        self.relay.publish(VisitorTopic(turn.site_id, turn.visitor_id), typing)

    async def release(self, led: Led, remark: str) -> bool:
        """Hands a conversation over to people, whatever its bot is at; False where it does not lead it any more."""
        seed = uuid4()

        async def change(connection: Connection) -> Change[bool]:
            talk = await self._held(connection, led)
            if talk is None:
                return await self._again(connection, led, seed)
            speech = Speech(remark=remark)
            unanswered_seq = await self._unanswered_seq(connection, led, speech)
            entries = await self._write(connection, led, talk, speech, seed, unanswered_seq)
            return Change(result=True, entries=entries)

        return await self.writer.write(Owner(led.site_id, led.visitor_id), change)

    async def close_idle(self, led: Led) -> bool:
        """Closes in the bot's name what has been silent for long enough; False where it is not, or not any more."""
        seed = uuid4()

        async def change(connection: Connection) -> Change[bool]:
            talk = await self._held(connection, led)
            if talk is None or not await is_idle(connection, led):
                return await self._again(connection, led, seed)
            entries = await self._write(connection, led, talk, Speech(closes=True), seed, None)
            return Change(result=True, entries=entries)

        return await self.writer.write(Owner(led.site_id, led.visitor_id), change)

    async def _held(self, connection: Connection, led: Led) -> Talk | None:
        """The conversation, locked, as the bot leads it; None where it does not."""
        try:
            head = await lock_conversation(connection, Owner(led.site_id, led.visitor_id), led.conversation_id)
        except ConversationUnknown:
            return None
        if head.status is not Status.OPEN:
            return None
        return await find_talk(connection, site_id=led.site_id, conversation_id=led.conversation_id, bot_id=led.bot_id)

    async def _unanswered_seq(self, connection: Connection, led: Led, speech: Speech) -> int | None:
        """From where on whoever is handed over has had no answer: before this turn ends and its words are written."""
        if speech.remark is None:
            return None
        return await find_unanswered(connection, site_id=led.site_id, conversation_id=led.conversation_id)

    async def _write(
        self,
        connection: Connection,
        led: Led,
        talk: Talk,
        speech: Speech,
        seed: UUID,
        unanswered_seq: int | None,
    ) -> tuple[Stored, ...]:
        contents: list[NewContent] = list(speech.messages)
        if speech.remark is not None:
            is_out = await self._is_out_of_hours(connection, led.site_id)
            contents.append(NewMessage(body=for_visitor(talk.locale, is_out_of_hours=is_out)))
            department = await find_wished(connection, led.site_id, speech.department)
            contents.append(
                NewAssignment(operator=None, department=department, remark=speech.remark, unanswered_seq=unanswered_seq)
            )
        if speech.closes:
            contents.append(NewStatus(status=Status.CLOSED))
        entries = []
        for place, content in enumerate(contents):
            head = await lock_conversation(connection, Owner(led.site_id, led.visitor_id), led.conversation_id)
            echo_id = echo_of(seed, place)
            entries.append(await append_entry(connection, head=head, author=talk.bot, echo_id=echo_id, content=content))
        if speech.remark is not None:
            await drop_turns(connection, led)
        return tuple(entries)

    async def _again(self, connection: Connection, led: Led, seed: UUID) -> Change[bool]:
        """What comes where the bot leads no more: its own words may have ended it, and the commit's answer was lost."""
        known = await self._known(connection, led, seed)
        return Change(result=bool(known), entries=known, repeated=True)

    async def _known(self, connection: Connection, led: Led, seed: UUID) -> tuple[Stored, ...]:
        """What had been written, to be published once more: the commit's answer may have been lost."""
        entries: list[Stored] = []
        while known := await find_by_echo(
            connection,
            site_id=led.site_id,
            conversation_id=led.conversation_id,
            echo_id=echo_of(seed, len(entries)),
        ):
            entries.append(known)
        return tuple(entries)

    async def _is_out_of_hours(self, connection: Connection, site_id: UUID) -> bool:
        stored = (await settings_of_sites(connection, [site_id])).get(site_id)
        if stored is None:
            return False
        settings = read_settings(stored)
        return bool(settings.hours) and not is_open(settings.hours, ZoneInfo(settings.time_zone), self.now())


def echo_of(event_id: UUID, place: int) -> UUID:
    """The `echo_id` of what is written first, second … of a turn: the same, however often it is tried."""
    return uuid5(event_id, f"said {place}")
