"""Sites where health data may come: publication asks for the written form, and the warning has a place to stand."""

import pytest

from ryadom.core.sites import add_site
from ryadom.core.special_sites import mark_special
from ryadom.errors import BadBody, DocumentIncomplete, SiteUnknown
from ryadom.privacy.basis import choose_basis
from ryadom.privacy.consent_documents import Scope, draft_document, publish_document
from ryadom.privacy.consent_wording import Wording
from ryadom.protocol.visitor import Purpose
from ryadom.store.database import Database
from ryadom.store.sites import Basis, Site, Special
from tests.consents import ask_for_consent, name_controller, publish_consent


@pytest.fixture
async def site(database: Database) -> Site:
    site = await add_site(database, name="Клиника", origins=["https://clinic.test"], key="clinic-key")
    await name_controller(database, site.controller_id)
    return site


@pytest.mark.parametrize("only_site", [True, False])
async def test_publication_without_identity_and_signature_is_refused_with_their_names(
    database: Database, site: Site, only_site: bool
) -> None:
    scope = Scope(controller_id=site.controller_id, site_id=site.id if only_site else None)
    draft = await draft_document(database, scope, Purpose.PROCESSING, {})
    await mark_special(database, site.key, Special.WRITTEN)
    with pytest.raises(DocumentIncomplete) as refusal:
        await publish_document(database, draft.id)
    assert refusal.value.fields == ("identity.ru", "signature.ru", "identity.en", "signature.en")
    again = await draft_document(database, scope, Purpose.PROCESSING, {})
    assert again.id == draft.id
    published = await publish_document(database, again.id)
    assert published.content is not None
    text = published.content.decode()
    assert "## Кто подписывает" in text
    assert "Документ, удостоверяющий личность" in text
    assert "собственноручно или усиленной квалифицированной" in text
    assert "не требуется" not in text


async def test_field_of_the_written_form_that_is_emptied_is_named(database: Database, site: Site) -> None:
    await mark_special(database, site.key, Special.WRITTEN)
    scope = Scope(controller_id=site.controller_id)
    draft = await draft_document(database, scope, Purpose.PROCESSING, {"identity.en": ""})
    with pytest.raises(DocumentIncomplete) as refusal:
        await publish_document(database, draft.id)
    assert refusal.value.fields == ("identity.en",)


async def test_ordinary_site_and_other_purposes_are_asked_for_no_signature(database: Database, site: Site) -> None:
    published = await publish_consent(database, site)
    assert "Кто подписывает" not in (published.content or b"").decode()
    await mark_special(database, site.key, Special.WRITTEN)
    advertising = await publish_consent(database, site, Purpose.ADVERTISING)
    assert Wording.read(advertising.wording).ru.identity == ""
    neighbour = await add_site(database, name="Чай", origins=["https://tea.test"], key="tea-key-1")
    own = await publish_consent(database, neighbour, only_site=True)
    assert Wording.read(own.wording).ru.identity == ""


async def test_marked_site_says_whether_its_consent_still_lacks_the_written_form(
    database: Database, site: Site
) -> None:
    assert (await mark_special(database, site.key, Special.WRITTEN)).needs_publication
    await publish_consent(database, site)
    assert not (await mark_special(database, site.key, Special.WRITTEN)).needs_publication
    assert not (await mark_special(database, site.key, Special.NONE)).needs_publication


async def test_warning_needs_a_consent_to_stand_at_and_keeps_it(database: Database, site: Site) -> None:
    with pytest.raises(BadBody, match="basis clinic-key consent"):
        await mark_special(database, site.key, Special.WARNED)
    await ask_for_consent(database, site)
    await mark_special(database, site.key, Special.WARNED)
    with pytest.raises(BadBody, match="special clinic-key none"):
        await choose_basis(database, site.key, Basis.OTHER, wording="Договор")
    await mark_special(database, site.key, Special.NONE)
    await choose_basis(database, site.key, Basis.OTHER, wording="Договор")


async def test_unknown_site_is_refused(database: Database, site: Site) -> None:
    with pytest.raises(SiteUnknown):
        await mark_special(database, "no-such-key", Special.WRITTEN)
