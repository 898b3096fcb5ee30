"""Erasing a person while servers run: their sockets close at once, and open panels forget what they show."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct

from ryadom.core.export_jobs.folder import ExportFolder
from ryadom.core.export_jobs.sweep import Sweeper
from ryadom.core.tokens import REVOCATION_REACH_MS
from ryadom.errors import RyadomError
from ryadom.live.announcements import announce
from ryadom.live.envelopes import AnyEnvelope, ToOperators, VisitorRevoked
from ryadom.live.line import Line
from ryadom.privacy.classification import Table
from ryadom.privacy.destruction import finish, task_of
from ryadom.privacy.erasure import overwrite, shut_out
from ryadom.privacy.persons import Person
from ryadom.protocol.operator import ConversationErased
from ryadom.store.database import Database
from ryadom.store.destructions import Ground
from ryadom.store.file_contents import FileContents
from ryadom.store.journal_chain import COMMAND_LINE, Actor

log = structlog.get_logger(__name__)


class Erased(Struct, frozen=True, kw_only=True):
    """What an erasure did: rows changed, by table, whether running servers could be told, and the number of its act.

    `changed` is of this call; the act also counts what was erased before the call that was stopped. No act (None) where
    nothing was left to erase.
    """

    changed: dict[str, int]
    is_told: bool
    act_number: int | None


async def erase_person(
    database: Database,
    line: Line,
    person: Person,
    *,
    contents: FileContents,
    now: datetime,
    ground: Ground = Ground.COMMAND_LINE,
    by: Actor = COMMAND_LINE,
    on_page: Callable[[Table, int], None] = lambda _table, _changed: None,
) -> Erased:
    """Erases what the data map says of a person, and makes the act. Called again after it was stopped, it goes on.

    What servers can't be told they find in the database: the token is refused, and nothing of the person's is stored.
    Only panels that are open go on showing what they had loaded.

    Raises:
        LegalHold: nothing of them may be erased for now.
        JournalUnavailable: the journal can't be written, so nothing more is erased.
        FilesUnavailable: a file of theirs can't be taken away, so there is no act yet.
    """
    site_id, visitor_id = person.site.id, person.visitor_id
    generation = int(now.timestamp() * 1000) + REVOCATION_REACH_MS
    task = task_of(person, ground, by)
    shut = await shut_out(database, person, generation=generation, task=task, by=by)
    closed = await tell(line, [VisitorRevoked(site_id, visitor_id, erased=True)])
    changed = await overwrite(database, person, task=task, on_page=on_page)
    # Before the act: what it says is destroyed lies on the disk no more, nor in tables that were taken out.
    await contents.sweep(site_id)
    await Sweeper(database=database, folder=ExportFolder(contents.folder)).clear(site_id)
    number = await finish(database, shut.destruction, by=by)
    blanked = await tell_panels(line, site_id, shut.conversation_ids)
    return Erased(changed=changed, is_told=closed and blanked, act_number=number)


async def tell_panels(line: Line, site_id: UUID, conversation_ids: Iterable[UUID]) -> bool:
    """Makes open panels forget what was said in these conversations; False where they could not be told."""
    frames = [msgspec.json.encode(ConversationErased(conversation_id=one)) for one in conversation_ids]
    return await tell(line, [ToOperators(site_id, msgspec.Raw(frame)) for frame in frames])


async def tell(line: Line, envelopes: list[AnyEnvelope]) -> bool:
    """Tells the running servers; False, and a line in the log, where they can't be told."""
    try:
        await announce(line, envelopes)
    except RyadomError as error:
        log.warning("servers not told", reason=error.message)
        return False
    return True
