"""A supervisor of two sites sees whose each conversation is: in its row and above the thread, at any width."""

from typing import Literal

import pytest
from playwright.async_api import Locator, expect

from ryadom.core.operators import add_operator
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import complaints
from tests.web.client import PASSWORD, SITE_KEYS

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LONG = "Константинопольскийпротоиерей"

# Where the parts of a row are, in pixels; whether each has the room that it needs.
PLACES = """rows => rows.map(row => {
  const box = part => row.querySelector(part).getBoundingClientRect();
  const [line, name, time, second] = [".row__line", ".row__name", ".row__time", ".row__line--second"].map(box);
  const whose = [...row.querySelectorAll(".row__whose > :not(.unseen)")].map(part => part.getBoundingClientRect());
  return {
    height: row.getBoundingClientRect().height,
    name: [name.left, name.height],
    timeEnd: time.right,
    second: [second.left, second.height],
    hasRoom: row.scrollWidth <= row.clientWidth && name.width >= line.width * 0.3,
    isClear: whose.every(part => part.width > 0 && part.left > name.right && part.right < time.left),
  };
})"""


async def _talk(town: Town, words: str, *, email: str | None, is_other_site: bool = False) -> None:
    """A visitor of one of the two sites writes; whoever has this e-mail answers the same, and so leads it."""
    origin = "http://other.test" if is_other_site else town.shop_url.rstrip("/")
    async with town.server.visitor(origin=origin, site=SITE_KEYS[is_other_site]) as visitor:
        conversation_id = (await visitor.say(words))["conversation_id"]
    if email:
        async with town.server.operator(email) as leader:
            await leader.say(words, conversation_id=conversation_id)


def _whose(operator: Operator, words: str) -> Locator:
    return operator.rows.filter(has_text=words).locator(".row__whose bdi")


async def test_supervisor_sees_whose_each_conversation_is_and_of_which_site(town: Town) -> None:
    await add_operator(
        town.server.database, email="long@shop.test", name=f"{LONG} Иванов", password=PASSWORD, site_keys=SITE_KEYS
    )
    await _talk(town, "Ничей", email=None)
    await _talk(town, "У Анны", email="anna@shop.test")
    await _talk(town, "У длинного", email="long@shop.test", is_other_site=True)
    vera = await town.officer(Role.SUPERVISOR, path="#all", everywhere=True)
    page = vera.page
    await expect(vera.rows).to_have_count(3)
    await expect(_whose(vera, "Ничей")).to_have_text(["Лавка"])
    await expect(_whose(vera, "У Анны")).to_have_text(["Лавка", "Анна"])
    await expect(_whose(vera, "У длинного")).to_have_text(["Другая", LONG])
    await expect(page.get_by_role("link", name=f"Другая · ведёт {LONG} Иванов")).to_have_count(1)

    for width in (1440, 340, 360):
        await page.set_viewport_size({"width": width, "height": 800})
        first, *others = await vera.rows.evaluate_all(PLACES)
        assert first["height"] == 60
        assert first["hasRoom"]
        assert first["isClear"]
        assert all(other == first for other in others)
        assert await _whose(vera, "У длинного").last.evaluate("name => name.scrollWidth > name.clientWidth")
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        assert await complaints(page, ".list") == []

    await vera.rows.filter(has_text="У длинного").click()
    bar = page.locator(".thread-bar__who")
    for width in (360, 1440):
        await page.set_viewport_size({"width": width, "height": 800})
        await expect(bar.get_by_text("Другая", exact=True)).to_be_visible()
        await expect(bar).to_contain_text(f"сети · ведёт {LONG} Иванов")
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme)
            assert await complaints(page, ".thread-bar") == []

    # Whoever takes it over needs no name any more; whoever sees one site needs no site.
    await page.get_by_role("button", name="Забрать себе").click()
    await expect(bar).to_contain_text("сети · ведёте вы")
    await expect(_whose(vera, "У длинного")).to_have_text(["Другая"])
    anna = await town.operator()
    await anna.folder("Все").click()
    await expect(anna.rows).to_have_count(2)
    await expect(anna.page.locator(".row__whose")).to_have_count(0)
    await anna.open("У Анны")
    await expect(anna.page.locator(".thread-bar__who")).to_contain_text("ведёте вы")
    await expect(anna.page.locator(".thread-bar__who")).not_to_contain_text("Лавка")
