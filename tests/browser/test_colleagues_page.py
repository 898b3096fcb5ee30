"""«Сотрудники» as an administrator uses it: inviting, the invited person's page, roles, sites and access."""

import re

import pytest
from playwright.async_api import Page, expect

from ryadom.core.operators import set_sight
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints, complaints_in_schemes
from tests.browser.test_departments import offer
from tests.web.client import PASSWORD

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATH = "#privacy/colleagues"
ADMIN, OWNER = (Role.ADMIN, "Вера"), (Role.OWNER, "Ольга")
CHOSEN = "четыре разных длинных слова"


async def invited(page: Page, *, email: str = "nina@shop.test", role: str = "Оператор чата") -> str:
    """Sends an invitation from the page; gives the link that is shown."""
    await page.get_by_role("button", name="Пригласить сотрудника").click()
    await page.get_by_label("Почта").fill(email)
    await page.get_by_label("Роль").select_option(label=role)
    await page.get_by_role("button", name="Отправить приглашение").click()
    link = page.get_by_label("Ссылка-приглашение")
    await expect(link).to_be_focused()
    await expect(link).to_have_value(re.compile(r"/panel/#invite/[\w-]{43}$"))
    return await link.input_value()


async def test_invited_person_opens_the_link_and_answers_visitors(town: Town) -> None:
    admin = await town.officer(Role.ADMIN, path=PATH)
    link = await invited(admin.page)
    await expect(admin.page.get_by_text("Почта на сервере не настроена")).to_be_visible()
    await expect(admin.page.get_by_role("row").filter(has_text="nina@shop.test")).to_contain_text("Вера")

    page = await town.page(await town.context())
    await page.goto(link)
    await expect(page.get_by_text("Вера приглашает вас отвечать посетителям: Лавка.")).to_be_visible()
    await expect(page.get_by_label("Имя")).to_be_focused()
    await page.get_by_label("Имя").fill("Нина")
    await page.get_by_label("Пароль").fill("коротко")
    await page.get_by_role("button", name="Принять приглашение").click()
    await expect(page.get_by_text("Пароль слишком короткий")).to_be_visible()
    await page.get_by_label("Пароль").fill(CHOSEN)
    await page.get_by_role("button", name="Принять приглашение").click()
    await expect(page.get_by_role("button", name="Меню: Нина")).to_be_visible()
    assert "invite" not in page.url

    await admin.page.reload()
    row = admin.page.get_by_role("row").filter(has_text="nina@shop.test")
    await expect(row).to_contain_text("Оператор чата")
    await expect(admin.page.get_by_text("Непринятых приглашений нет.")).to_be_visible()
    second = await town.page(await town.context())
    await second.goto(link)
    await expect(second.get_by_text("Эта ссылка не действует")).to_be_visible()
    await second.get_by_role("button", name="Ко входу").click()
    await expect(second.get_by_label("Почта")).to_be_visible()


async def test_invitation_is_sent_again_and_withdrawn(town: Town) -> None:
    admin = await town.officer(Role.ADMIN, path=PATH)
    page = admin.page
    first = await invited(page)
    await page.get_by_role("button", name="Отправить приглашение заново: nina@shop.test").click()
    link = page.get_by_label("Ссылка-приглашение")
    await expect(link).not_to_have_value(first)
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Отозвать приглашение: nina@shop.test").click()
    await expect(page.get_by_text("Непринятых приглашений нет.")).to_be_visible()


async def test_address_of_a_colleague_is_told_at_its_field(town: Town) -> None:
    admin = await town.officer(Role.ADMIN, path=PATH)
    page = admin.page
    await page.get_by_role("button", name="Пригласить сотрудника").click()
    # An admin makes no owners
    await expect(page.get_by_label("Роль").get_by_role("option", name="Владелец")).to_have_count(0)
    await page.get_by_label("Почта").fill("anna@shop.test")
    await page.get_by_role("button", name="Отправить приглашение").click()
    await expect(page.get_by_text("Проверьте почту")).to_be_visible()
    await expect(page.get_by_label("Почта")).to_have_value("anna@shop.test")


