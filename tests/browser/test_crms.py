"""Each CRM but Bitrix24, which has tests of its own: set up by hand, filled from its lists, told of, and wrong.

One town has them all, one after the other: what is looked at is what differs from CRM to CRM.
"""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
import pytest_asyncio
from msgspec import Struct
from playwright.async_api import Browser, Page, expect

from ryadom.core.connectors.kinds import KINDS
from ryadom.store.operators import Role
from tests.browser.conftest import Town, town_on
from tests.browser.people import Operator, accept
from tests.browser.test_customer_card import WIDE, card_of
from tests.conftest import PostgresServer, fresh_database
from tests.simulators import amocrm, megaplan, onec, planfix, retailcrm
from tests.simulators.faults import Fault
from tests.tls_front import CERTIFICATE, HOST, tls_front
from tests.waiting import until
from tests.web.test_connectors_page import PHONE, allow, choose_basis

pytestmark = pytest.mark.asyncio(loop_scope="session")


FILLED = "Заявка +79123456789"


class Case(Struct, frozen=True, kw_only=True):
    """A CRM. `access`: what is asked for at first; `picks`: what is picked from its lists, and `card`: where
    that stands then. `field`: one that is mapped by hand. `revoked`: what is said once the access is good no more."""

    kind: str
    title: str
    running: Callable[[], AbstractAsyncContextManager[Any]]
    access: Mapping[str, str]
    picks: Mapping[str, str]
    field: str
    account: str
    revoked: str
    link: re.Pattern[str]
    denies: Fault
    denied: str
    card: Callable[[Any], tuple[object, ...]]
    holds: tuple[object, ...]


CASES = (
    Case(
        kind="amocrm",
        title="amoCRM",
        running=amocrm.account,
        access={"Адрес аккаунта": "", "Долгосрочный токен": amocrm.TOKEN},
        picks={"Воронка и\u00a0этап": "Продажи: Успешно реализовано", "Ответственный": "Анна"},
        field="name",
        account="Лавка",
        revoked="токен",
        link=re.compile(r"/leads/detail/\d+$"),
        denies=amocrm.refuses(422, "Unprocessable Entity"),
        denied="не приняла: 422",
        card=lambda crm: (
            crm.leads[0]["pipeline_id"],
            crm.leads[0]["status_id"],
            crm.leads[0]["responsible_user_id"],
            crm.leads[0]["name"].partition(" · ")[0],
        ),
        holds=(33, 142, 7, FILLED),
    ),
    Case(
        kind="retailcrm",
        title="RetailCRM",
        running=retailcrm.shop,
        access={"Адрес аккаунта": "", "Ключ API": retailcrm.KEY},
        picks={
            "Статус заказа": "Новый",
            "Ответственный": "Сотрудник 7 Кузнецова",
            "Способ оформления": "Онлайн-консультант",
        },
        field="managerComment",
        account="lavka",
        revoked="не узнала ключ",
        link=re.compile(r"/orders/\d+/edit$"),
        denies=retailcrm.refuses(400, "Errors in the entity format", {"phone": "Не телефон"}),
        denied="phone: Не телефон",
        card=lambda crm: (
            crm.orders[0]["status"],
            crm.orders[0]["managerId"],
            crm.orders[0]["orderMethod"],
            crm.orders[0]["managerComment"],
        ),
        holds=("new", 7, "live-chat", FILLED),
    ),
    Case(
        kind="1c",
        title="1С",
        running=onec.base,
        access={"Адрес HTTP-сервиса": f"/{onec.SERVICE}", "Пользователь базы": onec.USER, "Пароль": onec.PASSWORD},
        picks={},
        field="title",
        account="Управление торговлей",
        revoked="не узнала пользователя",
        link=re.compile(r"/shop/ru/#e1cib/1$"),
        denies=onec.refuses(422, "Нет контрагента"),
        denied="Нет контрагента",
        card=lambda crm: tuple(one["card"]["title"] for one in crm.conversations.values()),
        holds=(FILLED,),
    ),
    Case(
        kind="planfix",
        title="Планфикс",
        running=planfix.account,
        access={"Адрес аккаунта": "", "Токен REST API": planfix.TOKEN},
        picks={
            "Шаблон задачи": "Сделка",
            "Шаблон нового контакта": "Контакт",
            "Ответственный": "Сотрудник 7 Кузнецова",
        },
        field="name",
        account=HOST,
        revoked="не узнал токен",
        link=re.compile(r"/task/\d+$"),
        denies=planfix.refuses(400, 41, "Недопустимое значение"),
        denied="Недопустимое значение",
        card=lambda crm: (
            crm.tasks[0]["template"],
            str(crm.tasks[0]["assignees"]),
            crm.tasks[0]["name"].partition(" · ")[0],
        ),
        holds=({"id": 6}, "{'users': [{'id': 'user:7'}]}", FILLED),
    ),
    Case(
        kind="megaplan",
        title="Мегаплан",
        running=megaplan.account,
        access={"Адрес аккаунта": "", "Логин сотрудника": megaplan.USER, "Пароль": megaplan.PASSWORD},
        picks={"Схема сделок, обязательно": "Продажи", "Ответственный": "Сотрудник 7"},
        field="name",
        account="Продажи",
        revoked="не узнал",
        link=re.compile(r"/deals/\d+/card/$"),
        denies=megaplan.refuses(422, "Слишком длинно", field="name"),
        denied="Слишком длинно",
        card=lambda crm: (
            crm.deals[0]["program"]["id"],
            crm.deals[0]["manager"]["id"],
            crm.deals[0]["name"].partition(" · ")[0],
        ),
        holds=("5", "7", FILLED),
    ),
)


