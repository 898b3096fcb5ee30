"""A whole shift by the keyboard alone, with the focus to be seen at each step; and the command palette."""

import re

import pytest
from playwright.async_api import Page, expect

from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_inbox import ask, make_labels
from tests.browser.test_masks import MASKED, SAID
from tests.web.client import PASSWORD
from tests.web.test_departments import SALES, offer
from tests.web.test_display_masking import records

pytestmark = pytest.mark.asyncio(loop_scope="session")

# A ring around what has the focus, or around the box that it is the field of.
HAS_RING = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "nothing has the focus";
  for (const part of [at, at.parentElement, at.parentElement?.parentElement]) {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
    if ((outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow.includes("inset")) return "";
  }
  return at.outerHTML.slice(0, 160);
}"""


async def _sees_focus(page: Page) -> None:
    assert await page.evaluate(HAS_RING) == ""


async def command(page: Page, words: str) -> None:
    """By the palette, from wherever the focus is."""
    await page.keyboard.press("Control+k")
    field = page.locator(".palette__field")
    await expect(field).to_be_focused()
    await _sees_focus(page)
    await page.keyboard.type(words)
    await expect(page.get_by_role("option").first).to_be_visible()
    await page.keyboard.press("Enter")
    # Gone, not only closed: until then keys are the dialog's.
    await expect(field).to_have_count(0)


async def _tab_to(page: Page, name: str, *, key: str = "Tab") -> None:
    """To the button or link of this name, as Tab takes it there."""
    wanted = page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first
    for _ in range(60):
        await page.keyboard.press(key)
        if await wanted.evaluate("part => part === document.activeElement"):
            return await _sees_focus(page)
    raise AssertionError(f"Tab does not come to {name}")


async def test_a_whole_shift_by_the_keyboard(town: Town) -> None:
    await offer(town.server, members=("Анна",))
    origin = town.shop_url.rstrip("/")
    for body in ("Первый вопрос", "Второй вопрос"):
        async with town.server.visitor(origin=origin) as visitor:
            await visitor.say(body)
    page = await town.page(await town.context())
    operator = Operator(page)

    await page.goto(town.panel_url)
    await expect(page.get_by_label("Почта")).to_be_focused()
    await _sees_focus(page)
    await page.keyboard.type("anna@shop.test")
    await _tab_to(page, "Показать пароль")
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Пароль", exact=True)).to_be_focused()
    await _sees_focus(page)
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(operator.rows).to_have_count(2)

    # Whoever has waited longest
    await page.keyboard.press("n")
    await operator.sees("Первый вопрос")
    await expect(page.get_by_role("button", name="Взять в работу")).to_have_attribute("aria-disabled", "false")
    await page.keyboard.press("a")
    await expect(operator.field).to_be_focused()
    await _sees_focus(page)
    await expect(page.get_by_text("Вы взяли диалог в работу")).to_be_visible()
    await page.keyboard.type("Добрый день")
    await page.keyboard.press("Enter")
    await operator.sees("Первый вопрос", "Добрый день")

    await command(page, f"передать {SALES.lower()}")
    await expect(page.get_by_text(f"Вы передали диалог в «{SALES}»")).to_be_visible()
    await expect(operator.field).to_be_focused()

    await command(page, "jnrhsnm njuj")  # «открыть того» with the other layout on
    await expect(operator.field).to_be_visible()
    await page.keyboard.press("Escape")
    await operator.press(["j", "Enter"])
    await expect(page.get_by_role("button", name="Закрыть диалог")).to_have_attribute("aria-disabled", "false")
    await page.keyboard.press("e")
    await expect(page.get_by_text("Вы закрыли диалог")).to_be_visible()

    await _tab_to(page, "Меню: Анна", key="Shift+Tab")
    await page.keyboard.press("Enter")
    await _tab_to(page, "Уведомления и звуки")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Уведомления и звуки")).to_be_visible()
    await _tab_to(page, "Проверить")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Меню: Анна")).to_be_focused()
    await _sees_focus(page)

    await command(page, "выйти")
    await expect(page.get_by_text("Вы вышли.")).to_be_visible()
    await _sees_focus(page)


async def test_palette_leads_to_pages_and_people_and_speaks_the_language_that_it_changes_to(town: Town) -> None:
    origin = town.shop_url.rstrip("/")
    async with town.server.visitor(origin=origin) as visitor:
        await visitor.say("Здравствуйте")
    officer = await town.officer(Role.ADMIN, name="Вера")
    page = officer.page
    await expect(officer.rows).to_have_count(1)
    name = await officer.rows.first.locator(".row__name").inner_text()
    await command(page, name)
    await officer.sees("Здравствуйте")
    await command(page, "маскирование")
    await expect(page.get_by_role("heading", name="Маскирование", level=1)).to_be_focused()
    # What makes no sense under a page of settings is not offered, what does is
    await page.keyboard.press("Control+k")
    await expect(page.locator(".palette__field")).to_be_focused()
    await page.keyboard.type("взять в работу")
    await expect(page.get_by_text("Ничего не нашлось.")).to_be_visible()
    await page.keyboard.press("Control+k")
    await expect(page.locator(".palette__field")).to_have_count(0)
    await command(page, "english")
    await expect(page.get_by_role("link", name="To chats")).to_be_visible()
    await command(page, "очередь")
    await expect(page.get_by_role("navigation", name="Folders")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_first_steps_are_ticked_as_they_are_done_and_can_be_put_away(town: Town) -> None:
    owner = await town.officer(Role.OWNER, name="Вера", viewport={"width": 1440, "height": 900})
    page = owner.page
    steps = page.get_by_role("region", name="Первые шаги")
    embed = steps.get_by_role("listitem").filter(has_text="Вставить код на сайт")
    hello = steps.get_by_role("listitem").filter(has_text="Поздороваться")
    await expect(embed).to_contain_text("ещё не сделано")
    await expect(embed.get_by_role("link")).to_have_attribute("href", "#privacy/own_sites")
    visitor = await town.visitor()
    await expect(embed.get_by_text("сделано", exact=True)).to_be_attached()
    await expect(hello).to_contain_text("ещё не сделано")
    await visitor.open_chat()
    await visitor.say("Привет")
    await expect(hello.get_by_text("сделано", exact=True)).to_be_attached()
    await steps.get_by_role("button", name="Убрать список").click()
    await expect(steps).to_have_count(0)
    await page.reload()
    await expect(owner.rows).to_have_count(1)
    await expect(steps).to_have_count(0)
    await command(page, "первые шаги")
    await expect(steps).to_be_visible()


async def test_step_of_the_site_leads_to_where_sites_are_added_and_is_ticked_once_one_is_there(town: Town) -> None:
    owner = await town.officer(Role.OWNER, name="Вера", viewport={"width": 1440, "height": 900})
    page = owner.page
    site = page.get_by_role("region", name="Первые шаги").get_by_role("listitem").filter(has_text="Добавить сайт")
    await expect(site.get_by_text("сделано", exact=True)).to_be_attached()
    await expect(site.get_by_role("link")).to_have_count(0)
    async with town.server.database.connection() as connection:
        await connection.execute("DELETE FROM operator_sites")
    await page.evaluate("dispatchEvent(new Event('focus'))")
    await expect(site).to_contain_text("ещё не сделано")
    await expect(site).to_contain_text("На странице «Адреса и код»")
    await site.get_by_role("link").click()
    await expect(page.get_by_role("heading", name="Адреса и код", level=1)).to_be_visible()
    await page.get_by_role("button", name="Добавить сайт").click()
    await page.get_by_label("Название").fill("Чай оптом")
    await page.get_by_label("Адреса", exact=True).fill("https://opt.shop.ru")
    await page.get_by_role("button", name="Добавить", exact=True).click()
    await expect(page.locator("pre code")).to_be_visible()
    await page.get_by_role("link", name="К чатам").click()
    await expect(site.get_by_text("сделано", exact=True)).to_be_attached()


async def test_operator_is_shown_no_first_steps(town: Town) -> None:
    operator = await town.operator(viewport={"width": 1440, "height": 900})
    await expect(operator.page.get_by_text("Диалогов ещё не было.")).to_be_visible()
    await expect(operator.page.get_by_text("Первые шаги")).to_have_count(0)


async def test_palette_hands_over_snoozes_tags_and_takes_it_back(town: Town) -> None:
    await make_labels(town)
    await ask(town, "Где мой заказ?")
    await town.officer(Role.SUPERVISOR, name="Вера")
    anna = await town.operator(viewport={"width": 1440, "height": 900})
    page = anna.page
    await anna.open("Где мой заказ?")
    label = page.locator(".thread-bar .label")
    await command(page, "метка vip")
    await expect(label).to_have_text("VIP")
    await command(page, "снять vip")
    await expect(label).to_have_count(0)
    await command(page, "отменить последнее")
    await expect(label).to_have_text("VIP")
    await command(page, "отложить завтра")
    await expect(page.get_by_text(re.compile("Вы отложили диалог до"))).to_be_visible()
    await command(page, "вернуть отложенный")
    await expect(page.get_by_text("Вы вернули отложенный диалог")).to_be_visible()
    await command(page, "передать вера")
    await expect(page.locator(".thread-bar__state")).to_contain_text("Вера")
    # The card's parts, with the focus where one goes on
    await command(page, "изменить данные клиента")
    await expect(page.locator(".panel__card [data-part=facts] form input").first).to_be_focused()
    await command(page, "заблокировать")
    await expect(page.get_by_role("dialog", name="Заблокировать посетителя")).to_be_visible()
    await page.keyboard.press("Escape")
    # Deeds of the last message
    await command(page, "процитировать")
    await expect(page.locator(".quote-bar")).to_contain_text("Где мой заказ?")
    await expect(anna.field).to_be_focused()
    await command(page, "закрыть с итогом решено")
    await expect(page.get_by_text(re.compile("Вы закрыли диалог. Итог: Решено"))).to_be_visible()
    # What makes no sense any more is not offered
    await page.keyboard.press("Control+k")
    await expect(page.locator(".palette__field")).to_be_focused()
    await page.keyboard.type("отложить завтра")
    await expect(page.get_by_text("Ничего не нашлось.")).to_be_visible()


async def test_palette_reaches_what_were_only_buttons(town: Town) -> None:
    await ask(town, SAID)
    anna = await town.operator(viewport={"width": 1440, "height": 900})
    page = anna.page
    card = page.locator(".panel__card")
    await anna.open("Звоните")
    await anna.sees(MASKED)
    await expect(card.get_by_text("Записали сотрудники")).to_be_visible()

    # Through the same journal as a click: the message first, then its second contact on the card
    await command(page, "показать скрытое: +7")
    await anna.sees(SAID)
    await expect(page.get_by_role("log").locator(".revealed")).to_be_focused()
    [record] = await records(town.server, Action.REVEALED)
    assert (record.actor.name, record.details) == ("Анна", {"seq": "1", "kinds": "phone email"})
    await command(page, "reveal card i•••@mail")
    await expect(card.get_by_text("ivan@mail.ru")).to_be_visible()
    assert len(await records(town.server, Action.REVEALED)) == 2

    await command(page, "изменить данные клиента")
    await expect(card.locator("form input").first).to_be_focused()
    await page.keyboard.type("Пётр")
    await page.keyboard.press("Enter")
    await expect(card.get_by_role("button", name="Изменить", exact=True)).to_be_focused()
    await command(page, "история данных клиента")
    await expect(card.get_by_role("listitem").filter(has_text="Пётр")).to_contain_text("Анна")

    await command(page, "вставить эмодзи")
    await expect(page.get_by_role("combobox", name="Найти эмодзи")).to_be_focused()
    await page.keyboard.type("сердце")
    await page.keyboard.press("Enter")
    await expect(anna.field).to_be_focused()
    await expect(anna.field).to_have_value(re.compile(".+"))
    await command(page, "варианты ответа для посетителя")
    await expect(page.get_by_role("textbox", name="Вариант 1")).to_be_focused()
    await page.keyboard.type("Да")
    await command(page, "отправить написанное")
    await expect(page.locator(".bubble__choice")).to_have_text("Да")

    await command(page, "времени которое вы выберете")
    await expect(page.locator(".thread-bar input[type=datetime-local]")).to_be_focused()
    await page.keyboard.press("Escape")

    await page.goto(f"{town.panel_url}#filtered?status=open")
    await expect(anna.rows.first).to_have_attribute("href", re.compile("#filtered/"))
    await command(page, "сохранить фильтр как подборку")
    await expect(page.get_by_label("Название подборки")).to_be_focused()
    await page.keyboard.type("Открытые")
    await page.keyboard.press("Enter")
    views = page.get_by_role("navigation", name="Подборки")
    await expect(views.get_by_role("link")).to_contain_text(["Открытые"])
    await command(page, "переименовать подборку")
    await expect(page.get_by_label("Название подборки")).to_be_focused()
    await page.keyboard.type("Сегодня")
    await page.keyboard.press("Enter")
    await expect(views.get_by_role("link")).to_contain_text(["Сегодня"])
    await page.reload()
    await expect(views.get_by_role("link")).to_contain_text(["Сегодня"])
    await command(page, "удалить подборку сегодня")
    await expect(views).to_have_count(0)
    # What is done is offered back where it is said
    await command(page, "отменить удалено")
    await expect(views.get_by_role("link")).to_contain_text(["Сегодня"])
