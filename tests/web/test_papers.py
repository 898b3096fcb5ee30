"""`/panel/api/papers` and what papers are made of: the controller, and sites where health data may come."""

import io
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from pypdf import PdfReader

from ryadom.core.controllers import add_controller, list_controllers
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.consents import ask_for_consent, publish_consent
from tests.store.journals import links_of
from tests.web.accounts import Account, account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, JsonObject, Server

PAPERS = "/panel/api/papers"
NAMES = ["notice.pdf", "measures-4.pdf", "measures-3.pdf", "mandate.pdf"]
TOLD = {
    "legal_name": "ООО «Чайная лавка»",
    "inn": "7707083893",
    "address": "420111, Казань, ул. Баумана, 1",
    "officer_name": "Вера Ли",
    "officer_email": "dpo@shop.test",
}


async def add(server: Server, role: Role) -> str:
    email = f"{role}@shop.test"
    await add_operator(server.database, email=email, name="Вера", password=PASSWORD, site_keys=SITE_KEYS, role=role)
    return email


@pytest.fixture
async def owner(server: Server) -> AsyncIterator[Account]:
    async with enrolled(server, await add(server, Role.OWNER)) as person:
        yield person


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


async def shown(person: Account) -> JsonObject:
    [controller] = (await person.http.get(PAPERS)).json()["controllers"]
    found: JsonObject = controller
    return found


def path_of(server: Server) -> str:
    return f"/panel/api/controllers/{server.site.controller_id}"


async def test_page_says_what_is_missing_until_it_is_told(server: Server, owner: Account) -> None:
    before = await shown(owner)
    assert before["missing"] == ["legal_name", "inn", "address", "officer_name", "officer_email"]
    assert (before["subjects"], before["warn_at"], before["level"]) == (0, 90_000, 4)
    assert [site["name"] for site in before["sites"]] == ["Лавка", "Другая"]
    assert (await owner.http.put(path_of(server), json=TOLD)).status_code == 204
    after = await shown(owner)
    assert after["missing"] == []
    assert {name: after["controller"][name] for name in TOLD} == TOLD
    links = await links_of(server.database, server.site.controller_id)
    changed = [link.record for link in links if link.record.details.get("what") == "controller_described"]
    assert changed[-1].details["fields"] == "legal_name inn address officer_name officer_email"
    assert changed[-1].actor.name == "Вера"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"inn": "7707083894"}, "inn"), ({"inn": "<b>"}, "inn"), ({"legal_name": " "}, "legal_name"),
        ({"address": "а\nб"}, "address"), ({"officer_email": "dpo"}, "officer_email"),
    ],
)  # fmt: skip
async def test_field_that_can_not_be_so_is_refused_by_name(
    server: Server, owner: Account, told: JsonObject, field: str
) -> None:
    answer = await owner.http.put(path_of(server), json=told)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


