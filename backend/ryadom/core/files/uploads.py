"""Taking a file: whether it may come, while it comes within bounds, and what of it is kept."""

import asyncio
import hashlib
import mmap
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import BinaryIO
from uuid import UUID

from msgspec import Struct

from ryadom.core.files.kinds import MB, FileRules, Form
from ryadom.core.files.names import name_as
from ryadom.core.files.sniffing import Sniffed, sniff
from ryadom.core.reveals import find_on_sites
from ryadom.core.sites import check_origin, is_site_key
from ryadom.core.tokens import VisitorTokens
from ryadom.core.visitor_standing import refuse_erased, refuse_shut_out, refuse_untouchable, standing_of
from ryadom.core.widget_settings import read_settings
from ryadom.errors import (
    Busy,
    FileEmpty,
    FileKindRefused,
    FilesOff,
    FileTooLarge,
    SiteUnknown,
    TooManyFiles,
    TooSlow,
)
from ryadom.live.owner import Owner
from ryadom.privacy.consent_gate import VisitorConsents
from ryadom.privacy.policies import Masking
from ryadom.protocol.shared import Author, AuthorKind, FileRef
from ryadom.store.database import Database
from ryadom.store.file_contents import Content, Draft, FileContents, unavailable
from ryadom.store.files import count_recent, hold_standing, insert_file
from ryadom.store.ids import new_id
from ryadom.store.sites import find_site
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import find_settings

UPLOAD_TIMEOUT_S = 600.0
"""For a whole file; the connection itself is given up much earlier where nothing comes at all."""

MAX_RECEIVED = 16
"""Files that come into one process at once, each with some 300 kB of memory."""
MAX_RECEIVED_OF_OWNER = 3
MAX_LOOKED_THROUGH = 2
WRITTEN_AT_ONCE = 256 * 1_024

MAX_FILES_A_DAY = 200
MAX_BYTES_A_DAY = 250 * MB
MAX_UNSENT = 30
"""Of one visitor. Operators have accounts that can be closed; the site's share of the disk bounds them all."""


class Upload(Struct, frozen=True, kw_only=True):
    """Leave to upload a file for the conversation of `owner`. `gate` is asked again where the file is noted."""

    owner: Owner
    author: Author
    rules: FileRules
    gate: Callable[[Connection], Awaitable[None]]


