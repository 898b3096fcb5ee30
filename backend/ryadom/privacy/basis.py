"""On what basis a site processes its visitors' data: consent, or another one that its owner picks and words."""

from msgspec import Struct

from ryadom.errors import BadBody, DocumentUnknown
from ryadom.privacy.consent_documents import held_site
from ryadom.privacy.overruling import check_overruled
from ryadom.protocol.visitor import Purpose
from ryadom.store import journal
from ryadom.store.consent_events import asked_documents
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal import Noted
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record
from ryadom.store.sites import Basis, Site, Special, set_basis

MAX_WORDING_CHARS = 500


class ChosenBasis(Struct, frozen=True, kw_only=True):
    """A basis, and how another one than consent is worded."""

    basis: Basis
    wording: str = ""


async def choose_basis(
    database: Database,
    site_key: str,
    basis: Basis,
    *,
    wording: str = "",
    seen: ChosenBasis | None = None,
    by: Actor = COMMAND_LINE,
) -> Site:
    """Stores the owner's choice, which counts for every chat that is opened from then on; gives the site as it was.

    Who chose (`by`) is journalled in the same transaction. `seen`: what it was when they decided.

    Raises:
        SiteUnknown: no site has this key.
        BadBody: no choice, another basis than consent without a wording, with too long a one, or on a site that warns
            at its consent.
        DocumentUnknown: consent, while no document is published that visitors could agree to.
        SettingsChanged: somebody else has chosen since it was `seen`.
    """
    wording = " ".join(wording.split())
    if basis is Basis.OTHER and not 0 < len(wording) <= MAX_WORDING_CHARS:
        raise BadBody(f"Word the basis in at most {MAX_WORDING_CHARS} characters.", field="wording")
    if basis is Basis.UNDECIDED:
        raise BadBody("Choose consent, or word another basis.", field="basis")
    async with database.transaction() as connection:
        site = await held_site(connection, site_key)
        await check_overruled(
            connection,
            {"basis": basis, "wording": wording if basis is Basis.OTHER else ""},
            seen=None if seen is None else {"basis": seen.basis, "wording": seen.wording},
            now={"basis": site.basis, "wording": site.basis_wording},
            # Where consent was published, and became the basis so, nobody chose it.
            noted=Noted(
                controller_id=site.controller_id,
                site_id=site.id,
                whats=("basis_chosen",),
                told={"basis": site.basis.value},
            ),
            by=by,
        )
        if site.special is Special.WARNED and basis is not Basis.CONSENT:
            raise BadBody(
                "The site warns of health data at the box of its consent: without consent nobody would see that. "
                "First: "
                f"ryadom site special {site_key} none (or written).",
                field="basis",
            )
        if basis is Basis.CONSENT:
            # Nobody's visitor in particular: only what is in force matters.
            in_force = await asked_documents(connection, site_id=site.id, visitor_id=new_id(), whatever_basis=True)
            if not any(document.purpose is Purpose.PROCESSING for document in in_force):
                raise DocumentUnknown(
                    "No consent to processing is published for this site, so nobody could agree, and nobody could "
                    "write. First: ryadom consent draft --purpose processing, and ryadom consent publish ID.",
                    field="basis",
                )
        await set_basis(connection, site.id, basis, wording if basis is Basis.OTHER else "")
        record = Record(
            controller_id=site.controller_id,
            action=Action.SETTINGS_CHANGED,
            actor=by,
            site_id=site.id,
            details={"what": "basis_chosen", "basis": basis.value},
        )
        await journal.append(connection, [record])
    return site