async def test_admin_changes_a_role_and_closes_and_opens_access(town: Town) -> None:
    anna = await town.operator()
    admin = await town.officer(Role.ADMIN, path=PATH)
    page = admin.page
    await page.get_by_role("link", name="Анна").click()
    await expect(page.get_by_role("heading", level=1, name="Анна")).to_be_focused()
    await page.get_by_role("combobox", name="Роль").select_option(label="Руководитель")
    await page.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(page.get_by_text("Сохранено.")).to_be_visible()
    await expect(anna.page.get_by_text("Сеанс закончился")).to_be_visible()

    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Закрыть доступ").click()
    await expect(page.get_by_text("Сотрудник не может войти.")).to_be_visible()
    await anna.page.get_by_label("Почта").fill("anna@shop.test")
    await anna.page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    await anna.page.get_by_role("button", name="Войти", exact=True).click()
    await expect(anna.page.get_by_text("Почта или пароль не подходят")).to_be_visible()
    await page.get_by_role("link", name="К списку сотрудников").click()
    row = page.get_by_role("row").filter(has_text="anna@shop.test")
    await expect(row).to_contain_text("Руководитель")
    await expect(row).to_contain_text("Доступ закрыт")

    await page.get_by_role("link", name="Анна").click()
    await page.get_by_role("button", name="Открыть доступ").click()
    await expect(page.get_by_text("Сотрудник может входить.")).to_be_visible()
    await anna.page.get_by_role("button", name="Войти", exact=True).click()
    await expect(anna.folder("Очередь")).to_be_visible()


async def test_colleague_is_limited_to_their_departments_and_two_who_change_them_hear_of_each_other(
    town: Town,
) -> None:
    sales, service = await offer(town)
    anna = await town.operator()
    visitors = [await town.visitor(), await town.visitor()]
    for visitor, words in zip(visitors, ("Сколько стоит чайник?", "Сломался чайник"), strict=True):
        await visitor.open_chat()
        await visitor.say(words)
        await visitor.sees_sent()
        await expect(anna.rows.filter(has_text=words)).to_be_visible()
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE conversations SET department_id = $1", service)
        assert sales

    admin, owner = [await town.officer(role, name=name, path=PATH) for role, name in (ADMIN, OWNER)]
    for person in (admin, owner):
        await person.page.get_by_role("link", name="Анна").click()
        await expect(person.page.get_by_role("group", name="Направления")).to_be_visible()
    page = admin.page
    departments = page.get_by_role("group", name="Направления")
    await expect(departments.get_by_label("Продажи")).to_be_checked()
    await expect(departments.get_by_label("Сервис")).not_to_be_checked()
    sight = page.get_by_label("Видит только диалоги своих направлений")
    await sight.check()
    await page.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(page.get_by_text("Сохранено.")).to_be_visible()
    await expect(anna.page.get_by_text("Сеанс закончился")).to_be_visible()

    # The owner has looked at her before that: nothing is overwritten unawares.
    late = owner.page
    await late.get_by_role("group", name="Направления").get_by_label("Сервис").check()
    await late.get_by_role("button", name="Сохранить", exact=True).click()
    # Whose change it was, what stands there now, and what was typed; what was not touched is not in the way.
    clash = late.get_by_role("alert").filter(has_text="здесь сохранили другое (Вера,")
    await expect(clash).to_contain_text("Сейчас: ПродажиУ вас: Продажи, Сервис")
    await expect(clash).not_to_contain_text("Видит только")
    await clash.get_by_role("button", name="Показать новое").click()
    await expect(clash).to_have_count(0)
    await expect(late.get_by_label("Видит только диалоги своих направлений")).to_be_checked()
    await expect(late.get_by_role("group", name="Направления").get_by_label("Сервис")).not_to_be_checked()

    await anna.page.get_by_label("Почта").fill("anna@shop.test")
    await anna.page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    await anna.page.get_by_role("button", name="Войти", exact=True).click()
    await expect(anna.folder("Очередь")).to_be_visible()
    await expect(anna.rows).to_have_count(0)
    await late.get_by_role("group", name="Направления").get_by_label("Сервис").check()
    await late.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(late.get_by_text("Сохранено.")).to_be_visible()
    await expect(anna.rows).to_have_count(2)


