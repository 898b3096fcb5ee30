"""Views that a supervisor shares, in the panel of who shares them and in a colleague's that was open all the while."""

import re

import pytest
from playwright.async_api import Locator, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import complaints
from tests.browser.test_inbox import ask, tick

pytestmark = pytest.mark.asyncio(loop_scope="session")


def shared(operator: Operator) -> Locator:
    return operator.page.get_by_role("navigation", name="Общие")


async def open_menu(views: Locator, name: str) -> None:
    await views.get_by_role("button", name=f"Действия с подборкой «{name}»").click()


async def test_view_is_shared_counted_hidden_copied_renamed_and_taken_back(town: Town) -> None:
    await ask(town, "Где мой заказ?", "А мой?")
    anna = await town.operator()
    vera = await town.officer(Role.SUPERVISOR)
    own, theirs, form = (
        vera.page.get_by_role("navigation", name="Подборки"),
        anna.page.get_by_role("navigation", name="Подборки"),
        vera.page.get_by_role("region", name="Фильтр диалогов"),
    )
    await expect(vera.rows).to_have_count(2)
    await vera.press(["f"])
    await tick(form, "Состояние", "Открытые")
    await form.get_by_label("Название подборки").fill("В работе")
    await form.get_by_role("button", name="Сохранить как подборку").click()
    await expect(own.get_by_role("link", name="В работе 2")).to_be_visible()
    await open_menu(own, "В работе")
    await own.get_by_label("Кто видит").select_option("Все сотрудники сайта")
    assert await complaints(vera.page) == []
    await own.get_by_role("button", name="Сделать общей").click()
    await expect(own).to_have_count(0)
    await expect(shared(vera).get_by_role("link", name="В работе 2")).to_be_visible()

    # Anna has done nothing so far. She may use it, and not change it.
    await shared(anna).get_by_role("link", name="В работе 2").click()
    await expect(anna.rows).to_have_count(2)
    await open_menu(shared(anna), "В работе")
    await expect(shared(anna).get_by_text("Все сотрудники сайта")).to_be_visible()
    await expect(shared(anna).get_by_role("button", name=re.compile("Переименовать|Удалить|Изменить"))).to_have_count(0)
    await shared(anna).get_by_role("button", name="Скопировать себе").click()
    await expect(theirs.get_by_role("link", name="В работе 2")).to_be_visible()
    await open_menu(shared(anna), "В работе")
    await shared(anna).get_by_role("button", name="Скрыть у себя").click()
    await expect(shared(anna).get_by_role("link")).to_have_count(0)
    await anna.page.reload()
    await shared(anna).get_by_text("Скрыто: 1").click()
    await shared(anna).get_by_role("button", name="Показать «В работе»").click()

    await open_menu(shared(vera), "В работе")
    await shared(vera).get_by_label("Название подборки").fill("<b>Открытые</b>")
    await shared(vera).get_by_role("button", name="Переименовать").click()
    await expect(shared(anna).get_by_role("link")).to_have_text(["<b>Открытые</b>2"])
    await open_menu(shared(vera), "<b>Открытые</b>")
    await shared(vera).get_by_role("button", name="Удалить у всех").click()
    await expect(shared(anna)).to_have_count(0)
    await vera.page.locator(".toast").get_by_role("button", name="Отменить").click()
    await expect(shared(anna).locator(".folder__name")).to_have_text(["<b>Открытые</b>"])
    # What she has copied is her own.
    await expect(theirs.locator(".folder__name")).to_have_text(["В работе"])
