"""An officer's day at the desk of requests: from the public form to the answer, and to the erasure of a person."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import accept
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.consents import publish_consent
from tests.unit.test_paper import text_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = "+7 916 123-45-67"


async def ask_on_the_page(town: Town, what: str, *, text: str, width: int = 1280) -> None:
    """What a subject does: from the page of the consent to the form, and sends it."""
    document = await publish_consent(town.server.database, town.server.site)
    page = await town.page(await town.context(viewport={"width": width, "height": 800}))
    await page.goto(f"{town.server.http_url}/consents/{document.id}")
    await page.get_by_role("link", name="Обратиться с запросом о своих данных").click()
    await page.get_by_label(what).check()
    await page.get_by_label("Имя").fill("Иван Петров")
    await page.get_by_label("Телефон или почта для ответа").fill("8 (916) 123-45-67")
    await page.get_by_label("Обращение", exact=True).fill(text)
    assert await complaints(page) == []
    assert await page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    await page.get_by_role("button", name="Отправить").click()
    await expect(page.get_by_role("status")).to_contain_text("принято")


async def open_request(page: Page, number: int) -> None:
    await page.get_by_role("link", name=f"№ {number} Иван Петров").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"Обращение № {number}")


async def confirm_identity(page: Page) -> None:
    await page.get_by_label("Чем подтверждена").fill("Перезвонили по номеру из переписки.")
    await page.get_by_role("button", name="Личность подтверждена").click()
    await expect(page.get_by_text("Перезвонили по номеру из переписки.").first).to_be_visible()


async def test_request_for_access_is_answered_with_what_is_held(town: Town, tmp_path: Path) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say(f"Мой телефон {PHONE}, когда доставка?")
    await visitor.sees_sent()
    await ask_on_the_page(town, "Сообщить, какие мои данные хранятся", text="Что вы обо мне храните?")

    officer = await town.officer(Role.AUDITOR, path="#privacy/requests")
    page = officer.page
    await expect(page.get_by_role("navigation", name="Персональные данные")).to_contain_text("открыто 1")
    row = page.get_by_role("row").filter(has_text="Иван Петров")
    await expect(row).to_contain_text("Сообщить, что хранится")
    await expect(row).to_contain_text("рабочих дней")
    await open_request(page, 1)
    await expect(page.get_by_text("Подходят по телефону или почте из обращения")).to_be_visible()
    await expect(page.get_by_text(f"«Мой телефон {PHONE}, когда доставка?»")).to_be_visible()
    await page.get_by_role("button", name="Добавить в обращение").click()
    await expect(page.get_by_role("button", name="Убрать из обращения")).to_be_visible()
    await expect(page.get_by_text("Сначала подтвердите личность заявителя.")).to_be_visible()
    await expect(page.get_by_role("link", name="Скачать ответ")).to_have_count(0)
    await confirm_identity(page)
    async with page.expect_download() as started:
        await page.get_by_role("link", name="Скачать ответ").click()
    download = await started.value
    assert download.suggested_filename == "answer-1.zip"
    await download.save_as(tmp_path / "answer.zip")
    files = zipfile.ZipFile(io.BytesIO((tmp_path / "answer.zip").read_bytes()))
    assert json.loads(files.read("1/entries.json"))[0]["body"] == f"Мой телефон {PHONE}, когда доставка?"
    paper = text_of(files.read("answer.pdf"))
    assert "Ответ на обращение № 1" in paper
    assert "когда доставка?" in paper
    await expect(page.get_by_role("listitem").filter(has_text="Скачан архив с ответом")).to_be_visible()

    await page.get_by_role("button", name="Закрыть с ответом").click()
    await page.get_by_label("Что и как отвечено").fill("Архив отправлен по почте.")
    await page.locator("form").get_by_role("button", name="Закрыть с ответом").click()
    await expect(page.get_by_text("Отвечено").first).to_be_visible()
    await page.get_by_role("button", name="Ко всем обращениям").click()
    await expect(page.get_by_text("Открытых обращений нет.")).to_be_visible()
    await page.get_by_role("button", name="Закрытые").click()
    await expect(page.get_by_role("row").filter(has_text="Иван Петров")).to_contain_text("Отвечено")


async def test_letter_that_is_pasted_finds_its_person_whose_data_are_then_destroyed(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Пишите на ivan@mail.ru")
    await visitor.sees_sent()
    officer = await town.officer(Role.ADMIN, path="#privacy/requests")
    page = officer.page
    await page.get_by_role("button", name="Записать обращение").click()
    await expect(page.get_by_role("heading", name="Новое обращение")).to_be_focused()
    await page.get_by_label("Чего просят").select_option("Уничтожить данные")
    await page.get_by_label("Имя заявителя").fill("Иван Петров")
    await page.get_by_label("Контакт для ответа").fill("письмом")
    await page.get_by_label("Текст обращения").fill("От: Иван <Ivan@Mail.ru>\nПрошу уничтожить мои данные.")
    await page.get_by_role("button", name="Записать", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Обращение № 1")
    await page.get_by_role("button", name="Добавить в обращение").click()
    await confirm_identity(page)
    dialogs = accept(page)
    await page.get_by_role("button", name="Уничтожить данные", exact=True).click()
    await expect(page.get_by_text("Сделано.")).to_be_visible()
    assert dialogs[0].startswith("Уничтожить данные: ")
    await expect(page.get_by_text("данные уничтожены").first).to_be_visible()
    async with town.server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM entries WHERE body <> ''") == 0


async def test_officer_whose_colleague_was_quicker_is_shown_what_they_did(town: Town) -> None:
    await ask_on_the_page(town, "Сообщить, какие мои данные хранятся", text="Что храните?", width=360)
    vera = (await town.officer(Role.AUDITOR, path="#privacy/requests")).page
    olga = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/requests")).page
    for page in (vera, olga):
        await open_request(page, 1)
        await expect(page.get_by_text("Никто не нашёлся.")).to_be_visible()
    await olga.get_by_role("button", name="Начать проверку").click()
    await expect(olga.get_by_text("Проверка личности").first).to_be_visible()
    await vera.get_by_label("Чем подтверждена").fill("Показал паспорт.")
    await vera.get_by_role("button", name="Личность подтверждена").click()
    await expect(vera.get_by_text("Обращение изменил коллега.")).to_be_visible()
    await expect(vera.get_by_text("Проверка личности").first).to_be_visible()
    # What was written is still there
    await expect(vera.get_by_label("Чем подтверждена")).to_have_value("Показал паспорт.")


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
async def test_card_has_no_serious_complaint_and_fits(town: Town, scheme: str, width: int) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say(f"Мой телефон {PHONE}")
    await visitor.sees_sent()
    await ask_on_the_page(
        town, "Прекратить обработку", text="Уничтожьте.\nhttps://example.test/" + "a" * 300, width=width
    )
    officer = await town.officer(
        Role.AUDITOR, color_scheme=scheme, viewport={"width": width, "height": 800}, path="#privacy/requests"
    )
    page = officer.page
    await open_request(page, 1)
    await page.get_by_role("button", name="Добавить в обращение").click()
    await confirm_identity(page)
    await page.get_by_role("button", name="Продлить срок").click()
    assert await complaints(page) == []
    overflow = await page.evaluate(
        "document.querySelector('.privacy__page').scrollWidth - document.querySelector('.privacy__page').clientWidth"
    )
    assert overflow == 0
