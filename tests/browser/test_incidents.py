"""«Инциденты» and «Документы» as an officer uses them, and the warning that a visitor of a clinic reads."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Download, Page, expect

from ryadom.core.controllers import describe_controller
from ryadom.core.special_sites import mark_special
from ryadom.store.operators import Role
from ryadom.store.sites import Special
from tests.browser.conftest import Town
from tests.browser.people import Operator, accept
from tests.browser.test_accessibility import complaints
from tests.consents import ask_for_consent

pytestmark = pytest.mark.asyncio(loop_scope="session")

LEAK = "Чужой вход под <b>учётной записью</b>"


async def open_incident(officer: Operator) -> Page:
    page = officer.page
    await page.get_by_role("button", name="Открыть инцидент").click()
    await page.get_by_label("Заголовок").fill(LEAK)
    await page.get_by_label("Что произошло").fill("Вошли с неизвестного адреса.")
    await page.get_by_role("button", name="Открыть и начать отсчёт").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"№\u00a01 {LEAK}")
    return page


async def downloaded(page: Page, name: str) -> Download:
    async with page.expect_download() as download:
        await page.get_by_role("link", name=name, exact=True).click()
    return await download.value


async def test_officer_takes_an_incident_from_its_discovery_to_its_end(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Вопрос")
    anna = await town.operator()
    await anna.open("Вопрос")
    officer = await town.officer(Role.AUDITOR, everywhere=True, path="#privacy/incidents")
    await expect(officer.page.get_by_text("Инцидентов не было.")).to_be_visible()
    page = await open_incident(officer)

    first = page.get_by_role("region", name="Первое уведомление: 24\u00a0часа")
    timer = first.get_by_role("timer")
    await expect(timer).to_have_text(re.compile("Осталось 23\u00a0ч 59\u00a0мин"))
    file = await downloaded(page, "Первое уведомление: 24\u00a0часа, PDF")
    assert file.suggested_filename == "incident-1-first-notice.pdf"

    # What is typed on the card stays there while a notice is marked
    await page.get_by_label("Причины", exact=True).fill("Пароль подобран")
    await first.get_by_text("Отметить отправленным").click()
    await first.get_by_label("Номер, который дал Роскомнадзор").fill("77-1")
    await first.get_by_role("button", name="Сохранить").click()
    await expect(first.get_by_text("Отправлено в срок")).to_be_visible()
    await expect(first.get_by_text("номер 77-1")).to_be_visible()
    card = page.get_by_role("region", name="Карточка")
    await expect(page.get_by_label("Причины", exact=True)).to_have_value("Пароль подобран")
    await card.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("status").filter(has_text="Карточка сохранена.")).to_be_visible()
    await card.get_by_label("Принятые меры").fill("Сеансы завершены")
    await card.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Изменено: Принятые меры")).to_be_visible()

    counting = page.get_by_role("region", name="Сколько людей затронуто")
    await counting.get_by_label("Чьи данные видела учётная запись").select_option(label="Анна")
    await counting.get_by_role("button", name="Посчитать").click()
    await expect(counting.get_by_text("1\u00a0человек", exact=True)).to_be_visible()

    timeline = page.get_by_role("region", name="Хронология")
    await timeline.get_by_label("Что найдено или сделано").fill("Сменили пароль")
    await timeline.get_by_role("button", name="Добавить запись").click()
    await expect(timeline.get_by_role("listitem").last).to_contain_text("Сменили пароль")
    await expect(timeline.get_by_label("Что найдено или сделано")).to_have_value("")

    ending = page.get_by_role("region", name="Отчёт и закрытие")
    questions = accept(page)
    await ending.get_by_role("button", name="Закрыть инцидент").click()
    await expect(ending.get_by_role("alert")).to_have_text("Проверьте поле «Почему закрываете».")
    await ending.get_by_label("Почему закрываете").fill("Это был сам сотрудник")
    await ending.get_by_role("button", name="Закрыть инцидент").click()
    await expect(page.get_by_text("Карточка больше не меняется.")).to_be_visible()
    assert all(LEAK in question for question in questions)
    await expect(page.get_by_role("button", name="Сохранить")).to_have_count(0)
    await page.get_by_role("link", name="Все инциденты").click()
    row = page.get_by_role("row").filter(has_text=LEAK)
    await expect(row).to_contain_text("Закрыт")
    await expect(row).to_contain_text("Отправлено в срок")


async def test_overdue_clock_says_so_and_two_officers_do_not_overwrite_each_other(town: Town) -> None:
    officer = await town.officer(Role.OWNER, everywhere=True, path="#privacy/incidents")
    page = await open_incident(officer)
    async with town.server.database.connection() as connection:
        await connection.execute(
            "UPDATE incidents SET discovered_at = discovered_at - CAST($1 AS interval)", timedelta(hours=25)
        )
    await page.reload()
    await expect(page.get_by_role("timer").first).to_have_text(re.compile("Просрочено на\u00a01\u00a0ч 0\u00a0мин"))
    await expect(page.get_by_role("timer").last).to_have_text(re.compile("Осталось 46\u00a0ч 59\u00a0мин"))

    await page.get_by_label("Причины", exact=True).fill("Моё")
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE incidents SET cause = 'Чужое', version = version + 1")
    timeline = page.get_by_role("region", name="Хронология")
    await timeline.get_by_label("Что найдено или сделано").fill("Запись")
    await timeline.get_by_role("button", name="Добавить запись").click()
    await expect(timeline.get_by_role("listitem").last).to_contain_text("Запись")
    await page.get_by_role("region", name="Карточка").get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Карточку уже изменил кто-то другой")).to_be_visible()
    await expect(page.get_by_label("Причины", exact=True)).to_have_value("Моё")


async def test_owner_fills_what_papers_need_and_downloads_them(town: Town) -> None:
    owner = await town.officer(Role.OWNER, everywhere=True, path="#privacy/papers")
    page = owner.page
    await expect(page.get_by_text("Пока пусто: Наименование, ИНН, Адрес")).to_be_visible()
    await expect(page.get_by_role("meter", name="Субъектов в базе")).to_be_visible()
    await page.get_by_label("Наименование").fill("ООО «Чайная лавка»")
    await page.get_by_label("ИНН").fill("7707083894")
    await page.get_by_role("button", name="Сохранить").first.click()
    await expect(page.get_by_role("alert").filter(has_text="Это не ИНН")).to_be_visible()
    await expect(page.get_by_label("ИНН")).to_have_attribute("aria-invalid", "true")
    await page.get_by_label("ИНН").fill("7707083893")
    await page.get_by_role("button", name="Сохранить").first.click()
    await expect(page.get_by_role("heading", name="ООО «Чайная лавка»")).to_be_visible()
    await expect(page.get_by_text("Пока пусто: Адрес")).to_be_visible()
    for name, file in (
        ("Сведения для уведомления РКН (ст. 22)", "notice.pdf"),
        ("Меры приказа ФСТЭК № 21, УЗ-3", "measures-3.pdf"),
        ("Поручение на обработку, шаблон (ст. 6 ч. 3)", "mandate.pdf"),
    ):
        assert (await downloaded(page, name)).suggested_filename == file

    site = page.get_by_role("row").filter(has_text="Лавка")
    await site.get_by_label("Сведения о здоровье: Лавка").select_option(label="Просить не писать о здоровье")
    await site.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("этот сайт согласия не спрашивает")).to_be_visible()
    await site.get_by_label("Сведения о здоровье: Лавка").select_option(label="Письменное согласие")
    await site.get_by_role("button", name="Сохранить").click()
    await expect(site.get_by_text("В действующем согласии нет полей письменной формы")).to_be_visible()


async def test_auditor_reads_papers_and_is_offered_no_change(town: Town) -> None:
    auditor = await town.officer(Role.AUDITOR, path="#privacy/papers")
    await expect(auditor.page.get_by_role("link", name="Меры приказа ФСТЭК № 21, УЗ-4")).to_be_visible()
    await expect(auditor.page.get_by_role("button", name="Сохранить")).to_have_count(0)
    await expect(auditor.page.get_by_text("Менять это может владелец или администратор.")).to_be_visible()


async def test_visitor_of_a_clinic_reads_before_writing_that_health_does_not_belong_here(town: Town) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    await mark_special(town.server.database, town.server.site.key, Special.WARNED)
    visitor = await town.visitor()
    await visitor.open_chat()
    warning = visitor.host.get_by_text("Не пишите в чат о здоровье, диагнозах и лечении")
    await expect(warning).to_be_visible()
    await visitor.field.fill("Здравствуйте")
    await visitor.field.press("Enter")
    await expect(visitor.field).to_have_value("Здравствуйте")
    await expect(warning).to_be_visible()
    await visitor.page.get_by_role("checkbox", name="Даю согласие на обработку персональных данных").check()
    await visitor.field.press("Enter")
    await visitor.sees_sent()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
async def test_card_of_an_incident_has_no_serious_complaint_and_fits(town: Town, scheme: str, width: int) -> None:
    await describe_controller(town.server.database, None, legal_name="ООО " + "Щ" * 150, officer_email="dpo@shop.test")
    officer = await town.officer(
        Role.OWNER, color_scheme=scheme, viewport={"width": width, "height": 800}, path="#privacy/incidents"
    )
    page = await open_incident(officer)
    await page.get_by_label("Что найдено или сделано").fill("ж" * 300)
    await page.get_by_role("button", name="Добавить запись").click()
    await expect(page.get_by_role("listitem").last).to_contain_text("жжж")
    await page.get_by_role("button", name="Посчитать").click()
    await expect(page.get_by_text("0\u00a0человек", exact=True)).to_be_visible()
    assert await complaints(page) == []
    pane = "document.querySelector('.privacy__page')"
    assert await page.evaluate(f"{pane}.scrollWidth - {pane}.clientWidth") == 0
