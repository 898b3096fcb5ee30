"""«Согласия» in the panel: the basis is chosen, a document published, evidence exported, a withdrawal noted."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Visitor, accept
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.consents import ask_for_consent, name_controller

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = "#privacy/consents"


async def agreeing(town: Town, words: str = "Здравствуйте") -> Visitor:
    """A visitor who ticks the box and writes."""
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.host.get_by_role("checkbox").check()
    await visitor.say(words)
    await visitor.sees_sent()
    return visitor


async def test_document_is_written_published_and_agreed_to(town: Town) -> None:
    await name_controller(town.server.database, town.server.site.controller_id)
    page = (await town.officer(Role.ADMIN, path=PAGE)).page
    asked = accept(page)
    await expect(page.get_by_text("Документов пока нет.")).to_be_visible()
    await page.get_by_role("button", name="Начать черновик").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Обработка персональных данных, черновик")

    term = page.get_by_role("group", name="Срок действия согласия").get_by_label("по-русски")
    publish = page.get_by_role("button", name="Опубликовать")
    await term.fill("")
    await expect(publish).to_have_attribute("aria-disabled", "true")
    await page.get_by_role("button", name="Сохранить черновик").click()
    await expect(page.get_by_text("Чтобы опубликовать, заполните: срок действия согласия (по-русски).")).to_be_visible()
    await publish.dispatch_event("click")  # a keyboard can press what is only said to be disabled
    assert asked == []
    await term.fill("До 31 декабря 2030 года")
    await page.get_by_role("button", name="Сохранить черновик").click()
    await expect(page.locator(".consents__text")).to_contain_text("До 31 декабря 2030 года")
    await publish.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Обработка персональных данных, версия 1")
    assert "Лавка" in asked[0]
    assert "Изменить опубликованный текст нельзя" in asked[0]

    visitor = await agreeing(town)
    await page.get_by_role("link", name="Ко всем согласиям").click()
    await expect(page.get_by_role("row").filter(has_text="в чате")).to_contain_text("версия 1")
    await expect(page.get_by_role("row").filter(has_text="Лавка").first).to_contain_text("Согласие")
    # The next version begins as this one, and asks everybody anew.
    await page.get_by_role("row").filter(has_text="Открыть").get_by_role("link").first.click()
    await page.get_by_role("button", name="Подготовить новую версию").click()
    await expect(page.get_by_role("group", name="Срок действия согласия").get_by_label("по-русски")).to_have_value(
        "До 31 декабря 2030 года"
    )
    await page.get_by_role("button", name="Опубликовать").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Обработка персональных данных, версия 2")
    await visitor.field.press_sequentially("и ещё")
    await visitor.field.press("Enter")
    await expect(visitor.host.get_by_role("checkbox")).to_be_visible()


async def test_basis_is_chosen_in_words_and_refused_where_nobody_could_agree(town: Town) -> None:
    page = (await town.officer(Role.OWNER, path=PAGE)).page
    asked = accept(page)
    await page.get_by_role("button", name="Изменить основание: Лавка").click()
    form = page.get_by_role("form", name="Основание обработки: Лавка")
    await form.get_by_role("button", name="Сохранить").click()
    await expect(form.get_by_role("alert")).to_contain_text("сначала опубликуйте согласие")
    await form.get_by_role("radio", name="Другое").check()
    await form.get_by_label("Какое основание").fill("Договор с посетителем, ст. 6 ч. 1 п. 5")
    await form.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("status").filter(has_text="Лавка: основание сохранено.")).to_be_visible()
    await expect(page.get_by_role("row").filter(has_text="Договор с посетителем")).to_be_visible()
    assert "Лавка: основание обработки — другое" in asked[-1]


async def test_evidence_is_found_exported_and_a_withdrawal_noted(town: Town, tmp_path: Path) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    visitor = await agreeing(town)
    page = (await town.officer(Role.ADMIN, path=PAGE)).page
    asked = accept(page)
    filters = page.get_by_role("form", name="Отбор согласий")
    await filters.get_by_label("Цель").select_option("advertising")
    await filters.get_by_role("button", name="Показать").click()
    await expect(page.get_by_text("Согласий по этим условиям нет.")).to_be_visible()
    await filters.get_by_label("Цель").select_option("")
    await filters.get_by_label("Номер посетителя").fill("не номер")
    await filters.get_by_role("button", name="Показать").click()
    await expect(filters.get_by_role("alert")).to_contain_text("36 знаков")
    await filters.get_by_label("Номер посетителя").fill("")
    await filters.get_by_role("button", name="Показать").click()
    await page.get_by_role("row").filter(has_text="в чате").get_by_role("link").click()

    await expect(page.get_by_role("heading", level=1)).to_contain_text("Согласия посетителя")
    await expect(page.get_by_text("127.0.0.1", exact=True)).to_be_visible()
    for form, start in (("PDF", b"%PDF"), ("JSON", b"{")):
        async with page.expect_download() as downloading:
            await page.get_by_role("link", name=f"Выгрузить {form}").click()
        file = tmp_path / form
        await (await downloading.value).save_as(file)
        assert file.read_bytes().startswith(start)
    await page.get_by_role("button", name="Записать отзыв: Обработка персональных данных").click()
    await expect(page.get_by_role("status").filter(has_text="Отзыв записан.")).to_be_visible()
    assert "начнётся срок уничтожения данных" in asked[0].replace("\u00a0", " ")
    await expect(page.get_by_role("heading", level=2, name="Отозвано")).to_be_visible()
    await expect(page.get_by_role("button", name="Записать отзыв")).to_have_count(0)
    await page.get_by_role("link", name="Ко всем согласиям").click()
    leaving = page.get_by_role("region", name="Отозвали согласие").get_by_role("row")
    await expect(leaving.filter(has_text="записал сотрудник")).to_be_visible()
    await visitor.field.press_sequentially("и ещё")
    await visitor.field.press("Enter")
    await expect(visitor.host.get_by_role("checkbox")).to_be_visible()


async def test_auditor_is_offered_no_change(town: Town) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    page = (await town.officer(Role.AUDITOR, path=PAGE)).page
    await expect(page.get_by_role("row").filter(has_text="Лавка")).to_contain_text("Согласие")
    for name in ("Изменить основание", "Начать черновик"):
        await expect(page.get_by_role("button", name=name)).to_have_count(0)
    await page.get_by_role("row").filter(has_text="Открыть").get_by_role("link").first.click()
    await expect(page.get_by_role("heading", level=2, name="Текст")).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
async def test_page_with_everything_on_it_has_no_serious_complaint_and_fits(
    town: Town, scheme: str, width: int
) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    await agreeing(town)
    page = (
        await town.officer(Role.OWNER, color_scheme=scheme, viewport={"width": width, "height": 800}, path=PAGE)
    ).page
    await expect(page.get_by_role("row").filter(has_text="в чате")).to_be_visible()

    async def check() -> None:
        await expect(page.get_by_text("Загружаем…")).to_have_count(0)
        assert await complaints(page) == []
        assert (
            await page.evaluate(
                "document.querySelector('.privacy__page').scrollWidth"
                " - document.querySelector('.privacy__page').clientWidth"
            )
            == 0
        )

    await page.get_by_role("button", name="Изменить основание").click()
    await check()
    await page.get_by_role("row").filter(has_text="в чате").get_by_role("link").click()
    await expect(page.get_by_text("127.0.0.1", exact=True)).to_be_visible()
    await check()
    await page.get_by_role("link", name="Ко всем согласиям").click()
    await page.get_by_role("button", name="Начать черновик").click()
    await expect(page.get_by_role("button", name="Сохранить черновик")).to_be_visible()
    await check()
