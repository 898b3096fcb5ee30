"""The answer package of a request for access: everything held on its people, as a ZIP of a PDF and JSON files."""

import asyncio
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import IO

import msgspec
from msgspec import Struct

from ryadom.core.officers import Officer
from ryadom.core.subject_decisions import check_package
from ryadom.core.subject_requests import check_people
from ryadom.privacy.answer_archive import MOST_ON_PAPER, AnswerArchive, Gist, Redactor
from ryadom.privacy.answer_paper import (
    NAMES_NOT_TOLD,
    OTHERS_LEFT_OUT,
    PersonOnPaper,
    View,
    answer_paper,
)
from ryadom.privacy.answers import STAFF_LEFT_OUT
from ryadom.privacy.contacts import read_contacts
from ryadom.privacy.evidence import gather_evidence
from ryadom.privacy.persons import Person, read_held
from ryadom.privacy.told_files import files_of
from ryadom.store import journal
from ryadom.store import subject_people as people_store
from ryadom.store import subject_requests as store
from ryadom.store.controllers import Controller, all_controllers
from ryadom.store.database import Database
from ryadom.store.egress import Recipient, all_recipients
from ryadom.store.file_contents import FileContents
from ryadom.store.journal_chain import Action, ActorKind, Record
from ryadom.store.subject_requests import EventKind, SubjectRequest

_BY = {
    ActorKind.OPERATOR: "сотрудник",
    ActorKind.API_KEY: "программа оператора",
    ActorKind.COMMAND_LINE: "администратор сервера",
}
_INTERNAL = frozenset({Action.REQUEST_CHANGED})


