"""A CRM is connected, tried, mapped by an example and removed; an operator sees its card, and sends again."""

import pytest
from playwright.async_api import Dialog, Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.browser.test_customer_card import WIDE, card_of
from tests.simulators.bitrix24 import CODE, Portal, portal, refuses
from tests.waiting import until
from tests.web.accounts import account
from tests.web.test_canned_replies import add as add_reply
from tests.web.test_connectors_page import PHONE, allow, choose_basis, url_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def connect(town: Town, page: Page, crm: Portal) -> None:
    """Fills in the form of a new connection, and opens its page."""
    await allow(town.server, crm)
    await page.get_by_role("button", name="Подключить CRM").click()
    await page.get_by_label("Адрес входящего вебхука").fill(url_of(crm))
    await page.get_by_role("button", name="Подключить CRM").click()
    await expect(page.get_by_role("heading", name="Битрикс24")).to_be_visible()
    await expect(page.get_by_role("status").filter(has_text="пока выключена")).to_be_visible()
    await page.get_by_role("button", name="Включить").click()
    await expect(page.get_by_role("button", name="Отключить")).to_be_visible()


async def test_crm_is_connected_tried_mapped_by_an_example_and_removed(town: Town) -> None:
    await choose_basis(town.server)
    visitor = await town.visitor()
    await visitor.open_chat()
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/connectors")).page
    await expect(page.get_by_text("CRM пока не\u00a0подключена")).to_be_visible()
    async with portal() as crm:
        await page.get_by_role("button", name="Подключить CRM").click()
        field = page.get_by_label("Адрес входящего вебхука")
        await expect(page.get_by_label("CRM", exact=True)).to_be_focused()
        # Nobody knows numbers of stages by heart: they are picked once the CRM can be asked
        await expect(page.get_by_label("Стадия")).to_have_count(0)
        await page.get_by_role("button", name="Подключить CRM").click()
        await expect(page.get_by_role("alert").filter(has_text="Доступ обязателен")).to_be_visible()
        # A host that the register does not know: nothing is called, and the way there is shown
        await field.fill(url_of(crm))
        await page.get_by_role("button", name="Подключить CRM").click()
        problem = page.get_by_role("alert").filter(has_text="нет в\u00a0реестре получателей")
        await expect(problem.get_by_role("link", name="Получатели данных")).to_be_visible()
        assert crm.called == []
        await page.get_by_role("button", name="Отмена").click()
        await connect(town, page, crm)

        await page.get_by_role("button", name="Проверить подключение").click()
        await expect(page.get_by_role("status").filter(has_text="Ольга Смирнова")).to_be_visible()
        await page.reload()
        await expect(page.get_by_text("Отправок пока не\u00a0было.")).to_be_visible()
        assert CODE not in await page.content()

        await visitor.say(f"Мой номер {PHONE}")
        await until(lambda: len(crm.cards["lead"]) == 1)
        row = page.get_by_role("row").filter(has_text="оставлены контакты")
        await expect(row).to_contain_text("Отправлено", timeout=15_000)
        await expect(row).to_contain_text(crm.cards["lead"][0]["ID"])

        await page.get_by_role("button", name="Изменить").click()
        await page.get_by_label("Что создавать").select_option("deal")
        await page.get_by_label("Воронка").select_option("5")
        await page.get_by_label("Стадия").select_option("C5:WON")
        await page.get_by_label("Ответственный").select_option("7")
        await page.get_by_role("button", name="Показать на\u00a0примере").click()
        example = page.get_by_label("Пример карточки", exact=True)
        await expect(example).to_contain_text("Чат с сайта")
        await page.get_by_label("Что в\u00a0поле TITLE").fill("Заявка {phone}")
        await expect(example).to_contain_text("Заявка +79123456789")
        await page.get_by_label("Что в\u00a0поле TITLE").fill("Заявка {secret}")
        await expect(page.get_by_role("alert").filter(has_text="Поле TITLE так заполнить нельзя")).to_be_visible()
        await page.get_by_label("Что в\u00a0поле TITLE").fill("Заявка {phone}")
        await page.get_by_role("button", name="Сохранить").click()
        await expect(page.get_by_role("status").filter(has_text="Сохранено")).to_be_visible()
        assert len(crm.cards["lead"]) == 1

        await turn(page, crm)