class Office(Struct, frozen=True):
    """A town, with an administrator at the page of CRMs and an operator at conversations."""

    town: Town
    setup: Page
    anna: Operator


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def office(chromium: Browser, postgres: PostgresServer, template_database: str) -> AsyncIterator[Office]:
    with fresh_database(postgres, template_database) as url, pytest.MonkeyPatch.context() as patch:
        # Cards are linked to by https alone, and so these CRMs have certificates.
        patch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        async with town_on(chromium, url) as town:
            await choose_basis(town.server)
            setup = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/connectors")).page
            accept(setup)
            async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
                await visitor.say(f"Для примера: {PHONE}")
            yield Office(town, setup, await town.operator(viewport=WIDE))
            assert town.page_errors == []


async def test_each_crm_is_set_up_by_hand() -> None:
    assert [case.kind for case in CASES] == [kind.name for kind in KINDS if kind.name != "bitrix24"]


@pytest.mark.parametrize("case", CASES, ids=[case.kind for case in CASES])
async def test_crm_is_set_up_by_its_own_lists_and_told_of_what_is_said(office: Office, case: Case) -> None:
    page, town = office.setup, office.town
    async with case.running() as crm, tls_front(crm.port) as port:
        await allow(town.server, crm, host=HOST, port=port)
        origin = f"https://{HOST}:{port}"
        await connect(page, case, origin)
        if case.kind == "megaplan":
            await is_told(page, "Выберите схему сделок")
        await map_by_an_example(page, case)
        crm.is_revoked = True
        await is_told(page, case.revoked)
        assert crm.secret not in await page.content()
        crm.is_revoked = False
        await page.get_by_role("button", name="Проверить подключение").click()
        told = page.get_by_role("status").filter(has_text="CRM отвечает и\u00a0даёт всё, что нужно")
        await expect(told).to_contain_text(case.account)
        assert (crm.made, crm.told) == (0, "")

        if case.kind == "1c":
            crm.link = f"{origin}/shop/ru/#e1cib/1"
        words = f"Для {case.kind}: мой номер {PHONE}"
        async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
            await visitor.say(words)
        await until(lambda: crm.made == 1)
        await office.anna.open(f"Для {case.kind}: мой номер")
        part = card_of(office.anna).get_by_role("listitem").filter(has_text=case.title)
        await expect(part.get_by_text("отправлен", exact=False)).to_be_visible(timeout=15_000)
        link = part.get_by_role("link", name=f"{case.title}: карточка")
        await expect(link).to_have_attribute("href", case.link)
        assert (await link.get_attribute("href") or "").startswith(origin)
        assert case.card(crm) == case.holds

        # What it refuses, whoever sees the card reads in Russian, and nothing else went there
        crm.every = case.denies
        await part.get_by_role("button", name=re.compile("^Отправить")).click()
        await expect(part.get_by_text("не\u00a0ушло")).to_contain_text(case.denied, timeout=15_000)
        assert crm.secret not in await part.inner_text()
        assert crm.made == 1
        await page.get_by_role("button", name="Удалить", exact=True).click()
        await expect(page.get_by_role("status").filter(has_text="удалено")).to_be_visible()


async def connect(page: Page, case: Case, origin: str) -> None:
    """Fills in what it is reached by."""
    await page.goto(page.url.partition("#")[0] + "#privacy/connectors")
    await page.get_by_role("button", name="Подключить CRM").click()
    await page.get_by_label("CRM", exact=True).select_option(label=case.title)
    for label, value in case.access.items():
        address = label.startswith("Адрес")
        await page.get_by_label(label, exact=True).fill(origin + value if address else value)
    await page.get_by_role("button", name="Подключить CRM").click()
    await expect(page.get_by_role("heading", name=case.title)).to_be_visible()
    await expect(page.get_by_role("status").filter(has_text="пока выключена")).to_be_visible()


async def is_told(page: Page, words: str) -> None:
    """A trial fails, and says why in words for people: nothing of commands, of names of settings, of codes."""
    await page.get_by_role("button", name="Проверить подключение").click()
    problem = page.get_by_role("status").filter(has_text="Не\u00a0получилось.")
    await expect(problem).to_contain_text(words)
    assert not re.search(r"_|ryadom", await problem.inner_text())


async def map_by_an_example(page: Page, case: Case) -> None:
    """Picks from the lists that the CRM has given, maps a field while the example shows it, and keeps both."""
    await page.get_by_role("button", name="Изменить").click()
    for label, option in case.picks.items():
        await page.get_by_label(label, exact=True).select_option(label=option)
    await page.get_by_role("button", name="Показать на\u00a0примере").click()
    field = page.get_by_label(f"Что в\u00a0поле {case.field}", exact=True)
    example = page.get_by_label("Пример карточки", exact=True)
    await field.fill("Заявка {secret}")
    refusal = page.get_by_role("alert").filter(has_text=f"Поле {case.field} так заполнить нельзя")
    await expect(refusal).to_be_visible()
    await field.fill("Заявка {phone}")
    await expect(example).to_contain_text(FILLED)
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("status").filter(has_text="Сохранено")).to_be_visible()
    await expect(page.get_by_role("button", name="Отключить")).to_be_visible()
