"""An administrator has a program told of new messages, tries it, looks at what was sent, and takes it back."""

import pytest
from playwright.async_api import Dialog, Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.receiver import Receiver, receiver, says
from tests.waiting import until
from tests.web.test_webhooks_page import PATH, allow
from tests.webhooks import told_types, verified

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def begin(page: Page, url: str) -> None:
    """Opens the form and names the program."""
    await page.get_by_role("button", name="Новый вебхук").click()
    await page.get_by_label("Адрес программы").fill(url)


async def add(town: Town, page: Page, program: Receiver) -> str:
    """A webhook of all events; gives its secret."""
    await begin(page, await allow(town.server, program.port))
    await page.get_by_role("button", name="Добавить вебхук").click()
    field = page.get_by_role("textbox", name="Секрет подписи")
    await expect(field).to_be_visible()
    return await field.input_value()


async def test_webhook_is_added_tried_looked_at_sent_again_and_removed(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/webhooks")).page
    await expect(page.get_by_text("Вебхуков пока нет")).to_be_visible()
    await expect(page.get_by_role("main").get_by_role("link", name="Получатели данных")).to_be_visible()
    async with receiver(says(body=b"thanks")) as program:
        await page.get_by_role("button", name="Новый вебхук").click()
        field = page.get_by_label("Адрес программы")
        await expect(field).to_be_focused()
        await page.get_by_role("button", name="Добавить вебхук").click()
        await expect(page.get_by_role("alert").filter(has_text="https://узел/путь")).to_be_visible()
        await expect(field).to_be_focused()
        # A host that the register does not know: nothing is called, and the way there is shown
        await field.fill(f"http://127.0.0.1:{program.port}{PATH}")
        await page.get_by_role("button", name="Добавить вебхук").click()
        problem = page.get_by_role("alert").filter(has_text="нет в\u00a0реестре получателей")
        await expect(problem.get_by_role("link", name="Получатели данных")).to_be_visible()
        await expect(field).to_have_attribute("aria-invalid", "true")
        assert program.heard == []

        await allow(town.server, program.port)
        await page.get_by_role("button", name="Снять все").click()
        await page.get_by_role("button", name="Добавить вебхук").click()
        await expect(page.get_by_role("alert").filter(has_text="хотя\u00a0бы одно событие")).to_be_visible()
        await page.get_by_role("checkbox", name="Новое сообщение").check()
        await page.get_by_role("button", name="Добавить вебхук").click()
        await expect(page.get_by_role("heading", name=f"http://127.0.0.1:{program.port}")).to_be_visible()
        secret = await page.get_by_role("textbox", name="Секрет подписи").input_value()

        await page.get_by_role("button", name="Отправить пробное событие").click()
        await expect(page.get_by_role("status").filter(has_text="программа приняла пробное событие")).to_be_visible()
        assert verified(program.heard[0], secret)["type"] == "webhook.test"
        await page.get_by_role("button", name="Готово").click()
        await page.reload()
        await expect(page.get_by_text("Отправок пока не\u00a0было.")).to_be_visible()
        assert secret not in await page.content()
        assert PATH not in await page.content()

        await visitor.say("Почём пуэр?")
        await until(lambda: "message.created" in told_types(program))
        row = page.get_by_role("row", name="Новое сообщение")
        await expect(row).to_contain_text("Принято", timeout=15_000)
        await row.get_by_text("Подробности").click()
        await expect(row).to_contain_text(program.heard[-1].headers["webhook-id"])
        await expect(row).to_contain_text("thanks")
        await row.get_by_role("button", name="Показать запрос").click()
        shown = row.get_by_role("status")
        await expect(shown).to_contain_text("Так запрос выглядел\u00a0бы сейчас.")
        await expect(shown).to_contain_text("совпадает с\u00a0отправленным байт в\u00a0байт")
        await expect(shown).to_contain_text(program.heard[-1].body.decode())
        await expect(shown).to_contain_text(f"POST http://127.0.0.1:{program.port}/…")
        for hidden in (secret, PATH, program.heard[-1].headers["webhook-signature"]):
            assert hidden not in await page.content()
        await row.get_by_role("button", name="Отправить снова").click()
        await until(lambda: told_types(program).count("message.created") == 2)
        await expect(page.get_by_role("status").filter(has_text="Отправим снова")).to_be_visible()
        await page.get_by_label("Только неудачные").check()
        await expect(page.get_by_text("Неудачных отправок нет.")).to_be_visible()

        await turn(town, page, program, secret)


async def turn(town: Town, page: Page, program: Receiver, secret: str) -> None:
    """A new secret, off and on, something else to be told, and away with it."""
    asked: list[str] = []

    async def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await dialog.accept()

    page.on("dialog", agree)
    await page.get_by_role("button", name="Новый секрет").click()
    field = page.get_by_role("textbox", name="Секрет подписи")
    await expect(field).to_be_focused()
    newer = await field.input_value()
    assert newer != secret
    await expect(page.get_by_text("Прежний секрет тоже подписывает")).to_be_visible()

    await page.get_by_role("button", name="Отключить").click()
    await expect(page.get_by_role("status").filter(has_text="Вебхук отключён")).to_be_visible()
    await expect(page.get_by_text("Отключён только что")).to_be_visible()
    await page.get_by_role("button", name="Включить").click()
    await expect(page.get_by_text("Отключён только что")).to_have_count(0)

    await page.get_by_role("button", name="Изменить").click()
    await page.get_by_label("Сколько данных").select_option("contents_and_contacts")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("alert").filter(has_text="разрешает этому узлу меньше")).to_be_visible()
    await page.get_by_label("Сколько данных").select_option("contents")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("status").filter(has_text="Сохранено")).to_be_visible()

    program.answer = says("500 Oops", b"broken")
    await page.get_by_role("button", name="Отправить пробное событие").click()
    await expect(page.get_by_role("status").filter(has_text="Ответ 500")).to_contain_text("broken")
    for known in (secret, newer):
        verified(program.heard[-1], known)

    await page.get_by_role("button", name="Удалить", exact=True).click()
    await expect(page.get_by_role("status").filter(has_text="удалён")).to_be_visible()
    await expect(page.get_by_text("Вебхуков пока нет")).to_be_visible()
    assert ["Сутки подписывают оба" in asked[0], "Вернуть их нельзя" in asked[1]] == [True, True]


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
async def test_page_is_accessible_and_fits(town: Town, scheme: str, width: int) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    viewport = {"width": width, "height": 800}
    page = (await town.officer(Role.ADMIN, path="#privacy/webhooks", color_scheme=scheme, viewport=viewport)).page

    async def is_well() -> bool:
        assert await complaints(page) == []
        return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))

    await expect(page.get_by_text("Вебхуков пока нет")).to_be_visible()
    assert await is_well()
    async with receiver(says("500 Oops", b"broken" * 50)) as program:
        await begin(page, "https://" + "long-name-of-a-host." * 8 + "example.ru/" + "way/" * 40)
        await page.get_by_role("button", name="Добавить вебхук").click()
        await expect(page.get_by_role("alert").filter(has_text="нет в\u00a0реестре")).to_be_visible()
        assert await is_well()
        await page.get_by_role("button", name="Отмена").click()
        await add(town, page, program)
        await visitor.say("Почём пуэр?")
        await page.get_by_role("button", name="Отправить пробное событие").click()
        await expect(page.get_by_role("status").filter(has_text="Ответ 500")).to_be_visible()
        row = page.get_by_role("row", name="Новое сообщение")
        await expect(row).to_be_visible(timeout=15_000)
        await row.get_by_text("Подробности").click()
        await page.get_by_role("button", name="Изменить").click()
        await expect(page.get_by_role("checkbox", name="Диалог закрыт")).to_be_visible()
        assert await is_well()
        await page.get_by_role("button", name="Ко\u00a0всем вебхукам").click()
        await expect(page.get_by_role("row", name=f"http://127.0.0.1:{program.port}")).to_contain_text("Сбои")
        assert await is_well()
