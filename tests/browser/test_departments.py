"""Departments, the operator's name and picture, and the place in the queue, as visitors and operators meet them."""

import re
from uuid import UUID

import pytest
from playwright.async_api import expect

from ryadom.store.ids import new_id
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator, accept
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.web.client import PASSWORD
from tests.web.conftest import another_server
from tests.web.test_faces import picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

SALES, SERVICE = "Продажи", "Сервис"
ORANGE = "ff8800"


async def offer(town: Town, *, is_required: bool = False) -> list[UUID]:
    """Sales, where Anna is, and service, where nobody is."""
    ids = [new_id(), new_id()]
    site_id = town.server.site.id
    async with town.server.database.connection() as connection:
        for place, (id, name) in enumerate(zip(ids, (SALES, SERVICE), strict=True)):
            await connection.execute(
                "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, $3, $4)", site_id, id, name, place
            )
        await connection.execute(
            "INSERT INTO department_members (site_id, department_id, operator_id)"
            " SELECT $1, $2, id FROM operators WHERE email = 'anna@shop.test'",
            site_id,
            ids[0],
        )
        await connection.execute(
            "INSERT INTO department_choices (site_id, version, is_required) VALUES ($1, 1, $2)", site_id, is_required
        )
    return ids


async def test_administrator_makes_departments_and_visitors_and_operators_use_them(town: Town) -> None:
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/departments")).page
    await expect(page.get_by_text("Направлений пока нет")).to_be_visible()
    for name, member in ((SALES, "Анна"), (SERVICE, None)):
        await page.get_by_role("button", name="Добавить направление").click()
        one = page.locator(".departments__one").last
        # Whoever adds one goes on in it.
        await expect(one.get_by_label("Название")).to_be_focused()
        await page.keyboard.type(name)
        if member:
            await one.get_by_label(member).check()
    await page.get_by_role("button", name=f"Выше: {SERVICE}").click()
    await expect(page.locator(".departments__title")).to_have_text([SERVICE, SALES])
    await page.get_by_role("button", name=f"Ниже: {SERVICE}").click()
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено")).to_be_visible()
    assert await complaints(page) == []

    anna = await town.operator()
    visitor = await town.visitor()
    await visitor.open_chat()
    offered = visitor.page.get_by_role("group", name="Кому вы пишете")
    await expect(offered.get_by_role("radio")).to_have_count(3)
    await expect(offered.get_by_role("radio", name="Любому")).to_be_checked()
    await expect(offered.get_by_role("radio", name=re.compile(f"^{SERVICE}.*не.на.связи"))).to_be_visible()
    await offered.get_by_role("radio", name=SERVICE).check()
    await visitor.say("Сломался чайник")
    await visitor.sees_sent()
    await expect(offered).to_have_count(0)
    await expect(anna.rows.first.locator(".row__department")).to_have_text(SERVICE)

    await anna.open("Сломался чайник")
    await expect(anna.page.locator(".thread-bar__state")).to_contain_text(SERVICE)
    # By the keyboard, and not at once: a slip must not send anybody away.
    button = anna.page.get_by_role("button", name="Передать")
    await button.focus()
    await anna.press(["Enter"])
    here = anna.page.get_by_role("button", name=f"{SERVICE} сейчас здесь")
    await expect(here).to_have_attribute("aria-disabled", "true")
    await anna.press(["Escape"])
    await expect(button).to_be_focused()
    await button.click()
    await anna.page.get_by_role("button", name=SALES, exact=True).click()
    await expect(anna.page.get_by_text(f"Вы передали диалог в «{SALES}»")).to_be_visible()
    await expect(anna.rows.first.locator(".row__department")).to_have_text(SALES)
    await expect(anna.page.locator(".card")).to_contain_text(SALES)