async def test_admin_changes_name_and_address_and_two_who_do_hear_of_each_other(town: Town) -> None:
    anna = await town.operator()
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Есть чай?")
    await anna.open("Есть чай?")
    await anna.say("Есть")
    admin, owner = [await town.officer(role, name=name, path=PATH) for role, name in (ADMIN, OWNER)]
    beside = await town.officer(Role.SUPERVISOR, name="Глеб")
    await beside.folder("Все").click()
    await beside.open("Есть")
    await expect(beside.page.locator(".thread-bar__state")).to_contain_text("Анна")
    for person in (admin, owner):
        await person.page.get_by_role("link", name="Анна").click()
        await expect(person.page.get_by_role("textbox", name="Имя")).to_have_value("Анна")
    page = admin.page
    await page.get_by_role("textbox", name="Имя").fill("Анна Ильина")
    await page.get_by_role("textbox", name="Почта").fill(PATH)
    await page.get_by_role("button", name="Сохранить имя и почту").click()
    await expect(page.get_by_text("Проверьте почту: это не адрес.")).to_be_visible()
    await page.get_by_role("textbox", name="Почта").fill("ilyina@shop.test")
    await page.get_by_role("button", name="Сохранить имя и почту").click()
    await expect(page.get_by_text("Имя и почта сохранены.")).to_be_visible()
    await expect(page.get_by_role("heading", level=1, name="Анна Ильина")).to_be_visible()
    # Who has the conversation open sees it at once: above it, in the row and over what she said.
    await expect(beside.page.locator(".thread-bar__state")).to_contain_text("Анна Ильина")
    await expect(beside.rows.first).to_contain_text("Анна Ильина")
    await expect(beside.page.get_by_role("log").get_by_text("Анна Ильина").first).to_be_visible()
    # The session goes on; the menu names whoever has signed in once the page is loaded again.
    await anna.page.reload()
    await expect(anna.page.get_by_role("button", name="Меню: Анна Ильина")).to_be_visible()

    late = owner.page
    await late.get_by_role("textbox", name="Имя").fill("Аня")
    await late.get_by_role("button", name="Сохранить имя и почту").click()
    clash = late.get_by_role("alert").filter(has_text="здесь сохранили другое (Вера,")
    await expect(clash).to_contain_text("Сейчас: Анна ИльинаУ вас: Аня")
    await clash.get_by_role("button", name="Всё равно сохранить моё").click()
    await expect(late.get_by_text("Имя и почта сохранены.")).to_be_visible()
    # The address is as she has it: only the name was changed here.
    await expect(late.get_by_role("textbox", name="Почта")).to_have_value("ilyina@shop.test")
    await expect(late.get_by_role("heading", level=1, name="Аня")).to_be_visible()


async def test_colleague_who_forgot_the_password_chooses_another_by_a_link(town: Town) -> None:
    admin = await town.officer(Role.ADMIN, path=PATH)
    page = admin.page
    await page.get_by_role("link", name="Анна").click()
    await page.get_by_role("button", name="Создать ссылку для нового пароля").click()
    shown = page.get_by_label("Ссылка для нового пароля")
    await expect(shown).to_be_focused()
    await expect(shown).to_have_value(re.compile(r"/panel/#password/[\w-]{43}$"))
    await expect(page.get_by_text("Почта на сервере не настроена")).to_be_visible()
    # She has no second factor: there is nothing to reset.
    await expect(page.get_by_role("button", name="Сбросить двухфакторную защиту")).to_have_count(0)
    link = await shown.input_value()

    anna = await town.page(await town.context(viewport={"width": 360, "height": 740}))
    await anna.goto(link.partition("#")[0])
    await expect(anna.get_by_text("Забыли пароль? Попросите администратора прислать ссылку.")).to_be_visible()
    await anna.goto(link)
    await expect(anna.get_by_text("Анна, придумайте новый пароль для входа.")).to_be_visible()
    password = anna.get_by_label("Новый пароль", exact=True)
    await expect(password).to_be_focused()
    await password.fill("коротко")
    await anna.get_by_role("button", name="Сохранить пароль и войти").click()
    await expect(anna.get_by_text("Пароль слишком короткий")).to_be_visible()
    assert await complaints_in_schemes(anna) == []
    await password.fill(CHOSEN)
    await anna.get_by_role("button", name="Сохранить пароль и войти").click()
    await expect(anna.get_by_role("button", name="Меню: Анна")).to_be_visible()
    assert "password" not in anna.url

    second = await town.page(await town.context())
    await second.goto(link)
    await expect(second.get_by_text("Эта ссылка не действует")).to_be_visible()
    assert await complaints_in_schemes(second) == []
    await second.get_by_role("button", name="Ко входу").click()
    await expect(second.get_by_label("Почта")).to_be_visible()


