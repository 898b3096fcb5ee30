"""«Сроки хранения и акты», as an officer uses it."""

import pytest
from playwright.async_api import Dialog, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.web.retention import conversation_with, keep_for, run
from tests.web.test_destruction_acts import papers_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = "#privacy/retention"


async def test_owner_is_told_what_would_go_before_they_save(town: Town) -> None:
    await conversation_with(town.server, 3, days_ago=40)
    owner = await town.officer(Role.OWNER, path=PAGE)
    form = owner.page.get_by_role("form", name="Сроки сайта «Лавка»")
    await expect(form.get_by_text("ничего не будет уничтожено")).to_be_visible()
    await form.get_by_label("Тексты сообщений").fill("30")
    await expect(form.get_by_text("будет уничтожено: 3 сообщения")).to_be_visible()
    asked: list[str] = []

    async def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await dialog.dismiss()

    owner.page.once("dialog", refuse)
    await form.get_by_role("button", name="Сохранить").click()
    await expect(form.get_by_role("button", name="Сохранить")).to_have_attribute("aria-disabled", "false")
    assert "«Лавка»" in asked[0]
    assert "3\u00a0сообщения" in asked[0]
    await expect(form.get_by_text("Сроки сохранены")).to_have_count(0)

    owner.page.once("dialog", lambda dialog: dialog.accept())
    await form.get_by_role("button", name="Сохранить").click()
    await expect(form.get_by_text("Сроки сохранены")).to_be_visible()
    await owner.page.reload()
    await expect(form.get_by_label("Тексты сообщений")).to_have_value("30")


async def test_lifetime_that_can_not_be_is_said_at_its_field(town: Town) -> None:
    owner = await town.officer(Role.OWNER, path=PAGE)
    field = owner.page.get_by_label("Доказательства согласий")
    await field.fill("30")
    await expect(owner.page.get_by_text("Впишите целое число от 1\u00a0095")).to_be_visible()
    await owner.page.get_by_role("button", name="Сохранить").click()
    await expect(field).to_be_focused()


async def test_hold_is_placed_by_a_link_and_lifted(town: Town) -> None:
    conversation_id = await conversation_with(town.server, 1, days_ago=1)
    admin = await town.officer(Role.ADMIN, path=PAGE)
    form = admin.page.get_by_role("form", name="Поставить запрет")
    await form.get_by_role("button", name="Поставить запрет").click()
    await expect(form.get_by_text("Здесь нет номера")).to_be_visible()
    await form.get_by_label("Номер или ссылка на диалог").fill(f"{town.panel_url}#closed/{conversation_id}")
    await form.get_by_label("Причина").fill("Судебный спор <b>1</b>")
    await form.get_by_role("button", name="Поставить запрет").click()
    row = admin.page.get_by_role("row").filter(has_text="Судебный спор <b>1</b>")
    await expect(row).to_contain_text("Вера")
    admin.page.once("dialog", lambda dialog: dialog.accept())
    await row.get_by_role("button", name="Снять запрет: Судебный спор").click()
    await expect(admin.page.get_by_text("Запретов нет")).to_be_visible()


async def test_auditor_takes_act_and_log_away_and_can_change_nothing(town: Town, database_url: str) -> None:
    await keep_for(town.server, messages=30)
    await conversation_with(town.server, 2, days_ago=40)
    await run(town.server, database_url)
    [papers] = await papers_of(town.server)
    auditor = await town.officer(Role.AUDITOR, path=PAGE)
    page = auditor.page
    row = page.get_by_role("row").filter(has_text="Истечение срока хранения")
    for name, content in (("Акт № 1, PDF", papers.pdf), ("Выгрузка к акту № 1, CSV", papers.csv)):
        async with page.expect_download() as downloading:
            await row.get_by_role("link", name=name).click()
        assert (await (await downloading.value).path()).read_bytes() == content
    await expect(page.get_by_role("row", name="Тексты сообщений 30 дней")).to_be_visible()
    await expect(page.get_by_role("button", name="Сохранить")).to_have_count(0)
    await expect(page.get_by_role("button", name="Поставить запрет")).to_have_count(0)


async def test_two_officers_do_not_overwrite_each_other_and_choose_by_the_keyboard(town: Town) -> None:
    vera = (await town.officer(Role.OWNER, path=PAGE)).page
    oleg = (await town.officer(Role.ADMIN, name="Олег", path=PAGE)).page
    words, saved = "Тексты сообщений", "Сроки сохранены"
    await expect(oleg.get_by_label(words)).to_have_value("")
    await vera.get_by_label(words).fill("365")
    await vera.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(vera.get_by_text(saved)).to_be_visible()

    await oleg.get_by_label(words).fill("90")
    await oleg.get_by_role("button", name="Сохранить", exact=True).click()
    clash = oleg.get_by_role("alert").filter(has_text="здесь сохранили другое (Вера, ")
    await expect(clash).to_contain_text("Сейчас: 365 дней")
    await expect(clash).to_contain_text("У вас: 90 дней")
    await expect(oleg.get_by_label(words)).to_have_value("90")
    # What is said has the focus, and both choices follow it.
    await expect(clash.locator("p")).to_be_focused()
    await oleg.keyboard.press("Tab")
    await expect(clash.get_by_role("button", name="Всё равно сохранить моё")).to_be_focused()
    await oleg.keyboard.press("Tab")
    await expect(clash.get_by_role("button", name="Показать новое")).to_be_focused()
    await oleg.keyboard.press("Enter")
    await expect(oleg.get_by_label(words)).to_have_value("365")
    await expect(clash).to_have_count(0)
    await oleg.get_by_label(words).fill("180")
    await oleg.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(oleg.get_by_text(saved)).to_be_visible()

    await vera.get_by_label(words).fill("30")
    await vera.get_by_role("button", name="Сохранить", exact=True).click()
    clash = vera.get_by_role("alert").filter(has_text="здесь сохранили другое (Олег, ")
    await expect(clash.locator("p")).to_be_focused()
    for width in (360, 1440):
        await vera.set_viewport_size({"width": width, "height": 800})
        assert await vera.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await vera.keyboard.press("Tab")
    await vera.keyboard.press("Enter")
    await expect(vera.get_by_text(saved)).to_be_visible()
    await oleg.reload()
    await expect(oleg.get_by_label(words)).to_have_value("30")