async def test_open_panel_on_another_server_follows_who_is_put_into_a_department_and_taken_out(
    town: Town, database_url: str
) -> None:
    server, origin = town.server, town.shop_url.rstrip("/")
    admin = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/departments")).page
    departments = admin.locator(".departments__one")

    async def save() -> None:
        await admin.get_by_role("button", name="Сохранить").click()
        await expect(admin.get_by_text("Сохранено")).to_be_visible()

    async with (
        another_server(database_url, server.database, server.site) as elsewhere,
        server.visitor(origin=origin) as first,
        server.visitor(origin=origin) as second,
    ):
        anna = Operator(await town.page(await town.context()))
        await anna.sign_in(f"{elsewhere.http_url}/panel/", "anna@shop.test", PASSWORD)
        await first.say("Здравствуйте")
        await anna.open("Здравствуйте")
        await anna.field.fill("Черновик")

        for name in (SALES, SERVICE):
            await admin.get_by_role("button", name="Добавить направление").click()
            await expect(departments.last.get_by_label("Название")).to_be_focused()
            await admin.keyboard.type(name)
        await save()
        # Whoever is in none need not begin anew to hand over to one.
        await anna.page.get_by_role("button", name="Передать").click()
        await expect(anna.page.get_by_role("button", name=SALES, exact=True)).to_be_visible()
        await anna.press(["Escape"])
        await expect(anna.folder("Моё направление")).to_have_count(0)

        await departments.first.get_by_label("Анна").check()
        await save()
        await expect(anna.folder("Моё направление")).to_be_visible()
        await expect(anna.field).to_have_value("Черновик")
        async with server.database.connection() as connection:
            sales_id = await connection.fetchval("SELECT id FROM departments WHERE name = $1", SALES)
        await second.say("Сколько стоит", department=str(sales_id))
        await expect(anna.rows).to_have_count(2)
        # The key takes what is of their department first, though the other has been waiting for longer.
        await anna.field.focus()
        await anna.press(["Escape", "n"])
        await expect(anna.bubbles).to_have_text(["Сколько стоит"], use_inner_text=True)

        await departments.first.get_by_label("Анна").uncheck()
        await save()
        await expect(anna.folder("Моё направление")).to_have_count(0)
        await anna.page.close()


async def test_archived_department_is_offered_no_more_and_what_becomes_of_its_chats_is_said(town: Town) -> None:
    await offer(town)
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.page.get_by_role("radio", name=SERVICE).check()
    await visitor.say("Сломался чайник")
    await visitor.sees_sent()
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/departments")).page
    await page.get_by_role("button", name=f"В архив: {SERVICE}").click()
    await expect(page.get_by_text("1 открытый диалог останется за ним")).to_be_visible()
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено")).to_be_visible()
    newcomer = await town.visitor()
    await newcomer.open_chat()
    await expect(newcomer.page.get_by_role("radio")).to_have_count(0)
    await page.get_by_role("button", name=f"Вернуть из архива: {SERVICE}").click()
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено")).to_be_visible()


async def test_changes_of_two_administrators_do_not_overwrite_each_other(town: Town) -> None:
    await offer(town)
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/departments")).page
    name = page.locator(".departments__one").first.get_by_label("Название")
    await name.fill("Отдел продаж")
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE department_choices SET version = version + 1")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("alert").filter(has_text="здесь сохранили другое")).to_be_visible()
    await expect(name).to_have_value("Отдел продаж")
    await page.get_by_role("button", name="Показать новое").click()
    await expect(name).to_have_value(SALES)
    await name.fill("Отдел продаж")
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE department_choices SET version = version + 1")
    await page.get_by_role("button", name="Сохранить", exact=True).click()
    await page.get_by_role("button", name="Всё равно сохранить моё").click()
    await expect(page.get_by_text("Сохранено")).to_be_visible()
    await expect(name).to_have_value("Отдел продаж")


async def test_choice_that_is_required_is_asked_for_before_anything_goes(town: Town) -> None:
    await offer(town, is_required=True)
    visitor = await town.visitor()
    await visitor.open_chat()
    await expect(visitor.page.get_by_role("radio")).to_have_count(2)
    await visitor.field.fill("Есть улун?")
    await visitor.field.press("Enter")
    # The browser points at what must be chosen.
    await expect(visitor.page.get_by_role("radio", name=SALES)).to_be_focused()
    await expect(visitor.bubbles).to_have_count(0)
    await visitor.page.keyboard.press("Space")
    await visitor.page.get_by_role("button", name="Отправить").click()
    await visitor.sees("Есть улун?")
    await visitor.sees_sent()


async def test_page_chooses_a_department_by_name_before_and_after_the_script_has_come(town: Town) -> None:
    await offer(town)
    operator = await town.operator()
    visitor = await town.visitor()
    await visitor.page.evaluate("ryadom.setDepartment('сервис')")
    await visitor.open_chat()
    await expect(visitor.page.get_by_role("radio", name=SERVICE)).to_be_checked()
    await visitor.page.evaluate("ryadom.setDepartment('Такого нет')")
    await expect(visitor.page.get_by_role("radio", name="Любому")).to_be_checked()
    await visitor.page.evaluate(f"ryadom.setDepartment('{SALES}')")
    await visitor.say("Есть улун?")
    await visitor.sees_sent()
    await expect(operator.rows.first.locator(".row__department")).to_have_text(SALES)