class Uploads:
    """Takes files. `quota_bytes`: what the files of one site may take of the disk; 0 for any number."""

    def __init__(
        self,
        database: Database,
        contents: FileContents,
        masking: Masking,
        tokens: VisitorTokens,
        *,
        quota_bytes: int,
        own_origin: str | None = None,
    ) -> None:
        self._own_origin = own_origin
        self._database = database
        self._contents = contents
        self._masking = masking
        self._tokens = tokens
        self._quota_bytes = quota_bytes
        self._received: Counter[Owner] = Counter()
        self._looking = asyncio.Semaphore(MAX_LOOKED_THROUGH)

    async def admit_visitor(self, key: str, *, origin: str | None, token: str) -> Upload:
        """Leave for a visitor, asked before anything of the file is read.

        Raises:
            SiteUnknown, OriginForbidden, TokenInvalid, TokenExpired, TokenRevoked, VisitorErased: as for `hello`.
            VisitorBlocked: their data are blocked.
            FilesOff: the site takes none from visitors.
            ConsentRequired: they have not agreed to what must be agreed to first.
            TooManyFiles: they have sent, or have ready to send, as much as one may.
        """
        async with self._database.connection() as connection:
            site = await find_site(connection, key) if is_site_key(key) else None
            settings = await find_settings(connection, key) if site else None
            if site is None or settings is None:
                raise SiteUnknown("No site has this key. Check data-site in the script tag.", field="site")
            check_origin(site, origin, own=self._own_origin)
            identity = self._tokens.read(token, site_id=site.id)
            await standing_of(connection, identity)
            owner = Owner(site.id, identity.visitor_id)
            await refuse_shut_out(connection, owner)
            rules = read_settings(settings).files
            if not rules.from_visitors:
                raise FilesOff("This chat takes no files. Write what is in it.")
            consents = VisitorConsents(self._database, site, visitor_id=owner.visitor_id, locale="ru")

            async def gate(connection: Connection) -> None:
                await consents.require(connection)
                await _refuse_too_many(connection, owner)

            await gate(connection)
        author = Author(kind=AuthorKind.VISITOR, id=owner.visitor_id, name="")
        return Upload(owner=owner, author=author, rules=rules, gate=gate)

    async def admit_operator(self, operator: Author, conversation_id: UUID) -> Upload:
        """Leave for an operator who answers in this conversation.

        Raises:
            ConversationUnknown: it is not on the operator's sites, or its visitor is blocked.
            VisitorErased: what was held on the visitor was erased.
        """
        async with self._database.connection() as connection:
            site, head = await find_on_sites(connection, operator.id, conversation_id)
            settings = await find_settings(connection, site.key)
            owner = Owner(site.id, head.visitor.id)
            await refuse_erased(connection, owner)
        rules = read_settings(settings).files if settings else FileRules()
        return Upload(owner=owner, author=operator, rules=rules, gate=open_gate)

    async def receive(
        self, upload: Upload, chunks: AsyncIterator[bytes], *, name: str, declared_bytes: int | None = None
    ) -> FileRef:
        """Takes the file whose bytes come in these chunks. Whatever goes wrong, nothing of it stays.

        Raises:
            FileEmpty, FileTooLarge, FileKindRefused, FileNameLies, FileBroken, ImageTooLarge: it is not taken as it is.
            TooSlow: it took longer than ten minutes to come.
            Busy: too many files come at once, or too many of this visitor.
            FilesFull, FilesUnavailable: there is no room for it, or the folder can't be written.
            RyadomError: what `admit_visitor` refuses with, where that has come to be so meanwhile.
        """
        max_bytes = upload.rules.max_bytes
        if declared_bytes is not None and declared_bytes > max_bytes:
            raise _too_large(upload.rules)
        with self._turn(upload.owner):
            async with self._draft() as draft:
                try:
                    async with asyncio.timeout(UPLOAD_TIMEOUT_S):
                        await self._write(draft.file, chunks, upload.rules)
                except TimeoutError:
                    raise TooSlow(f"The file did not come within {UPLOAD_TIMEOUT_S:g} s.") from None
                async with self._looking, self._draft() as clean:
                    told = await self._contents.run(_look_through, draft, clean, upload.rules, name)
                    return await self._keep(upload, clean, told)

    async def _keep(self, upload: Upload, draft: Draft, told: "_Told") -> FileRef:
        owner = upload.owner
        content = Content(site_id=owner.site_id, sha256=told.sha256, size=told.size)
        ref = FileRef(
            id=new_id(),
            name=await self._masking.apply_aside(owner.site_id, told.name),
            size=told.size,
            type=told.media_type,
            width=told.width,
            height=told.height,
        )

        async def note(connection: Connection) -> FileRef:
            await hold_standing(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
            refuse = refuse_shut_out if upload.author.kind is AuthorKind.VISITOR else refuse_untouchable
            await refuse(connection, owner)
            await upload.gate(connection)
            await insert_file(
                connection,
                ref,
                site_id=owner.site_id,
                visitor_id=owner.visitor_id,
                author=upload.author,
                sha256=told.sha256,
            )
            return ref

        return await self._contents.keep(draft, content, quota_bytes=self._quota_bytes, note=note)

    async def _write(self, file: BinaryIO, chunks: AsyncIterator[bytes], rules: FileRules) -> None:
        """Writes what comes, and stops where it is too much."""
        size = 0
        waiting = bytearray()
        async for chunk in chunks:
            size += len(chunk)
            if size > rules.max_bytes:
                raise _too_large(rules)
            waiting += chunk
            if len(waiting) >= WRITTEN_AT_ONCE:
                await self._contents.run(_put, file, [bytes(waiting)])
                waiting.clear()
        await self._contents.run(_put, file, [bytes(waiting)])
        if not size:
            raise FileEmpty("The file is empty. Choose it once more, or another one.")

    @asynccontextmanager
    async def _draft(self) -> AsyncIterator[Draft]:
        manager = self._contents.draft()
        draft = await self._contents.run(manager.__enter__)
        try:
            yield draft
        finally:
            await self._contents.run(manager.__exit__, None, None, None)

    @contextmanager
    def _turn(self, owner: Owner) -> Iterator[None]:
        if self._received[owner] >= MAX_RECEIVED_OF_OWNER or self._received.total() >= MAX_RECEIVED:
            raise Busy("Too many files come at once. Send this one in a moment.", retry_after_s=2.0)
        self._received[owner] += 1
        try:
            yield
        finally:
            self._received[owner] -= 1
            if not self._received[owner]:
                del self._received[owner]


class _Told(Struct, frozen=True, kw_only=True):
    name: str
    media_type: str
    width: int | None
    height: int | None
    sha256: bytes
    size: int


async def open_gate(_connection: Connection) -> None:
    """Nobody asks an operator for a visitor's consent to be answered, nor a program that writes in such a name."""


async def _refuse_too_many(connection: Connection, owner: Owner) -> None:
    recent = await count_recent(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
    if recent.unsent >= MAX_UNSENT:
        raise TooManyFiles(
            f"{MAX_UNSENT} files wait to be sent. Send them first.", limit="unsent_files", retry_after_s=60.0
        )
    if recent.files >= MAX_FILES_A_DAY or recent.bytes >= MAX_BYTES_A_DAY:
        raise TooManyFiles("So many files in one day are not taken.", limit="files_a_day", retry_after_s=3_600.0)


def _put(file: BinaryIO, pieces: Iterable[bytes | memoryview]) -> None:
    try:
        for piece in pieces:
            file.write(piece)
        file.flush()
    except OSError as error:
        raise unavailable(error) from error


def _look_through(draft: Draft, clean: Draft, rules: FileRules, name: str) -> _Told:
    """Says what a draft is, and writes what is kept of it into the other one."""
    # Not read into memory: the pages are the system's, and go when it needs them.
    content = memoryview(mmap.mmap(draft.file.fileno(), 0, access=mmap.ACCESS_READ))
    sniffed = sniff(content)
    form = _form(sniffed, rules, name)
    kept_name = name_as(name, form)
    _put(clean.file, sniffed.pieces)
    sha256 = hashlib.sha256()
    for piece in sniffed.pieces:
        sha256.update(piece)
    return _Told(
        name=kept_name,
        media_type=form.media_type,
        width=sniffed.width,
        height=sniffed.height,
        sha256=sha256.digest(),
        size=sum(len(piece) for piece in sniffed.pieces),
    )


def _form(sniffed: Sniffed, rules: FileRules, name: str) -> Form:
    form = next((one for one in sniffed.forms if name.lower().endswith(f".{one.endings[0]}")), sniffed.forms[0])
    if form.kind not in rules.kinds:
        raise FileKindRefused(f"Files in {form.endings[0].upper()} are not taken here, but {rules.endings} are.")
    return form


def _too_large(rules: FileRules) -> FileTooLarge:
    return FileTooLarge(f"The file is over {rules.max_mb} MB. Make it smaller, or send it in parts.")
