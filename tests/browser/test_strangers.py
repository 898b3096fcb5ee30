"""Names and words that want to be more than they are: the panel shows them, and everything beside them as it was."""

import os
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.async_api import FilePayload, FloatRect, Locator, expect

from tests.browser.conftest import Town
from tests.browser.test_files import attach
from tests.browser.test_identify import cabinet, customer_at, secret_of
from tests.web.conftest import lift_limits

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}
SHADE = 4
PILE = "\u0301\u0316\u0324\u0308\u0330\u0303\u0331" * 8
NAMES = {
    "turned": "Ольга \u202eвортеП",
    "piled": "".join(letter + PILE[:14] for letter in "Захар"),
    "right-to-left": "שרה לוי (2)",
    "unseen": "\u3164\u200b",
    "endless": "Ж" * 100,
}
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
LONG = "Очень длинный рассказ о чайнике. " * 120
PASTE = "чай " * 24_999 + "чаёк"
FILE = FilePayload(name="\u202eחשבון 2 של אפריל.txt", mimeType="text/plain", buffer="чай".encode())


@pytest.fixture
def town_settings(tmp_path: Path) -> dict[str, Any]:
    """With a folder for files."""
    return {"files_dir": tmp_path / "files"}


async def strangers(town: Town) -> None:
    """One customer of each name, who says hello; whoever has the name of marks says more."""
    lift_limits(town.server)
    async with cabinet(town, await secret_of(town), names=NAMES) as url:
        for customer in NAMES:
            visitor = await customer_at(town, url, customer)
            await visitor.open_chat()
            if customer == "right-to-left":
                await attach(visitor, FILE)
                await expect(visitor.host.get_by_label("Файлы к сообщению")).to_contain_text("загружен")
            await visitor.say(f"Это {customer}")
            if customer == "piled":
                await visitor.field.fill(PASTE)
                await visitor.field.press("Enter")
                await expect(visitor.own_bubbles).to_have_count(1)
                await visitor.say(LONG)
                await visitor.say(f"Зал{PILE}го")
                await visitor.say("Слева\u202e направо https://shop.example/x")
            await visitor.sees_sent()


async def box_of(locator: Locator) -> FloatRect:
    box = await locator.bounding_box()
    assert box is not None
    return box


async def direction_of(locator: Locator) -> str:
    direction: str = await locator.evaluate("element => getComputedStyle(element).direction")
    return direction


async def paints_nothing_over(culprit: Locator, neighbour: Locator) -> bool:
    """Whether the neighbour looks the same where the other is not painted."""
    with_it = await neighbour.screenshot()
    await culprit.evaluate("element => element.style.visibility = 'hidden'")
    without_it = await neighbour.screenshot()
    await culprit.evaluate("element => element.style.visibility = ''")
    before, after = (Image.open(BytesIO(shot)).convert("L") for shot in (with_it, without_it))
    assert before.size == after.size
    # What is drawn twice may differ by a shade.
    return max(ImageChops.difference(before, after).tobytes()) <= SHADE


@pytest.mark.parametrize("size", list(SIZES))
async def test_names_and_words_of_strangers_stay_in_their_places(town: Town, size: str) -> None:
    operator = await town.operator(viewport=SIZES[size], color_scheme="light" if size == "desktop" else "dark")
    page = operator.page
    await strangers(town)
    await expect(operator.rows).to_have_count(len(NAMES))
    rows = {
        "turned": operator.rows.filter(has_text="Это turned"),
        "piled": operator.rows.filter(has_text="Слева"),
        "right-to-left": operator.rows.filter(has_text="Это right-to-left"),
        "unseen": operator.rows.filter(has_text="Это unseen"),
        "endless": operator.rows.filter(has_text="Это endless"),
    }
    await expect(rows["turned"].locator(".row__name")).to_have_text("Ольга вортеП")
    await expect(rows["piled"].locator(".row__name")).to_have_text("".join(letter + PILE[:4] for letter in "Захар"))
    await expect(rows["endless"].locator(".row__name")).to_have_text(NAMES["endless"])
    await expect(rows["unseen"].locator(".row__name")).to_have_text(re.compile("^Посетитель"))
    width = SIZES[size]["width"]
    for customer, row in rows.items():
        name, time = row.locator(".row__name"), row.locator(".row__time")
        assert await direction_of(name) == ("rtl" if customer == "right-to-left" else "ltr")
        named, timed = await box_of(name), await box_of(time)
        assert named["x"] + named["width"] <= timed["x"]
        assert timed["x"] + timed["width"] <= min(width, 320 if size == "desktop" else width)
    beside = rows["turned"], rows["right-to-left"]
    for neighbour in beside:
        assert await paints_nothing_over(rows["piled"], neighbour)
    await shoot(operator.page.locator("body"), f"strangers-{size}-list")

    await rows["piled"].click()
    bubbles = operator.bubbles
    await expect(bubbles).to_have_count(4)
    assert await paints_nothing_over(bubbles.nth(2), bubbles.nth(1))
    assert await paints_nothing_over(bubbles.nth(2), bubbles.nth(3))
    # A hundred lines are folded to twenty; whoever wants the rest gets it where they are.
    folded = bubbles.nth(1)
    await folded.scroll_into_view_if_needed()
    await shoot(page.locator("body"), f"strangers-{size}-folded")
    assert (await box_of(folded))["height"] < 520
    await folded.get_by_role("button", name="Показать целиком").click()
    await expect(folded.get_by_role("button")).to_have_count(0)
    assert (await box_of(folded))["height"] > 520
    assert (await folded.locator("p").text_content()) == LONG.strip()
    await expect(bubbles.nth(3).get_by_role("link")).to_have_text("https://shop.example/x")
    head = page.locator(".group__head").first
    named, timed = await box_of(head.locator(".group__name")), await box_of(head.locator(".group__time"))
    assert named["x"] + named["width"] <= timed["x"]

    # A paste that is too long is kept, counted and not sent.
    await operator.field.fill(PASTE)
    await expect(page.get_by_text(re.compile("Длиннее предела на\u00a096000"))).to_be_visible()
    await operator.field.press("Enter")
    await expect(operator.field).to_have_value(PASTE)
    assert (await box_of(operator.field))["height"] <= 160
    await operator.field.fill("")
    await shoot(page.locator("body"), f"strangers-{size}-thread")

    if size == "phone":
        await page.get_by_role("button", name="К\u00a0списку").click()
    await rows["right-to-left"].click()
    file = operator.bubbles.locator(".file__name")
    await expect(file).to_have_text("חשבון 2 של אפריל.txt")
    stem, ending = await box_of(file.locator(".file__stem")), await box_of(file.locator("span"))
    assert stem["x"] + stem["width"] <= ending["x"] + 0.5
    assert await direction_of(page.locator(".thread-bar__name")) == "rtl"
    await shoot(page.locator("body"), f"strangers-{size}-rtl")
    shown: str = await page.evaluate("document.documentElement.outerHTML + document.title")
    assert not TURNS.search(shown)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def shoot(locator: Locator, name: str) -> None:
    if folder := os.environ.get("RYADOM_SCREENSHOTS"):
        await locator.screenshot(path=Path(folder) / f"{name}.png")
