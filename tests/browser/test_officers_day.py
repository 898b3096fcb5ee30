"""A day of a data protection officer: from the first consent to the act, and a journal that knows it all."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from ryadom.core.masking import site_policies
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import accept
from tests.browser.test_consents_page import agreeing
from tests.browser.test_subject_requests import confirm_identity, open_request
from tests.conftest import PostgresServer
from tests.consents import name_controller
from tests.store.journals import tamper
from tests.unit.test_paper import text_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAID = "Перезвоните мне: +7 916 123-45-67"


async def go(page: Page, name: str) -> None:
    """To another page about personal data."""
    await page.get_by_role("navigation", name="Персональные данные").get_by_role("link", name=name).click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(name)


async def publish_a_consent(page: Page) -> None:
    await page.get_by_role("button", name="Начать черновик").click()
    await page.get_by_role("group", name="Срок действия согласия").get_by_label("по-русски").fill("1 год")
    await page.get_by_role("button", name="Сохранить черновик").click()
    await page.get_by_role("button", name="Опубликовать").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Обработка персональных данных, версия 1")


async def ask_to_be_forgotten(town: Town) -> None:
    """By the form beside the consent's text."""
    async with town.server.database.connection() as connection:
        document_id = await connection.fetchval("SELECT id FROM consent_documents")
    page = await town.page(await town.context())
    await page.goto(f"{town.server.http_url}/consents/{document_id}/request")
    await page.get_by_label("Прекратить обработку").check()
    await page.get_by_label("Имя").fill("Иван Петров")
    await page.get_by_label("Телефон или почта для ответа").fill("89161234567")
    await page.get_by_label("Обращение", exact=True).fill("Прошу уничтожить мои данные.")
    await page.get_by_role("button", name="Отправить").click()
    await expect(page.get_by_role("status")).to_contain_text("принято")


async def test_officers_day(town: Town, postgres: PostgresServer, database_url: str, tmp_path: Path) -> None:
    database, site = town.server.database, town.server.site
    await name_controller(database, site.controller_id)
    await site_policies(database, site.key, {Kind.PHONE: Policy.MASK})
    await town.server.app.state.context.masking.refresh()
    officer = await town.officer(
        Role.ADMIN, name="Вера", path="#privacy/consents", viewport={"width": 1440, "height": 900}
    )
    page = officer.page
    accept(page)

    # A consent is published; a visitor agrees and writes; an operator who sees masks reveals one.
    await publish_a_consent(page)
    visitor = await agreeing(town, SAID)
    anna = await town.operator(viewport={"width": 1440, "height": 900})
    await anna.open("Перезвоните")
    await anna.page.get_by_role("log").get_by_role("button").first.click()
    await anna.sees(SAID)

    # The journal says who saw what, the consents who agreed.
    await go(page, "Журнал действий")
    revealed = page.get_by_role("row").filter(has_text="Показ скрытых данных").first
    await expect(revealed).to_contain_text("Анна")
    await go(page, "Согласия")
    await expect(page.get_by_role("row").filter(has_text="в чате")).to_contain_text("версия 1")

    # The visitor asks to be forgotten: found by the phone, identity confirmed, erased.
    await ask_to_be_forgotten(town)
    await go(page, "Запросы субъектов")
    await open_request(page, 1)
    await page.get_by_role("button", name="Добавить в обращение").click()
    await confirm_identity(page)
    await page.get_by_role("button", name="Уничтожить данные", exact=True).click()
    await expect(page.get_by_text("Акт: № 1")).to_be_visible()
    await expect(anna.bubbles.first).to_have_text("Сообщение удалено")
    await expect(visitor.host.get_by_text(SAID)).to_have_count(0)
    await page.get_by_role("button", name="Закрыть с ответом").click()
    await page.get_by_label("Что и как отвечено").fill("Данные уничтожены, акт № 1.")
    await page.locator("form").get_by_role("button", name="Закрыть с ответом").click()
    await expect(page.get_by_text("Отвечено").first).to_be_visible()

    # The act has what the order asks for, and names nobody.
    await go(page, "Сроки хранения и акты")
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Акт № 1, PDF").click()
    await (await downloading.value).save_as(tmp_path / "act.pdf")
    act = text_of((tmp_path / "act.pdf").read_bytes())
    for words in ("Акт", "№ 1", "ООО «Чайная лавка»", "Вера"):
        assert words in act
    for secret in ("916 123", "9161234567", "Иван", "Перезвоните"):
        assert secret not in act

    # The journal is whole, until somebody changes one byte of it behind our back.
    await go(page, "Журнал действий")
    await page.get_by_role("button", name="Проверить целостность").click()
    await expect(page.get_by_role("status").filter(has_text="Цепь цела")).to_be_visible()
    await tamper(postgres, database_url, "UPDATE journal SET actor_name = 'Анча' WHERE number = 3")
    await page.get_by_role("button", name="Проверить целостность").click()
    await expect(page.get_by_role("status").filter(has_text="Цепь нарушена на записи № 3.")).to_be_visible()