@pytest.mark.parametrize("name", NAMES)
async def test_paper_is_made_of_what_is_known_and_its_export_is_journalled(
    server: Server, owner: Account, name: str
) -> None:
    await owner.http.put(path_of(server), json=TOLD | {"legal_name": "ООО «<b>Чай</b> 😀»"})
    await publish_consent(server.database, server.site)
    await owner.http.put(path_of(server), json={"legal_name": "ООО «<b>Чай</b> 😀»"})
    answer = await owner.http.get(f"{path_of(server)}/papers/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    text = text_of(answer.content)
    assert "ООО «<b>Чай</b> [U+1F600]»" in text
    for words in {
        "notice.pdf": ("Ответ", "текст сообщений", "7707083893", "на сервере самого чата", "Вера Ли", "ст. 22"),
        "measures-4.pdf": ("УЗ-4", "ИАФ.1", "РСБ.7", "сверьте каждую строку с приказом"),
        "measures-3.pdf": ("УЗ-3", "УПД.10", "УКФ.4", "сверьте с приказом"),
        "mandate.pdf": ("ст. 6 ч. 3", "Обработчик", "Ответ", "Требует проверки юристом"),
    }[name]:
        assert words in text, words
    links = await links_of(server.database, server.site.controller_id)
    [exported] = [link.record for link in links if link.record.action is Action.EXPORTED]
    assert exported.details["what"] == f"paper_{name.partition('-')[0].removesuffix('.pdf')}"


async def test_auditor_reads_papers_and_changes_nothing_and_others_see_none(server: Server) -> None:
    special = f"/panel/api/sites/{server.site.id}/special"
    async with enrolled(server, await add(server, Role.AUDITOR)) as auditor:
        assert (await auditor.http.get(PAPERS)).status_code == 200
        assert (await auditor.http.get(f"{path_of(server)}/papers/mandate.pdf")).status_code == 200
        for path in (path_of(server), special):
            assert (await auditor.http.put(path, json={})).json()["error"]["code"] == "right_missing"
    async with account(server, await add(server, Role.SUPERVISOR)) as supervisor:
        assert (await supervisor.http.get(PAPERS)).json()["error"]["code"] == "right_missing"


async def test_controller_and_site_of_others_are_out_of_reach(server: Server, owner: Account) -> None:
    other = await add_controller(server.database, legal_name="ИП Иванов")
    strange = await add_site(
        server.database, name="Мёд", origins=["http://honey.test"], key="honey-key", controller_id=other.id
    )
    before = await list_controllers(server.database)
    for id in (other.id, uuid4(), "x"):
        for method, path in (("PUT", ""), ("GET", "/papers/notice.pdf")):
            answer = await owner.http.request(method, f"/panel/api/controllers/{id}{path}", json={"address": "Казань"})
            assert answer.status_code == 404, (id, path)
    for id in (strange.id, uuid4(), "x"):
        answer = await owner.http.put(f"/panel/api/sites/{id}/special", json={"special": "written"})
        assert answer.status_code == 404, id
    assert await list_controllers(server.database) == before
    assert "Мёд" not in (await owner.http.get(PAPERS)).text
    assert (await owner.http.get(f"{path_of(server)}/papers/all.pdf")).status_code == 404


async def test_warning_stands_before_the_consent_in_the_visitors_language(server: Server, owner: Account) -> None:
    special = f"/panel/api/sites/{server.site.id}/special"
    refused = await owner.http.put(special, json={"special": "warned"})
    assert (refused.status_code, refused.json()["error"]["field"]) == (422, "special")
    await ask_for_consent(server.database, server.site)
    assert (await owner.http.put(special, json={"special": "warned"})).status_code == 200
    async with server.visitor() as visitor:
        [asked] = visitor.welcome["site"]["consents"]
        assert asked["label"] == (
            "Не пишите в чат о здоровье, диагнозах и лечении: такие сведения мы здесь не принимаем. "
            "Даю согласие на обработку персональных данных"
        )
    async with server.visitor(locale="de") as visitor:
        [asked] = visitor.welcome["site"]["consents"]
        assert asked["label"].startswith("Do not write about health")
    assert (await owner.http.put(special, json={"special": "none"})).status_code == 200
    async with server.visitor() as visitor:
        [asked] = visitor.welcome["site"]["consents"]
        assert asked["label"] == "Даю согласие на обработку персональных данных"


async def test_marking_is_journalled_and_says_that_the_written_form_is_still_to_be_published(
    server: Server, owner: Account
) -> None:
    await publish_consent(server.database, server.site)
    answer = await owner.http.put(f"/panel/api/sites/{server.site.id}/special", json={"special": "written"})
    assert answer.json() == {"needs_publication": True}
    assert (await shown(owner))["sites"][0]["needs_publication"] is True
    await publish_consent(server.database, server.site, term="3 года")
    assert (await shown(owner))["sites"][0]["needs_publication"] is False
    links = await links_of(server.database, server.site.controller_id)
    [marked] = [link.record for link in links if link.record.details.get("what") == "site_special"]
    assert (marked.details["special"], marked.site_id, marked.actor.name) == ("written", server.site.id, "Вера")
