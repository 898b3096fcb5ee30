"""Lists of more than a page: a window of rows in the page, everything as it is scrolled, in order and once."""

import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Town
from tests.browser.test_inbox import ask
from tests.search import feed_all

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHATS = 130
# A screen of 900 px has 13 rows, with 4 more at each end.
MOST_DRAWN = 24
# As if each had been written by a visitor of its own, 20 s before the next one, and nobody had looked. All within the
# hour that is news to a search that was there before.
CROWD = """
    WITH crowd AS (
        SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS visitor_id, now() - n * interval '20 s' AS at
        FROM generate_series(1, $2::integer) AS n
    ), come AS (
        INSERT INTO visitors (site_id, id, locale, created_at) SELECT $1, visitor_id, 'ru', at FROM crowd
    ), begun AS (
        INSERT INTO conversations (
            site_id, id, visitor_id, last_seq, last_public_seq, queued_at, waiting_since, active_at, created_at
        )
        SELECT $1, id, visitor_id, 1, 1, at, at, at, at FROM crowd
    )
    INSERT INTO entries (
        site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body, created_at
    )
    SELECT $1, id, 1, 'message', true, 0, 'visitor', visitor_id, gen_random_uuid(), 'Вопрос ' || n, at FROM crowd
"""
READ = """() => {
  const scroller = document.querySelector(".list__scroller");
  return {
    rows: [...scroller.querySelectorAll("li")].map((row) => ({
      place: Number(row.ariaPosInSet),
      size: Number(row.ariaSetSize),
      words: row.querySelector(".row__words").textContent,
      top: row.getBoundingClientRect().top - scroller.getBoundingClientRect().top,
    })),
    screen: scroller.clientHeight,
    left: scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight,
    isLoading: scroller.querySelector(".list__more") !== null,
  };
}"""

# Every row that has room on the screen, but for what is said below the last one.
DRAWN = f"""() => {{
  const {{ rows, screen, left, isLoading }} = ({READ})();
  const end = isLoading ? Math.min(screen, screen - 60 + left) : screen;
  return rows.some(({{ top }}) => top <= 0) && rows.some(({{ top }}) => top + 60 >= end);
}}"""

FOCUSED_IS_SEEN = """() => {
  const row = document.activeElement.getBoundingClientRect();
  const list = document.querySelector(".list__scroller").getBoundingClientRect();
  return list.top <= row.top && row.bottom <= list.bottom;
}"""


async def crowd(town: Town) -> list[str]:
    """Open conversations that are nobody's; what is said in them, the newest first."""
    async with town.server.database.transaction() as connection:
        await connection.execute(CROWD, town.server.site.id, CHATS)
    return [f"Вопрос {number}" for number in range(1, CHATS + 1)]


async def scroll(page: Page, way: str) -> None:
    """Takes the list to there, and waits for the rows of that place."""
    await page.locator(".list__scroller").evaluate(f"list => list.scrollTop = {way}")
    await page.wait_for_function(DRAWN)


async def test_long_list_draws_a_window_and_brings_every_row_once_in_order(town: Town) -> None:
    said = await crowd(town)
    anna = await town.operator(viewport={"width": 1440, "height": 900})
    page = anna.page
    await anna.folder("Все").click()
    await expect(anna.rows.locator(".row__words").first).to_have_text(said[0])

    # By the keyboard beyond the window, and beyond the first page; then up again, beyond the window's other edge.
    walk = [*("j" for _ in said[:55]), *("k" for _ in range(16))]
    for key, words in zip(walk, [*said[:55], *said[53:37:-1]], strict=True):
        await anna.press([key])
        await expect(page.locator(".row:focus .row__words")).to_have_text(words)
        assert await page.evaluate(FOCUSED_IS_SEEN)
    await scroll(page, "0")

    found: dict[int, str] = {}
    while len(found) < CHATS:
        seen = await page.evaluate(READ)
        assert len(seen["rows"]) <= MOST_DRAWN
        for row in seen["rows"]:
            assert found.setdefault(row["place"], row["words"]) == row["words"]
            # As many as there are is known once all are there.
            assert row["size"] == (-1 if seen["isLoading"] else CHATS)
        # At the end of what is there the next page is on its way.
        if len(found) < CHATS and seen["left"] < 1:
            await page.wait_for_function(f"() => ({READ})().left > 0")
        await scroll(page, "list.scrollTop + list.clientHeight - 60")
    assert [found[place] for place in range(1, CHATS + 1)] == said

    # What is read stays where it is while somebody else writes; at the very top the newest is what is wanted.
    await scroll(page, "3000")
    [read] = [row for row in (await page.evaluate(READ))["rows"] if row["top"] == 0]
    await ask(town, "Я только что пришёл")
    still = page.get_by_role("listitem").filter(has=page.get_by_text(read["words"], exact=True))
    await expect(still).to_have_attribute("aria-posinset", str(read["place"] + 1))
    await expect(still).to_have_attribute("aria-setsize", str(CHATS + 1))
    assert {row["words"]: row["top"] for row in (await page.evaluate(READ))["rows"]}[read["words"]] == 0

    # To the end and back by the browser's own keys: the walk goes on from where it was.
    await page.locator(".list__scroller").focus()
    await anna.press(["End"])
    await expect(anna.rows.last).to_be_in_viewport(ratio=1)
    await expect(anna.rows.last).to_contain_text(said[-1])
    await anna.press(["k"])
    await expect(page.locator(".row:focus .row__words")).to_have_text(said[37])
    assert await page.evaluate(FOCUSED_IS_SEEN)
    await anna.press(["Home"])
    await expect(anna.rows.first).to_be_in_viewport(ratio=1)
    await expect(anna.rows.first).to_contain_text("Я только что пришёл")
    await ask(town, "И я")
    await expect(anna.rows.first).to_contain_text("И я")
    await expect(anna.rows.first).to_be_in_viewport(ratio=1)


async def test_results_beyond_a_page_come_as_they_are_scrolled_and_once_more_where_that_failed(town: Town) -> None:
    said = await crowd(town)
    await feed_all(town.server.database)
    anna = await town.operator(viewport={"width": 1440, "height": 900})
    page = anna.page
    is_cut = True

    async def cut(route: Route) -> None:
        """All but the first page, while that is so."""
        if (route.request.post_data_json or {}).get("cursor") and is_cut:
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/panel/api/search", cut)
    await page.get_by_role("searchbox").fill("вопрос")
    results = page.get_by_role("list", name="Найденные диалоги").get_by_role("listitem")
    again = page.get_by_role("button", name="Повторить")
    await results.first.wait_for()
    await results.last.scroll_into_view_if_needed()
    await again.scroll_into_view_if_needed()
    first_page = await results.count()
    assert 0 < first_page < CHATS
    await expect(page.get_by_role("status").filter(has_text="Нашлось")).to_have_count(0)
    is_cut = False
    await again.click()
    await expect(results).not_to_have_count(first_page)
    await expect(page.get_by_role("status").filter(has_text=re.compile(r"Нашлось: \d+\+ диал"))).to_be_attached()
    while (count := await results.count()) < CHATS:
        await results.last.scroll_into_view_if_needed()
        await expect(results).not_to_have_count(count)
    await expect(results.locator("mark")).to_have_count(CHATS)
    assert await results.locator(".result__words").all_text_contents() == said
    await expect(page.get_by_role("status").filter(has_text=f"Нашлось: {CHATS} диалогов")).to_be_attached()
