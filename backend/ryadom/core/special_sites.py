"""Sites where health data may come: marking them, and whether what is published fits.

Source: 152-FZ articles 9 and 10.
"""

from msgspec import Struct
from msgspec.structs import replace

from ryadom.errors import BadBody
from ryadom.privacy.consent_documents import held_site
from ryadom.privacy.consent_wording import Wording
from ryadom.privacy.overruling import check_overruled, noted_of
from ryadom.protocol.visitor import Purpose
from ryadom.store import journal
from ryadom.store.consent_documents import find_document
from ryadom.store.consent_events import asked_documents
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record
from ryadom.store.sites import Basis, Site, Special, set_special
from ryadom.store.sql import Connection


class MarkedSite(Struct, frozen=True, kw_only=True):
    """A site as it is marked. `needs_publication`: the consent in force is none, or lacks identity and signature."""

    site: Site
    needs_publication: bool


async def mark_special(
    database: Database, site_key: str, special: Special, *, seen: Special | None = None, by: Actor = COMMAND_LINE
) -> MarkedSite:
    """Marks a site; it counts for every chat that is opened from then on. Who did it is journalled with it.

    `seen`: how it was marked when somebody decided.

    Raises:
        SiteUnknown: no site has this key.
        BadBody: visitors are to be warned, and the site asks for no consent at whose box the warning could stand.
        SettingsChanged: somebody else has marked it otherwise since it was `seen`.
    """
    async with database.transaction() as connection:
        site = await held_site(connection, site_key)
        await check_overruled(
            connection,
            {"special": special},
            seen=None if seen is None else {"special": seen},
            now={"special": site.special},
            noted=noted_of(site, "site_special"),
            by=by,
        )
        if special is Special.WARNED and site.basis is not Basis.CONSENT:
            raise BadBody(
                "The warning stands at the box of the consent, and this site asks for none. Publish one and make it "
                "the "
                f"basis first: ryadom site basis {site_key} consent.",
                field="special",
            )
        await set_special(connection, site.id, special)
        site = replace(site, special=special)
        needs_publication = await lacks_written_form(connection, site)
        record = Record(
            controller_id=site.controller_id,
            action=Action.SETTINGS_CHANGED,
            actor=by,
            site_id=site.id,
            details={"what": "site_special", "special": special},
        )
        await journal.append(connection, [record])
    return MarkedSite(site=site, needs_publication=needs_publication)


async def lacks_written_form(connection: Connection, site: Site) -> bool:
    """Whether a site needs the written form, and no consent in force has its fields."""
    return site.special is Special.WRITTEN and not await _has_written_form(connection, site)


async def _has_written_form(connection: Connection, site: Site) -> bool:
    # Nobody's visitor in particular: only what is in force matters.
    for asked in await asked_documents(connection, site_id=site.id, visitor_id=new_id()):
        if asked.purpose is Purpose.PROCESSING:
            document = await find_document(connection, asked.id)
            return document is not None and not Wording.read(document.wording).lacks_of_written_form
    return False