async def test_visitor_sees_their_place_until_somebody_takes_the_conversation(town: Town) -> None:
    operator = await town.operator()
    first, second = await town.visitor(), await town.visitor()
    for visitor in (first, second):
        await visitor.open_chat()
        await visitor.say("Здравствуйте")
        await visitor.sees_sent()
    await expect(first.host.get_by_text("Вы 1-й в очереди.")).to_be_visible()
    await expect(second.host.get_by_text("Вы 2-й в очереди.")).to_be_visible()
    await operator.rows.first.click()
    await operator.page.get_by_role("button", name="Взять в работу").click()
    await expect(second.host.get_by_text("Вы 1-й в очереди.")).to_be_visible()
    await expect(first.host.get_by_text("в очереди")).to_have_count(0)


async def test_operator_chooses_a_name_and_a_picture_and_visitors_see_them(town: Town) -> None:
    operator = await town.operator()
    page = operator.page
    await page.get_by_role("button", name="Меню: Анна").click()
    await page.get_by_role("button", name="Имя и фото").click()
    dialog = page.get_by_role("dialog", name="Как вас видят посетители")
    async with page.expect_file_chooser() as chooser:
        await dialog.get_by_role("button", name="Загрузить фото").click()
    await (await chooser.value).set_files(
        {"name": "me.png", "mimeType": "image/png", "buffer": picture(f"#{ORANGE}")},
    )
    await expect(dialog.locator("img.avatar")).to_be_visible()
    await dialog.get_by_label("Имя для посетителей").fill("Аня")
    await dialog.get_by_role("button", name="Сохранить").click()
    await expect(dialog.get_by_text("Сохранено.")).to_be_visible()
    assert await complaints(page) == []
    await dialog.get_by_role("button", name="Закрыть").click()

    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Есть улун?")
    await operator.open("Есть улун?")
    await operator.say("Есть, три сорта")
    await visitor.sees("Есть улун?", "Есть, три сорта")
    await expect(visitor.window.get_by_role("heading", name="Аня")).to_be_visible()
    for face in (visitor.host.locator(".header img.face"), visitor.host.locator(".author img.face")):
        await expect(face).to_be_visible()
        assert await face.evaluate("(image) => image.naturalWidth") == 96
    await expect(page.locator(".group__head img.avatar")).to_be_visible()
    await expect(visitor.host.get_by_text("Анна")).to_have_count(0)


async def test_where_the_page_lets_no_picture_be_shown_the_first_letters_are(town: Town) -> None:
    async with town.server.database.connection() as connection:
        await connection.execute(
            "UPDATE operators SET avatar = $1 WHERE email = 'anna@shop.test'", picture(f"#{ORANGE}")
        )
    operator: Operator = await town.operator()
    visitor = await town.visitor("csp.html")
    # What the browser says of the picture that its policy stops is expected here.
    await visitor.open_chat()
    await visitor.say("Есть улун?")
    await operator.open("Есть улун?")
    await operator.say("Есть")
    await expect(visitor.host.locator(".header .face")).to_have_text("А")
    await expect(visitor.host.locator("img.face")).to_have_count(0)
    town.page_errors[:] = [error for error in town.page_errors if "img-src" not in error and "Image" not in error]


async def test_file_that_is_no_picture_is_refused_in_words(town: Town) -> None:
    operator = await town.operator()
    page = operator.page
    await page.get_by_role("button", name="Меню: Анна").click()
    await page.get_by_role("button", name="Имя и фото").click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Загрузить фото").click()
    await (await chooser.value).set_files(
        {"name": "me.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"}
    )
    await expect(page.get_by_role("alert").filter(has_text="Это не картинка")).to_be_visible()


async def test_leaving_the_form_of_a_site_with_changes_is_asked_about(town: Town) -> None:
    await offer(town)
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/departments", everywhere=True)).page
    await page.locator(".departments__one").first.get_by_label("Название").fill("Отдел продаж")
    asked = accept(page)
    await page.locator(".page__site select").select_option(label="Другая")
    await expect(page.get_by_text("Направлений пока нет")).to_be_visible()
    assert len(asked) == 1


@SCHEMES
async def test_choice_of_a_department_is_for_everybody(town: Town, scheme: str) -> None:
    await offer(town)
    await town.operator()
    visitor = await town.visitor(color_scheme=scheme)
    await visitor.open_chat()
    await expect(visitor.page.get_by_role("radio")).to_have_count(3)
    assert await complaints(visitor.page, "ryadom-chat") == []
