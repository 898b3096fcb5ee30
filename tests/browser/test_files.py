"""Files both ways, as people send them: chosen, pasted, dropped; refused, cancelled, downloaded."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import FilePayload, Locator, Route, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator, Visitor
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.consents import ask_for_consent
from tests.search import feed_all
from tests.waiting import until, until_true
from tests.web.client import PASSWORD
from tests.web.files import kept, png
from tests.web.work import add_colleague

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHOTO = FilePayload(name="Чайник.png", mimeType="image/png", buffer=png(320, 240))
NOTE = FilePayload(name="Список.txt", mimeType="text/plain", buffer="чай\nсахар\n".encode())


@pytest.fixture
def town_settings(tmp_path: Path) -> dict[str, Any]:
    """With a folder for files."""
    return {"files_dir": tmp_path / "files"}


def chips(visitor: Visitor) -> Locator:
    return visitor.host.get_by_label("Файлы к сообщению").get_by_role("listitem")


async def attach(visitor: Visitor, *files: FilePayload) -> None:
    async with visitor.page.expect_file_chooser() as choosing:
        await visitor.host.get_by_role("button", name="Прикрепить файл").click()
    await (await choosing.value).set_files(list(files))


async def transfer(target: Locator, event: str, file: FilePayload) -> None:
    """Drops or pastes a file, as the browser would."""
    await target.evaluate(
        """(element, [event, name, type, content]) => {
          const data = new DataTransfer();
          const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
          data.items.add(new File([bytes], name, { type }));
          const options = { bubbles: true, cancelable: true, composed: true };
          element.dispatchEvent(event === "paste"
            ? new ClipboardEvent(event, { ...options, clipboardData: data })
            : new DragEvent(event, { ...options, dataTransfer: data }));
        }""",
        [event, file["name"], file["mimeType"], base64.b64encode(file["buffer"]).decode()],
    )


async def drag_over(target: Locator, file: FilePayload, *, hint: str = "Отпустите, чтобы прикрепить") -> None:
    """Until the panel says what comes of it: what takes files is fetched with the field."""

    async def is_said() -> bool:
        await transfer(target, "dragover", file)
        return await target.page.get_by_text(hint).is_visible()

    await until_true(is_said)


async def test_files_that_were_chosen_go_with_the_message_and_come_down_again(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await attach(visitor, PHOTO, NOTE)
    await expect(chips(visitor)).to_have_text(
        [re.compile(r"Чайник\.png.*загружен", re.S), re.compile(r"Список\.txt.*загружен", re.S)]
    )
    await visitor.say("Вот")
    await visitor.sees_sent()

    await expect(chips(visitor)).to_have_count(0)
    bubble = visitor.own_bubbles.first
    await expect(bubble.get_by_role("img", name="Изображение: Чайник.png")).to_be_visible()
    await expect(bubble.locator("p")).to_have_text("Вот")
    async with visitor.page.expect_download() as downloading:
        await bubble.get_by_role("button", name="Список.txt").click()
    download = await downloading.value
    assert download.suggested_filename == "Список.txt"
    assert (await download.path()).read_bytes() == NOTE["buffer"]


async def test_files_alone_are_a_message_that_another_page_shows_with_its_image(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await attach(visitor, PHOTO)
    await expect(chips(visitor)).to_contain_text("загружен")
    await visitor.host.get_by_role("button", name="Отправить").click()
    await visitor.sees_sent()

    await visitor.page.reload()
    image = visitor.host.get_by_role("img", name="Изображение: Чайник.png")
    await expect(image).to_be_visible()
    assert await image.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [320, 240]
    await expect(visitor.own_bubbles.first.locator("p")).to_have_count(0)


@pytest.mark.parametrize("event", ["paste", "drop"])
async def test_image_that_is_pasted_or_dropped_is_attached(town: Town, event: str) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await expect(visitor.host.get_by_role("button", name="Прикрепить файл")).to_be_visible()

    await transfer(visitor.field, event, PHOTO)

    await expect(chips(visitor)).to_contain_text("загружен")
    await expect(visitor.field).to_be_focused()


async def test_what_is_not_taken_is_said_with_the_remedy_and_holds_nothing_up(town: Town, tmp_path: Path) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    program = FilePayload(name="a.exe", mimeType="application/x-msdownload", buffer=b"MZ" + bytes(100))
    lie = FilePayload(name="договор.pdf", mimeType="application/pdf", buffer=png())
    empty = FilePayload(name="пусто.txt", mimeType="text/plain", buffer=b"")
    large = FilePayload(name="фильм.txt", mimeType="text/plain", buffer=bytes(10_000_001))
    await attach(visitor, program, lie, empty, large)
    await expect(chips(visitor)).to_contain_text(
        [
            "Такие файлы не принимаем. Подойдут JPEG, PNG",
            "Имя не подходит к содержимому",
            "Файл пустой",
            "Больше 10 МБ",
        ]
    )
    await visitor.say("Не вышло")
    await visitor.sees_sent()
    for name in ("a.exe", "договор.pdf", "пусто.txt", "фильм.txt"):
        await visitor.host.get_by_role("button", name=f"Убрать: {name}").click()
    await expect(chips(visitor)).to_have_count(0)
    assert kept(tmp_path / "files") == []


async def test_upload_can_be_cancelled_and_one_that_failed_tried_again(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    held: list[Route] = []

    async def hold(route: Route) -> None:
        held.append(route)

    await visitor.page.route("**/visitor/*/files", hold)
    await attach(visitor, PHOTO)
    await expect(visitor.host.get_by_role("progressbar")).to_be_visible()
    await expect(visitor.host.get_by_role("button", name="Отправить")).to_have_attribute("aria-disabled", "true")

    await visitor.host.get_by_role("button", name="Отменить загрузку: Чайник.png").click()

    await expect(chips(visitor)).to_have_count(0)
    await attach(visitor, PHOTO)
    # The bar shows before the request has come this far
    await until(lambda: len(held) == 2)
    await held[-1].abort()
    await expect(chips(visitor)).to_contain_text("Нет связи: файл не загрузился.")
    await visitor.page.unroute("**/visitor/*/files")
    await visitor.host.get_by_role("button", name="Загрузить ещё раз: Чайник.png").click()
    await expect(chips(visitor)).to_contain_text("загружен")


async def test_nothing_is_uploaded_before_consent_and_then_by_itself(town: Town, tmp_path: Path) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    visitor = await town.visitor()
    await visitor.open_chat()
    await attach(visitor, PHOTO)
    await expect(chips(visitor)).to_contain_text("загрузится после согласия")
    assert kept(tmp_path / "files") == []

    # It is gone as soon as the server has heard of it.
    await visitor.host.get_by_role("checkbox").click()

    await expect(chips(visitor)).to_contain_text("загружен")
    await visitor.host.get_by_role("button", name="Отправить").click()
    await visitor.sees_sent()
    await expect(visitor.host.get_by_role("img", name="Изображение: Чайник.png")).to_be_visible()


async def test_who_sits_before_the_page_next_finds_no_file_of_the_one_before(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await attach(visitor, PHOTO)
    await expect(chips(visitor)).to_contain_text("загружен")

    await visitor.page.evaluate("ryadom.reset()")

    await expect(chips(visitor)).to_have_count(0)
    await visitor.say("Это уже я")
    await visitor.sees_sent()
    await expect(visitor.own_bubbles.first.get_by_role("img")).to_have_count(0)


async def test_where_the_page_forbids_the_preview_there_is_a_link(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.page.evaluate(
        """() => {
          const policy = document.createElement("meta");
          policy.httpEquiv = "Content-Security-Policy";
          policy.content = "img-src 'self'";
          document.head.append(policy);
        }"""
    )
    await visitor.open_chat()
    await attach(visitor, PHOTO)
    await expect(chips(visitor)).to_contain_text("загружен")
    await visitor.host.get_by_role("button", name="Отправить").click()
    await expect(visitor.own_bubbles.first.get_by_role("button", name="Чайник.png")).to_contain_text("КБ")
    town.page_errors.clear()  # the browser tells of the policy


async def test_operator_sees_and_downloads_what_a_visitor_sent_and_answers_with_a_file(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await attach(visitor, PHOTO, NOTE)
    await expect(chips(visitor)).to_contain_text(["загружен", "загружен"])
    await visitor.say("Такой есть?")
    operator = await town.operator()
    await operator.open("Такой есть?")

    image = operator.bubbles.first.get_by_role("img", name="Изображение: Чайник.png")
    await expect(image).to_be_visible()
    assert await image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    async with operator.page.expect_download() as downloading:
        await operator.bubbles.first.get_by_role("link", name="Список.txt").click()
    assert (await (await downloading.value).path()).read_bytes() == NOTE["buffer"]

    async with operator.page.expect_file_chooser() as choosing:
        await operator.page.get_by_role("button", name="Прикрепить файл").click()
    await (await choosing.value).set_files([NOTE])
    chosen = operator.page.get_by_label("Файлы к ответу").get_by_role("listitem")
    await expect(chosen).to_contain_text("загружен")
    await transfer(operator.field, "paste", PHOTO)
    await expect(chosen).to_contain_text(["загружен", "загружен"])
    await operator.page.get_by_role("button", name="Ответить", exact=True).click()
    await expect(chosen).to_have_count(0)
    answer = visitor.bubbles.last
    await expect(answer.get_by_role("button", name="Список.txt")).to_be_visible()
    await expect(answer.get_by_role("img", name="Изображение: Чайник.png")).to_be_visible()
    await expect(operator.bubbles.last.get_by_role("img")).to_be_visible()


async def test_conversation_is_found_by_the_name_of_its_file_and_among_those_with_files(town: Town) -> None:
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as other:
        await other.say("Чайник у вас есть?")
    visitor = await town.visitor()
    await visitor.open_chat()
    await attach(visitor, PHOTO)
    await expect(chips(visitor)).to_contain_text(["загружен"])
    await visitor.say("Вот такой, на фото")
    await visitor.sees_sent()
    await feed_all(town.server.database)

    operator = await town.operator(viewport={"width": 1440, "height": 900})
    page = operator.page
    found = page.get_by_role("list", name="Найденные диалоги").get_by_role("listitem")
    await page.get_by_role("searchbox").fill("чайники")
    await expect(found).to_have_count(2)
    with_file = found.filter(has_text="Вот такой, на фото")
    await expect(with_file.locator("mark").first).to_have_text("Чайник")
    await expect(with_file).to_contain_text("Чайник.png")
    await page.get_by_text("Фильтры", exact=True).click()
    await page.get_by_label("Только с файлами").check()
    await expect(found).to_have_count(1)
    await with_file.get_by_role("link").first.click()
    await expect(operator.bubbles.get_by_role("img", name="Изображение: Чайник.png")).to_be_in_viewport()
    await page.get_by_role("button", name="Убрать фильтр: Только с файлами").click()
    await expect(found).to_have_count(2)


async def test_answer_of_files_alone_that_a_colleague_has_overtaken_is_sent_by_a_second_press_only(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Есть список?")
    await visitor.sees_sent()
    anna = await town.operator()
    await anna.open("Есть список?")
    await transfer(anna.field, "paste", NOTE)
    chosen = anna.page.get_by_label("Файлы к ответу").get_by_role("listitem")
    await expect(chosen).to_contain_text("загружен")
    vera = Operator(await town.page(await town.context()))
    await vera.sign_in(f"{town.server.http_url}/panel/", await add_colleague(town.server, "Вера"), PASSWORD)
    await vera.open("Есть список?")
    await vera.say("Сейчас пришлю")
    await anna.sees("Есть список?", "Сейчас пришлю")
    await anna.field.press("Enter")
    await expect(anna.page.get_by_text("Пока вы писали, ответил коллега: Вера.")).to_be_visible()
    await expect(chosen).to_have_count(1)
    await anna.field.press("Enter")
    await expect(visitor.bubbles.last.get_by_role("button", name="Список.txt")).to_be_visible()


async def test_operator_is_told_why_a_file_is_not_taken_and_can_take_it_back(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Вопрос")
    operator = await town.operator()
    await operator.open("Вопрос")
    lie = FilePayload(name="договор.pdf", mimeType="application/pdf", buffer=png())

    await drag_over(operator.field, lie)
    await transfer(operator.field, "drop", lie)

    chosen = operator.page.get_by_label("Файлы к ответу").get_by_role("listitem")
    await expect(chosen).to_contain_text("Имя не подходит к содержимому")
    assert await complaints(operator.page) == []
    await operator.page.get_by_role("button", name="Убрать: договор.pdf").click()
    await expect(chosen).to_have_count(0)
    await expect(operator.field).to_be_focused()


async def test_owner_chooses_which_files_are_taken(town: Town) -> None:
    owner = await town.officer(Role.OWNER, path="#privacy/widget")
    await owner.page.get_by_label("Принимать файлы от посетителей").uncheck()
    await owner.page.get_by_label("архивы ZIP").check()
    await owner.page.get_by_label("Самый большой файл, МБ").fill("3")
    await owner.page.get_by_role("button", name="Сохранить").click()
    await expect(owner.page.get_by_text("Сохранено.")).to_be_visible()
    async with town.server.database.connection() as connection:
        settings = json.loads(await connection.fetchval("SELECT settings FROM widget_settings"))
    assert settings["files"] == {
        "from_visitors": False, "kinds": ["images", "pdf", "documents", "texts", "archives"], "max_mb": 3,
    }  # fmt: skip
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    await expect(visitor.host.get_by_role("button", name="Прикрепить файл")).to_have_count(0)


@SCHEMES
async def test_files_are_accessible_and_fit_a_phone(town: Town, scheme: str) -> None:
    visitor = await town.visitor(color_scheme=scheme, viewport={"width": 360, "height": 640})
    await visitor.open_chat()
    long_name = "Очень длинное имя файла, которое никуда не помещается, потому что его так назвали.txt"
    await attach(visitor, PHOTO, FilePayload(name=long_name, mimeType="text/plain", buffer=b"a"))
    await expect(chips(visitor).last).to_contain_text("загружен")
    await visitor.say("Файлы")
    await visitor.sees_sent()
    await attach(visitor, PHOTO, FilePayload(name="a.exe", mimeType="application/x-msdownload", buffer=b"MZ"))
    await expect(chips(visitor).last).to_contain_text("не принимаем")
    assert await visitor.window.evaluate("window => window.scrollWidth <= window.clientWidth")
    assert await complaints(visitor.page, "ryadom-chat") == []