async def turn(page: Page, crm: Portal) -> None:
    """Off and on, revoked by the portal, and away with it."""
    asked: list[str] = []

    async def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await dialog.accept()

    page.on("dialog", agree)
    await page.get_by_role("button", name="Отключить").click()
    await expect(page.get_by_text("Отключено только что")).to_be_visible()
    await page.get_by_role("button", name="Включить").click()
    await expect(page.get_by_text("Отключено только что")).to_have_count(0)
    crm.is_revoked = True
    await page.get_by_role("button", name="Проверить подключение").click()
    await expect(page.get_by_role("status").filter(has_text="удалили или перевыпустили")).to_be_visible()
    await page.get_by_role("button", name="Удалить", exact=True).click()
    await expect(page.get_by_role("status").filter(has_text="удалено")).to_be_visible()
    assert "Карточки в\u00a0CRM останутся" in asked[0]


async def test_operator_sees_what_did_not_go_and_sends_it_again(town: Town) -> None:
    await choose_basis(town.server)
    visitor = await town.visitor()
    await visitor.open_chat()
    setup = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/connectors")).page
    async with portal() as crm:
        await connect(town, setup, crm)
        crm.next("crm.lead.add", refuses(400, "ERROR_CORE", "Лид не принят"))
        await visitor.say(f"Мой номер {PHONE}")
        anna = await town.operator(viewport=WIDE)
        await anna.open("Мой номер")
        page, card = anna.page, card_of(anna)
        await expect(card.get_by_text("не\u00a0ушло:")).to_contain_text("Лид не принят", timeout=15_000)
        await card.get_by_role("button", name="Отправить ещё раз").click()
        await until(lambda: len(crm.cards["lead"]) == 1)
        number = crm.cards["lead"][0]["ID"]
        await expect(card.get_by_text(f"Битрикс24: карточка {number}")).to_be_visible(timeout=15_000)

        # The visitor can be told its number by a ready reply
        async with account(town.server, "anna@shop.test") as person:
            added = await add_reply(person, "номер", "Ваша заявка {заявка|заведена}.")
            assert added.is_success
        await anna.field.focus()
        await page.keyboard.type("/номер")
        await expect(page.get_by_role("option")).to_contain_text(f"Ваша заявка {number}.")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Enter")
        await expect(visitor.bubbles.last).to_have_text(f"Ваша заявка {number}.")

        # The same from the palette: the card that is there is found, and completed
        await page.keyboard.press("Control+k")
        await page.keyboard.type("Отправить диалог в")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Отправляем в\u00a0CRM")).to_be_visible()
        await until(lambda: crm.methods().count("crm.lead.list") >= 3)
        assert len(crm.cards["lead"]) == 1


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
async def test_page_is_accessible_and_fits(town: Town, scheme: str, width: int) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Почём пуэр?")
    viewport = {"width": width, "height": 800}
    page = (await town.officer(Role.ADMIN, path="#privacy/connectors", color_scheme=scheme, viewport=viewport)).page

    async def is_well() -> bool:
        assert await complaints(page) == []
        return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))

    await expect(page.get_by_text("CRM пока не\u00a0подключена")).to_be_visible()
    assert await is_well()
    async with portal() as crm:
        crm.is_revoked = True
        await connect(town, page, crm)
        await page.get_by_role("button", name="Проверить подключение").click()
        await expect(page.get_by_role("status").filter(has_text="удалили или перевыпустили")).to_be_visible()
        await page.get_by_role("button", name="Изменить").click()
        await page.get_by_role("button", name="Показать на\u00a0примере").click()
        # No basis is chosen here
        await expect(page.get_by_text("Этот диалог не\u00a0отправился\u00a0бы")).to_be_visible()
        assert await is_well()
        await page.get_by_role("button", name="Ко\u00a0всем подключениям").click()
        await expect(page.get_by_role("row", name="Битрикс24")).to_contain_text("Не\u00a0выбрано основание")
        assert await is_well()
