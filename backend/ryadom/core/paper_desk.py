"""«Документы» of the panel: what is known of one's controllers, their sites and papers, and changes of it."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.controllers import describe_controller
from ryadom.core.papers import Order, PaperKind, database_place, draft_paper, missing_fields, subjects_of
from ryadom.core.reach import Reach, reach_of
from ryadom.core.special_sites import MarkedSite, lacks_written_form, mark_special
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.drafts import pdf_of
from ryadom.privacy.protection_levels import MANY_SUBJECTS, SUBJECTS_WARN, level_for
from ryadom.settings import Settings
from ryadom.store.controllers import Controller
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sites import Basis, Site, Special


class SiteShown(Struct, frozen=True, kw_only=True):
    """A site as papers see it. `needs_publication`: its consent in force lacks the fields of the written form."""

    id: UUID
    name: str
    basis: Basis
    special: Special
    needs_publication: bool


class ControllerShown(Struct, frozen=True, kw_only=True):
    """A controller with those of its sites that one works on.

    `subjects` stop at `many`; `missing` names empty fields.
    """

    controller: Controller
    missing: list[str]
    subjects: int
    warn_at: int
    many: int
    level: int
    sites: list[SiteShown]


class PaperDesk(Struct, frozen=True, kw_only=True):
    """Shows and changes what papers are made of. Only controllers on whose sites the actor works are reached."""

    database: Database
    journal: JournalQueue
    settings: Settings
    now: Callable[[], datetime]

    async def list(self, actor: Actor) -> list[ControllerShown]:
        """The controllers that the actor reaches, oldest first."""
        async with self.database.connection() as connection:
            reach = await reach_of(connection, actor)
            shown = []
            for controller in reach.controllers:
                subjects = await subjects_of(connection, controller)
                shown.append(
                    ControllerShown(
                        controller=controller,
                        missing=missing_fields(controller),
                        subjects=subjects,
                        warn_at=SUBJECTS_WARN,
                        many=MANY_SUBJECTS,
                        level=level_for(subjects),
                        sites=[
                            _shown(site, needs_publication=await lacks_written_form(connection, site))
                            for site in reach.sites_of(controller.id)
                        ],
                    )
                )
        return shown

    async def describe(
        self, actor: Actor, controller_id: UUID, *, seen: Mapping[str, object] | None, **told: str | None
    ) -> Controller:
        """Changes what is known of a controller; None leaves a field as it is. `seen`: what fields were before.

        Raises:
            ControllerUnknown: the actor works on no site of such a controller.
            RightMissing: it has sites that the actor does not work on.
            BadBody: a field that can't be so; `field` says which.
            SettingsChanged: somebody else has changed one of these fields since; `field` says which.
        """
        await self.check_whole(actor, controller_id)
        return await describe_controller(self.database, controller_id, by=actor, seen=seen, **told)

    async def mark_special(self, actor: Actor, site_id: UUID, special: Special, *, seen: Special | None) -> MarkedSite:
        """See `core.special_sites`.

        Raises:
            SiteUnknown: the actor does not work on such a site.
            BadBody: the site has nowhere to warn.
            SettingsChanged: somebody else has marked it otherwise since it was `seen`.
        """
        site = await self.check_site(actor, site_id)
        return await mark_special(self.database, site.key, special, seen=seen, by=actor)

    async def paper(self, actor: Actor, controller_id: UUID, order: Order) -> bytes:
        """A paper as PDF; the export is journalled before it is given.

        Raises:
            ControllerUnknown: as for `describe`.
            BadBody: a level that there is no paper for.
            JournalUnavailable: the export could not be journalled.
        """
        controller = await self.check_controller(actor, controller_id)
        draft = await draft_paper(self.database, controller, order, place=database_place(self.settings), now=self.now())
        details = {"what": f"paper_{order.kind}"}
        if order.kind is PaperKind.MEASURES and order.level:
            details["level"] = str(order.level)
        await self.journal.write(
            [Record(controller_id=controller.id, action=Action.EXPORTED, actor=actor, details=details)]
        )
        return await asyncio.to_thread(pdf_of, draft)

    async def check_controller(self, actor: Actor, controller_id: UUID) -> Controller:
        """The controller, if the actor reaches it.

        Raises:
            ControllerUnknown: they don't.
        """
        return (await self._reach(actor)).controller(controller_id)

    async def check_whole(self, actor: Actor, controller_id: UUID) -> None:
        """Lets only those pass who work on all sites of the controller.

        Raises:
            ControllerUnknown, RightMissing: as for `describe`.
        """
        (await self._reach(actor)).whole_controller(controller_id)

    async def check_site(self, actor: Actor, site_id: UUID) -> Site:
        """The site, if the actor reaches it.

        Raises:
            SiteUnknown: they don't.
        """
        return (await self._reach(actor)).site(site_id)

    async def _reach(self, actor: Actor) -> Reach:
        async with self.database.connection() as connection:
            return await reach_of(connection, actor)


def _shown(site: Site, *, needs_publication: bool) -> SiteShown:
    return SiteShown(
        id=site.id, name=site.name, basis=site.basis, special=site.special, needs_publication=needs_publication
    )
