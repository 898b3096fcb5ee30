"""Papers of a controller: the data sheet for the notice of processing, the measures of protection, the mandate.

They are made of the data map, the settings and what is known of the controller, as it all is now.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from ryadom.errors import BadBody
from ryadom.privacy.consent_wording import Wording
from ryadom.privacy.drafts import Draft
from ryadom.privacy.mandate_paper import mandate_paper
from ryadom.privacy.measures_paper import measures_paper
from ryadom.privacy.notice_paper import Held, notice_paper
from ryadom.privacy.protection_levels import LEVELS, MANY_SUBJECTS, level_for
from ryadom.settings import Settings
from ryadom.store.consent_documents import Document, all_documents
from ryadom.store.controllers import Controller, count_subjects
from ryadom.store.database import Database
from ryadom.store.egress import all_recipients
from ryadom.store.sites import Site, all_sites
from ryadom.store.sql import Connection
from ryadom.store.visitors import first_visit

CONTROLLER_FIELDS = ("legal_name", "inn", "address", "officer_name", "officer_email")


class PaperKind(StrEnum):
    """Which paper of a controller."""

    NOTICE = "notice"
    MEASURES = "measures"
    MANDATE = "mandate"


class Order(Struct, frozen=True, kw_only=True):
    """What is asked for. `level`: 4 or 3, of the measures; None for what the number of subjects asks for."""

    kind: PaperKind
    level: int | None = None


def missing_fields(controller: Controller) -> list[str]:
    """What papers need of a controller and is not known yet, by name."""
    return [name for name in CONTROLLER_FIELDS if not getattr(controller, name)]


def database_place(settings: Settings) -> str:
    """Where the database is, as far as the settings tell; without user and password."""
    if settings.database_url is None:
        return "на сервере самого чата (встроенный Postgres)"
    parts = urlsplit(settings.database_url)
    host = parts.hostname or dict(parse_qsl(parts.query)).get("host", "")
    if not host or host.startswith("/"):
        return "на сервере самого чата (внешний Postgres, локальный сокет)"
    return f"внешний Postgres, узел {host}"


async def draft_paper(database: Database, controller: Controller, order: Order, *, place: str, now: datetime) -> Draft:
    """The paper as it is now; `place` is that of the database.

    Raises:
        BadBody: a level that there is no paper for.
    """
    if order.level not in (None, *LEVELS):
        raise BadBody(f"There is a list of measures for the levels 4 and 3, not for {order.level}.", field="level")
    async with database.connection() as connection:
        subjects = await subjects_of(connection, controller)
        if order.kind is PaperKind.MEASURES:
            level = order.level or level_for(subjects)
            return measures_paper(controller, level, subjects=subjects_in_words(subjects), now=now)
        sites = [site for site in await all_sites(connection) if site.controller_id == controller.id]
        purposes = _purposes(await all_documents(connection), controller, sites)
        if order.kind is PaperKind.MANDATE:
            words = "\n".join(f"{where}: {purpose}" for where, purpose in purposes) or "[цели обработки]"
            return mandate_paper(controller, purposes=words, now=now)
        begun = await first_visit(connection, [site.id for site in sites])
        return notice_paper(
            Held(
                controller=controller,
                sites=sites,
                purposes=purposes,
                recipients=await all_recipients(connection, controller.id),
                database_place=place,
                first_visitor_on=begun.date() if begun else None,
                subjects=subjects_in_words(subjects),
                now=now,
            )
        )


async def subjects_of(connection: Connection, controller: Controller) -> int:
    """How many people a controller holds data on; counting stops at 100,000."""
    counts = await count_subjects(connection, at_most=MANY_SUBJECTS)
    return next((count.subjects for count in counts if count.controller.id == controller.id), 0)


def subjects_in_words(subjects: int) -> str:
    """The number as papers write it."""
    return "100 000 или больше" if subjects >= MANY_SUBJECTS else f"{subjects:,}".replace(",", "\u00a0")


def _purposes(documents: Sequence[Document], controller: Controller, sites: Sequence[Site]) -> list[tuple[str, str]]:
    """Of each purpose and scope the newest published version: documents come by scope, purpose and version."""
    names = {site.id: f"сайт «{site.name}»" for site in sites}
    newest = {
        (one.site_id, one.purpose): one
        for one in documents
        if one.controller_id == controller.id and one.version is not None
    }
    return [
        (names.get(one.site_id, "все сайты") if one.site_id else "все сайты", Wording.read(one.wording).ru.purpose)
        for one in newest.values()
    ]