class SubjectAnswers(Struct, frozen=True, kw_only=True):
    """Makes packages, one at a time in a process: each may read a million rows."""

    database: Database
    contents: FileContents
    now: Callable[[], datetime]
    turn: asyncio.Semaphore = msgspec.field(default_factory=lambda: asyncio.Semaphore(1))

    async def make(self, officer: Officer, request: SubjectRequest) -> IO[bytes]:
        """The package as an open file that nobody else can find, at its beginning. Whoever takes it closes it.

        It is journalled as an export, and in the request's timeline, before anything is read.

        Raises:
            DeedUnsuitable: the request is not for access, or about nobody yet.
            IdentityUnconfirmed: it is not known who asks.
            RightMissing: it is also about visitors of sites that the officer does not work on.
            JournalUnavailable: the export can't be journalled, so nothing is given out.
        """
        check_package(request)
        people = await self._note_export(officer, request)
        async with self.turn:
            file = tempfile.TemporaryFile(prefix="ryadom-answer-")  # noqa: SIM115 - whoever takes it closes it
            try:
                await self._write(file, request, people)
                file.seek(0)
            except BaseException:
                file.close()
                raise
        return file

    async def _note_export(self, officer: Officer, request: SubjectRequest) -> list[Person]:
        async with self.database.transaction() as connection:
            everybody = await people_store.people_of(connection, request.id)
            check_people(officer, everybody)
            await store.append_event(
                connection,
                request.id,
                EventKind.PACKAGE_MADE,
                actor_id=officer.actor.id,
                actor_name=officer.actor.name,
            )
            record = Record(
                controller_id=request.controller_id,
                action=Action.EXPORTED,
                actor=officer.actor,
                site_id=request.site_id,
                visitor_ids=tuple(one.visitor_id for one in everybody),
                details={"what": "subject_answer", "request": str(request.number)},
            )
            await journal.append(connection, [record])
        sites = {site.id: site for site in officer.sites}
        return [Person(sites[one.site_id], one.visitor_id) for one in everybody]

    async def _write(self, file: IO[bytes], request: SubjectRequest, people: Sequence[Person]) -> None:
        made_at = self.now()
        async with self.database.connection() as connection:
            controllers = {one.id: one for one in await all_controllers(connection)}
            recipients = await all_recipients(connection, request.controller_id)
        own = await asyncio.to_thread(read_contacts, request.contact, request.body)
        with AnswerArchive(file, Redactor(own, contact=request.contact)) as archive:
            on_paper = [
                await self._write_person(archive, f"{place}/", person, made_at=made_at)
                for place, person in enumerate(people, 1)
            ]
            controller = controllers[request.controller_id]
            pdf = await asyncio.to_thread(answer_paper, request, controller, on_paper, recipients, made_at=made_at)
            archive.put("answer.pdf", pdf)
            archive.put("recipients.json", _json(recipients))
            archive.put("about.json", _json(_about(request, controller, on_paper, recipients, made_at=made_at)))

    async def _write_person(
        self, archive: AnswerArchive, folder: str, person: Person, *, made_at: datetime
    ) -> PersonOnPaper:
        gist = Gist()
        async for table, rows in read_held(self.database, person):
            if table.name not in gist.rows:
                archive.begin_list(f"{folder}{table.name}.json")
            # In a thread: a page of a thousand messages takes tens of milliseconds, which no socket shall wait for.
            await asyncio.to_thread(archive.add_rows, table, rows, gist)
        evidence = await gather_evidence(
            self.database, site_key=person.site.key, visitor_id=person.visitor_id, now=made_at
        )
        archive.put(f"{folder}consents_with_texts.json", evidence.json)
        async for name, path in files_of(self.database, self.contents, person):
            await asyncio.to_thread(archive.put_file, f"{folder}{name}", path)
        views, count = await self._write_views(archive, f"{folder}journal.json", person)
        return PersonOnPaper(person=person, gist=gist, evidence=evidence, views=views, view_count=count)

    async def _write_views(self, archive: AnswerArchive, name: str, person: Person) -> tuple[list[View], int]:
        """All that the journal says of the person, but not who of the staff it was."""
        newest: deque[View] = deque(maxlen=MOST_ON_PAPER // 4)
        count = 0
        archive.begin_list(name)
        async with self.database.connection() as connection:
            heads = {head.controller_id: head for head in await journal.read_heads(connection)}
        head = heads[person.site.controller_id]
        # A connection for each stretch: a long chain must not hold one all the while.
        after = 0
        while after < head.number:
            up_to = min(after + journal.STRETCH, head.number)
            part = msgspec.structs.replace(head, number=up_to)
            async with self.database.connection() as connection:
                found = [
                    View(link.at, link.record.action, link.record.result, _BY.get(link.record.actor.kind, ""))
                    async for links in journal.select_links(
                        connection, part, journal.Filter(subject_id=person.visitor_id), after=after
                    )
                    for link in links
                    if link.record.action not in _INTERNAL
                ]
            archive.add(found)
            newest.extend(found)
            count += len(found)
            after = up_to
        archive.end_list()
        return list(newest), count


def _about(
    request: SubjectRequest,
    controller: Controller,
    people: Sequence[PersonOnPaper],
    recipients: Sequence[Recipient],
    *,
    made_at: datetime,
) -> dict[str, object]:
    return {
        "request": {"number": request.number, "received_at": request.received_at, "name": request.subject_name},
        "controller": {"legal_name": controller.legal_name, "inn": controller.inn, "address": controller.address},
        "made_at": made_at,
        "left_out": [STAFF_LEFT_OUT, OTHERS_LEFT_OUT, NAMES_NOT_TOLD],
        "recipients": len(recipients),
        "people": [
            {
                "folder": str(place),
                "site": {"key": one.person.site.key, "name": one.person.site.name},
                "visitor_id": one.person.visitor_id,
                "journal_records": one.view_count,
                "texts_with_something_replaced": one.gist.redacted_count,
                "tables": [
                    {
                        "file": f"{place}/{table.name}.json",
                        "meaning": table.meaning,
                        "kept": table.kept,
                        "rows": one.gist.rows[table.name],
                        "columns": [
                            {"name": column.name, "meaning": column.meaning, "category": column.category}
                            for column in table.answered
                        ],
                    }
                    for table in one.gist.tables
                ],
            }
            for place, one in enumerate(people, 1)
        ],
    }


def _json(content: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content, enc_hook=str), indent=2) + b"\n"
