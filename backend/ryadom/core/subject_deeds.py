"""What an officer has done to the people of a request: blocked, their consents taken back, their data erased.

The decision is in the timeline and the journal before anything happens, the end of it after. Killed in between, the
same command goes on: each deed does nothing where it was done before.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.blocking import RESTRICTIONS, block_person, lift_restriction
from ryadom.core.erasure import Erased, erase_person
from ryadom.core.officers import Officer
from ryadom.core.subject_cards import RequestCard
from ryadom.core.subject_commands import AnyCommand, Erase, Lift, Restrict, Withdraw
from ryadom.core.subject_requests import SubjectRequests
from ryadom.live.line import Line
from ryadom.privacy.consent_gate import VisitorConsents
from ryadom.privacy.persons import Person
from ryadom.protocol.visitor import Purpose
from ryadom.store import subject_people as people_store
from ryadom.store import subject_requests as store
from ryadom.store.consent_events import Circumstances, Method
from ryadom.store.database import Database
from ryadom.store.destructions import Ground
from ryadom.store.file_contents import FileContents
from ryadom.store.ids import new_id
from ryadom.store.subject_requests import EventKind, Kind, SubjectRequest


class SubjectDeeds(Struct, frozen=True, kw_only=True):
    """Decides by the desk, and does."""

    database: Database
    desk: SubjectRequests
    line: Line
    contents: FileContents
    now: Callable[[], datetime]

    async def apply(self, officer: Officer, request_id: UUID, command: AnyCommand) -> RequestCard:
        """Does what a command says, and gives the card as it is then.

        Raises:
            RyadomError: see `SubjectRequests.decide`; then nothing was done.
        """
        decision = await self.desk.decide(officer, request_id, command)
        if isinstance(command, Withdraw):
            await self._withdraw(officer, decision.request)
        elif isinstance(command, Restrict | Lift):
            await self._restrict(officer, decision.request, is_blocked=isinstance(command, Restrict))
        elif isinstance(command, Erase):
            await self._erase(officer, decision.request)
        return await self.desk.show(officer, request_id)

    async def _people(self, officer: Officer, request: SubjectRequest) -> list[Person]:
        async with self.database.connection() as connection:
            everybody = await people_store.people_of(connection, request.id)
        sites = {site.id: site for site in officer.sites}
        return [Person(sites[one.site_id], one.visitor_id) for one in everybody if one.site_id in sites]

    async def _withdraw(self, officer: Officer, request: SubjectRequest) -> None:
        purpose = Purpose.ADVERTISING if request.kind is Kind.OBJECTION else None
        for person in await self._people(officer, request):
            consents = VisitorConsents(self.database, person.site, visitor_id=person.visitor_id, locale="ru")
            await consents.withdraw(purpose, echo_id=new_id(), circumstances=Circumstances(method=Method.OPERATOR))

    async def _restrict(self, officer: Officer, request: SubjectRequest, *, is_blocked: bool) -> None:
        for person in await self._people(officer, request):
            now, by = self.now(), officer.actor
            if is_blocked:
                reason = RESTRICTIONS[request.kind]
                await block_person(self.database, self.line, person, now=now, reason=reason, by=by)
            else:
                await lift_restriction(self.database, self.line, person, request, now=now, by=by)

    async def _erase(self, officer: Officer, request: SubjectRequest) -> None:
        changed: Counter[str] = Counter()
        acts: list[str] = []
        for person in await self._people(officer, request):
            erased = await self._erase_one(officer, person, request)
            changed.update(erased.changed)
            if erased.act_number is not None:
                acts.append(f"№ {erased.act_number}")
        rows = [f"{table}: {count}" for table, count in changed.items() if count]
        async with self.database.connection() as connection:
            await store.append_event(
                connection,
                request.id,
                EventKind.ERASED,
                actor_id=officer.actor.id,
                actor_name=officer.actor.name,
                note="\n".join(filter(None, (f"Акт: {', '.join(acts)}" if acts else "", ", ".join(rows)))),
            )

    async def _erase_one(self, officer: Officer, person: Person, request: SubjectRequest) -> Erased:
        """The one place where a request erases somebody; the act of destruction names its kind as the ground.

        Raises:
            LegalHold: nothing of theirs may be erased for now; those before have been.
        """
        ground = Ground.WITHDRAWAL if request.kind is Kind.WITHDRAWAL else Ground.REQUEST
        return await erase_person(
            self.database,
            self.line,
            person,
            contents=self.contents,
            now=self.now(),
            ground=ground,
            by=officer.actor,
        )