async def test_owner_resets_the_second_factor_of_an_admin_who_is_signed_out(town: Town) -> None:
    admin, owner = [await town.officer(role, name=name, path=PATH) for role, name in (ADMIN, OWNER)]
    # An admin resets none of an owner's, nor of another admin's.
    await admin.page.get_by_role("link", name="Ольга").click()
    await expect(admin.page.get_by_text("Владельца меняет только другой владелец.")).to_be_visible()
    page = owner.page
    await page.get_by_role("link", name="Вера").click()
    page.once("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Сбросить двухфакторную защиту").click()
    await expect(page.get_by_text("Двухфакторная защита сброшена, сеансы завершены.")).to_be_visible()
    await expect(page.get_by_role("button", name="Сбросить двухфакторную защиту")).to_have_count(0)
    await expect(admin.page.get_by_text("Сеанс закончился")).to_be_visible()


async def test_row_leaves_the_panel_of_whoever_may_not_see_it_any_more(town: Town) -> None:
    sales, service = await offer(town)
    await set_sight(town.server.database, email="anna@shop.test", sees_own_departments_only=True)
    anna, boss = await town.operator(), await town.officer(Role.ADMIN)
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Сломался чайник")
    await visitor.sees_sent()
    await anna.open("Сломался чайник")
    await boss.open("Сломался чайник")
    for department, count in (("Сервис", 0), ("Продажи", 1)):
        await boss.page.get_by_role("button", name="Передать").click()
        await boss.page.get_by_role("button", name=re.compile(f"^{department}")).click()
        await expect(boss.page.locator(".thread-bar__state")).to_contain_text(department)
        await expect(anna.rows.filter(has_text="Сломался чайник")).to_have_count(count)
    assert sales != service


async def test_nobody_changes_themselves_and_an_auditor_nobody(town: Town) -> None:
    admin = await town.officer(Role.ADMIN, path=PATH)
    await admin.page.get_by_role("link", name="Вера").click()
    await expect(admin.page.get_by_text("Свою роль, сайты и доступ не меняют")).to_be_visible()
    # How many chats one is given is no access, nor are mails: these may be one's own.
    await expect(admin.page.get_by_role("main").get_by_role("button")).to_have_text(
        ["Сохранить предел", "Сохранить выбор"]
    )
    auditor = await town.officer(Role.AUDITOR, name="Глеб", path=PATH)
    await expect(auditor.page.get_by_role("row").filter(has_text="anna@shop.test")).to_be_visible()
    await expect(auditor.page.get_by_role("main").get_by_role("button")).to_have_count(0)
    await expect(auditor.page.get_by_role("main").get_by_role("link")).to_have_count(0)


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
async def test_forms_have_no_serious_complaint_and_fit(town: Town, scheme: str, width: int) -> None:
    size = {"width": width, "height": 800}
    admin = await town.officer(Role.OWNER, color_scheme=scheme, viewport=size, path=PATH)
    page = admin.page
    link = await invited(page)
    await page.get_by_role("button", name="Пригласить сотрудника").click()
    assert await complaints(page) == []
    assert await overflow(page, ".privacy__page") == 0
    await page.get_by_role("link", name="Анна").click()
    await expect(page.get_by_role("heading", level=1, name="Анна")).to_be_visible()
    assert await complaints(page) == []
    assert await overflow(page, ".privacy__page") == 0
    stranger = await town.page(await town.context(color_scheme=scheme, viewport=size))
    await stranger.goto(link)
    await expect(stranger.get_by_label("Имя")).to_be_visible()
    assert await complaints(stranger) == []
    assert await overflow(stranger, ".sign-in") == 0


async def overflow(page: Page, selector: str) -> int:
    """Pixels that the page or this part of it is wider than what shows it."""
    pixels: int = await page.evaluate(
        "selector => document.scrollingElement.scrollWidth - innerWidth"
        " + document.querySelector(selector).scrollWidth - document.querySelector(selector).clientWidth",
        selector,
    )
    return pixels
