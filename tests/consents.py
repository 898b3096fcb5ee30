"""Documents of consent for tests: published, and made the basis of a site."""

from uuid import UUID

from ryadom.core.controllers import describe_controller
from ryadom.privacy.basis import choose_basis
from ryadom.privacy.consent_documents import Scope, draft_document, publish_document
from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_documents import Document
from ryadom.store.database import Database
from ryadom.store.sites import Basis, Site


async def name_controller(database: Database, controller_id: UUID) -> None:
    """What a document can't be published without."""
    await describe_controller(
        database,
        controller_id,
        legal_name="ООО «Чайная лавка»",
        inn="7707083893",
        address="420111, Казань, ул. Баумана, 1",
    )


async def publish_consent(
    database: Database,
    site: Site,
    purpose: Purpose = Purpose.PROCESSING,
    *,
    only_site: bool = False,
    term: str = "1 год",
) -> Document:
    """A new version, of the site's controller or of the site alone."""
    await name_controller(database, site.controller_id)
    scope = Scope(controller_id=site.controller_id, site_id=site.id if only_site else None)
    draft = await draft_document(
        database, scope, purpose, {"term.ru": term, "purpose.ru": "Ответ", "purpose.en": "Answer"}
    )
    return await publish_document(database, draft.id)


async def ask_for_consent(database: Database, site: Site) -> Document:
    """From now on nobody may write on the site who has not agreed to the document."""
    document = await publish_consent(database, site)
    await choose_basis(database, site.key, Basis.CONSENT)
    return document
