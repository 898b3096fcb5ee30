"""What a delivery said, for people to look at: made anew, since of what was sent no word is kept.

A copy of each body would be a second place with everybody's data, to be sealed, erased and answered for. Made anew it
shows what may be told now, so that nothing comes back of who was erased or blocked meanwhile; whether it is what was
sent, byte for byte, the mark of the signature tells. Each look is in the journal before anything is shown.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from uuid import UUID

from msgspec import Struct

from ryadom.core.outgoing.client import headers_of
from ryadom.core.outgoing.urls import Target
from ryadom.core.webhook_bots.asking import body_of, hear_again
from ryadom.core.webhooks.endpoints import Webhooks
from ryadom.core.webhooks.events import BOT_MESSAGE, is_told
from ryadom.core.webhooks.payloads import bodies_of, load_objects
from ryadom.core.webhooks.sending import BOTH_SECRETS_S, SIGNATURE, OpenEndpoint, call_to, open_endpoint
from ryadom.core.webhooks.signing import cut, marks_of, signatures
from ryadom.errors import WebhookUnknown
from ryadom.store import journal
from ryadom.store.egress import DataLevel, find_recipient
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sql import Connection
from ryadom.store.webhook_log import Logged, find_logged
from ryadom.store.webhook_queue import Delivery
from ryadom.store.webhooks import StoredEndpoint

HIDDEN = "…"
CLOCKS_DIFFER_S = 60.0
"""The database's clock says when a secret was replaced, a server's when something was sent."""

_Bodies = Callable[[DataLevel], bytes | None]

_WORD = re.compile(r"v[0-9]{1,2}|[a-z]{1,16}(?:[._-][a-z]{1,16}){0,2}")
_MOST_WORD_CHARS = 24


class Withheld(StrEnum):
    """Why there is no body: the register allows no calls there now, or a bot no words; the webhook is told of such an
    event or site no more; or nothing of its person may be told."""

    REGISTER = "register"
    NOT_TOLD = "not_told"
    PERSON = "person"


class ShownHeader(Struct, frozen=True):
    """One header as it would be sent; of the signature the beginning alone."""

    name: str
    value: str


class ShownRequest(Struct, frozen=True, kw_only=True):
    """A delivery as it would be sent now. Of the URL what may be a secret stands as `…`.

    What a bot was asked: the conversation up to where it was then, as all of that is now; whoever leads it.

    `body`: JSON as it would be sent; null, and `withheld` says why. `is_masked`: contacts are taken out of it for who
    looks. `is_same`: whether what was sent last is this, byte for byte; null where nobody can tell: nothing was sent,
    or by a secret that is gone. `sent_at`, `sent_bytes`, `sent_data`: of that; null where nothing was, or long ago.
    """

    method: str
    url: str
    headers: tuple[ShownHeader, ...]
    body: str | None
    withheld: Withheld | None
    data: DataLevel
    is_masked: bool
    is_same: bool | None
    sent_at: datetime | None
    sent_bytes: int | None
    sent_data: DataLevel | None


async def show_request(
    webhooks: Webhooks,
    endpoint: StoredEndpoint,
    event_id: UUID,
    *,
    by: Actor,
    most: DataLevel = DataLevel.CONTENTS_AND_CONTACTS,
    check: Callable[[Delivery], None] = lambda _: None,
) -> ShownRequest:
    """What a delivery would say now, of which who looks may see as much as `most`; `check` may refuse it.

    Raises:
        WebhookUnknown: the log has no such delivery, or not any more.
        WebhookSealed: see `open_endpoint`.
        RyadomError: what `check` raises.
        JournalUnavailable: the look can't be journalled, so nothing is shown.
    """
    now = datetime.now(UTC)
    opened = open_endpoint(webhooks.seal, endpoint, now=now)
    async with webhooks.database.connection() as connection:
        logged = await find_logged(connection, endpoint.id, event_id)
        if logged is None:
            raise WebhookUnknown("No delivery of this webhook has this number.", field="event_id")
        one = logged.delivery
        check(one)
        recipient = await find_recipient(
            connection, controller_id=endpoint.controller_id, host=opened.target.host, port=opened.target.port
        )
        level = endpoint.data.at_most(recipient.most_data if recipient else DataLevel.IDS)
        withheld = _withheld(endpoint, one, level, is_allowed=recipient is not None)
        bodies = None if withheld else await _find(connection, endpoint, logged)
    shown_level = level.at_most(most)
    whole = shown = None
    if withheld is None:
        if bodies is not None:
            whole, shown = await asyncio.to_thread(_at_each, bodies, (level, shown_level))
        withheld = None if whole else Withheld.PERSON
    if shown is not None:
        await _note(webhooks, endpoint, one, by)
    call = call_to(opened, id=event_id, body=whole or b"", at=one.sent_at or now)
    return ShownRequest(
        method=call.method,
        url=shown_url(call.target),
        headers=tuple(
            ShownHeader(name, cut(value) if name == SIGNATURE else value)
            for name, value in headers_of(call)
            if whole is not None or name not in (SIGNATURE, "Content-Length")
        ),
        body=shown.decode() if shown is not None else None,
        withheld=withheld,
        data=shown_level,
        is_masked=shown is not None and shown_level is not level,
        is_same=_is_same(webhooks, opened, logged, whole),
        sent_at=one.sent_at,
        sent_bytes=one.sent_bytes,
        sent_data=one.sent_data,
    )


def shown_url(target: Target) -> str:
    """A URL without what may be a secret in it: plain words of the path stay, and nothing behind `?`."""
    path, mark, _ = target.path.partition("?")
    shown = "/".join(_shown_part(part) for part in path.split("/"))
    return f"{target.origin}{shown}{f'?{HIDDEN}' if mark else ''}"


def _shown_part(part: str) -> str:
    is_word = len(part) <= _MOST_WORD_CHARS and _WORD.fullmatch(part)
    return part if is_word or not part else HIDDEN


def _withheld(endpoint: StoredEndpoint, one: Delivery, level: DataLevel, *, is_allowed: bool) -> Withheld | None:
    if not is_told(endpoint, event=one.event, site_id=one.site_id):
        return Withheld.NOT_TOLD
    # Nobody answers what they can't read, so no bot is asked without words.
    is_asked = one.event != BOT_MESSAGE or level is not DataLevel.IDS
    return None if is_allowed and is_asked else Withheld.REGISTER


async def _find(connection: Connection, endpoint: StoredEndpoint, logged: Logged) -> _Bodies | None:
    """What makes the body at a level, in a thread; None where there is nothing to tell."""
    one = logged.delivery
    if one.event == BOT_MESSAGE:
        # What was never asked would be asked with what was said until then.
        up_to = logged.asked_seq if logged.asked_seq is not None else one.seq or 0
        heard = await hear_again(connection, endpoint, one, up_to=up_to)
        return None if heard is None else partial(body_of, heard, endpoint)
    found = await load_objects(connection, [one])
    return lambda level: bodies_of([one], found, level)[one.event_id]


def _at_each(bodies: _Bodies, levels: Sequence[DataLevel]) -> list[bytes | None]:
    return [bodies(level) for level in levels]


def _is_same(webhooks: Webhooks, endpoint: OpenEndpoint, logged: Logged, body: bytes | None) -> bool | None:
    """By the mark of whichever secret signed then: the newest, or the one before."""
    one, stored = logged.delivery, endpoint.stored
    if logged.mark is None or one.sent_at is None or body is None:
        return None
    if one.sent_bytes != len(body):
        return False
    before = webhooks.seal.open(stored.sealed_before, owner=stored.id.bytes) if stored.sealed_before else None
    secrets = [endpoint.secrets[0], *([before.secret.decode()] if before else [])]
    signed = signatures(secrets, id=str(one.event_id), timestamp=int(one.sent_at.timestamp()), body=body)
    if logged.mark in marks_of(signed):
        return True
    if stored.before_until is None:
        return False
    # A secret of before the last two says nothing any more.
    is_of_newest = one.sent_at > stored.before_until - timedelta(seconds=BOTH_SECRETS_S - CLOCKS_DIFFER_S)
    return False if is_of_newest else None


async def _note(webhooks: Webhooks, endpoint: StoredEndpoint, one: Delivery, by: Actor) -> None:
    is_of_conversation = one.event == BOT_MESSAGE or one.event.startswith(("message.", "conversation."))
    record = Record(
        controller_id=endpoint.controller_id,
        action=Action.REVEALED,
        actor=by,
        site_id=one.site_id,
        visitor_ids=(one.visitor_id,) if one.visitor_id else (),
        conversation_ids=(one.object_id,) if is_of_conversation else (),
        details={"what": "webhook_request", "host": endpoint.origin, "events": one.event},
    )
    async with webhooks.database.transaction() as connection:
        await journal.append(connection, [record])
