"""One sequence: two empty sites, the people of them, and two panels that stay open through all of it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count, groupby

from ryadom.store.sites import Site
from ryadom.web.context import Context
from tests.converge.differences import differences
from tests.converge.panels import Panel
from tests.converge.people import Colleague, Visitor, come_to_work
from tests.converge.script import Step
from tests.converge.town import SignedIn, Town
from tests.web.client import JsonObject

FOLDERS = ("waiting", "mine", "department", "all", "snoozed", "closed")
STATES = ("open", "snoozed", "closed")
SNOOZES_S = (1, 60, 3_000, 40_000)
STATUSES = ("open", "closed")
REGULARS = 9
CROWD = 26
DAY_S = 86_400
TICKS_S = (0.4, 2.5, 9, 70, 1_900)
"""Pauses on either side of whatever the rules of the server reckon with."""

CONVERGE_WITHIN_S = 6.0
"""More than the feed's unasked reading and the leases of presence take."""

_names = count()


class ScreensDiffer(AssertionError):
    """A panel shows something else than one that has just been opened."""


class Scene:
    """Its public methods are the steps; they take three numbers to choose by."""

    def __init__(self, town: Town, sites: Sequence[Site], panels: Sequence[Panel], colleague: Colleague) -> None:
        self._town = town
        self._sites = sites
        self._panels = panels
        self._colleague = colleague
        self._visitors = [self._new_visitor(number) for number in range(REGULARS)]
        self._bodies = count(1)
        self._answers: dict[str, list[int]] = {}

    async def play(self, steps: Sequence[Step]) -> None:
        """Does the steps, those of one moment at the same time, and compares the screens at the end.

        Raises:
            ScreensDiffer: also in the middle.
        """
        for _, together in groupby(steps, key=lambda step: step.at_once):
            async with asyncio.TaskGroup() as tasks:
                for step in together:
                    tasks.create_task(getattr(self, step.name)(*step.choices))
        await self.screens_are_compared(0, 0, 0)

    async def close(self) -> None:
        """Everybody goes home."""
        await asyncio.gather(*(visitor.leaves() for visitor in self._visitors))

    # --- visitors -----------------------------------------------------------------------------------------------------

    async def visitor_writes(self, who: int, _b: int, _c: int) -> None:
        await self._visitor(who).writes(self._body())

    async def visitor_visits(self, who: int, page: int, referrer: int) -> None:
        referrers = ("", "http://ya.ru/", "http://shop.test/")
        await self._visitor(who).visits(f"http://shop.test/{page}", referrers[referrer % 3])

    async def visitor_reads(self, who: int, _b: int, _c: int) -> None:
        await self._visitor(who).reads()

    async def visitor_rates(self, who: int, score: int, comment: int) -> None:
        await self._visitor(who).rates(1 + score % 5, self._body() if comment % 2 else "")

    async def visitor_types(self, who: int, _b: int, _c: int) -> None:
        await self._visitor(who).types()

    async def visitor_leaves(self, who: int, _b: int, _c: int) -> None:
        await self._visitor(who).leaves()

    async def crowd_comes(self, _a: int, _b: int, _c: int) -> None:
        crowd = [self._new_visitor(number) for number in range(CROWD)]
        self._visitors += crowd
        await asyncio.gather(*(visitor.writes(self._body()) for visitor in crowd))
        await asyncio.gather(*(visitor.writes(self._body()) for visitor in crowd))

    async def visitor_is_blocked_or_no_more(self, who: int, _b: int, _c: int) -> None:
        await self._visitor(who).is_blocked_or_no_more(self._town)

    async def conversation_heats_up(self, who: int, status: int, whom: int) -> None:
        """Both sides at once, by different servers: one tells of what follows what the other has not told."""
        visitor = self._visitor(who)
        await visitor.writes(self._body())
        target = {"conversation_id": visitor.conversation_id}
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(visitor.writes(self._body()))
            tasks.create_task(self._colleague.does("send_message", **target, body=self._body()))
            tasks.create_task(self._colleague.does("set_status", **target, status=STATUSES[status % 2]))
            tasks.create_task(visitor.writes(self._body()))
            assigned = {**target, "operator_id": self._operator_id(whom)}
            tasks.create_task(self._colleague.does("assign_conversation", **assigned))

    # --- a colleague --------------------------------------------------------------------------------------------------

    async def colleague_answers(self, where: int, _b: int, _c: int) -> None:
        if conversation_id := self._conversation(where):
            answer = await self._colleague.does("send_message", conversation_id=conversation_id, body=self._body())
            if "seq" in answer:
                self._answers.setdefault(conversation_id, []).append(answer["seq"])

    async def colleague_assigns(self, where: int, whom: int, department: int) -> None:
        if conversation_id := self._conversation(where):
            target = {
                "conversation_id": conversation_id,
                "operator_id": self._operator_id(whom),
                "department_id": self._department_id(department),
            }
            await self._colleague.does("assign_conversation", **target)

    async def colleague_sets_status(self, where: int, status: int, _c: int) -> None:
        if conversation_id := self._conversation(where):
            await self._colleague.does("set_status", conversation_id=conversation_id, status=STATUSES[status % 2])

    async def colleague_snoozes(self, where: int, until: int, is_over: int) -> None:
        if conversation_id := self._conversation(where):
            at = None if is_over % 3 == 0 else await self._town.instant_after(SNOOZES_S[until % len(SNOOZES_S)])
            await self._colleague.does("snooze_conversation", conversation_id=conversation_id, until=at)

    async def colleague_tags(self, where: int, add: int, remove: int) -> None:
        if conversation_id := self._conversation(where):
            tags = {"add_ids": [self._tag_id(add)], "remove_ids": [self._tag_id(remove)]}
            await self._colleague.does("tag_conversation", conversation_id=conversation_id, **tags)

    async def colleague_notes(self, where: int, _b: int, _c: int) -> None:
        """For colleagues only; it may be edited and deleted like an answer."""
        if conversation_id := self._conversation(where):
            note = await self._colleague.does("add_note", conversation_id=conversation_id, body=self._body())
            if "seq" in note:
                self._answers.setdefault(conversation_id, []).append(note["seq"])

    async def colleague_quotes(self, where: int, seq: int, _c: int) -> None:
        """One of the first entries: refused where it is no message that the visitor sees."""
        if conversation_id := self._conversation(where):
            quote = {"body": self._body(), "reply_to_seq": 1 + seq % 9}
            await self._colleague.does("send_message", conversation_id=conversation_id, **quote)

    async def colleague_edits(self, where: int, which: int, _c: int) -> None:
        """A message of theirs; while the window is open, and nobody has deleted it."""
        if answer := self._answer(where, which):
            await self._colleague.does("edit_message", **answer, body=self._body())

    async def colleague_deletes(self, where: int, which: int, _c: int) -> None:
        if answer := self._answer(where, which):
            await self._colleague.does("delete_message", **answer)

    async def colleague_reads(self, where: int, seq: int, _c: int) -> None:
        if conversation_id := self._conversation(where):
            await self._colleague.reads(conversation_id, seq % 9)

    # --- the operators of the panels ----------------------------------------------------------------------------------

    async def panel_answers(self, who: int, where: int, _c: int) -> None:
        if conversation_id := self._conversation(where):
            await self._panel(who).do("send", conversation_id, self._body())

    async def panel_notes(self, who: int, where: int, _c: int) -> None:
        if conversation_id := self._conversation(where):
            await self._panel(who).do("note", conversation_id, self._body())

    async def panel_assigns(self, who: int, where: int, whom: int) -> None:
        if conversation_id := self._conversation(where):
            target = {"operatorId": self._operator_id(whom), "departmentId": self._department_id(where + whom)}
            await self._panel(who).do("lead", conversation_id, {"kind": "assign", **target})

    async def panel_sets_status(self, who: int, where: int, status: int) -> None:
        if conversation_id := self._conversation(where):
            step = {"kind": "status", "status": STATUSES[status % 2], "resultId": None}
            await self._panel(who).do("lead", conversation_id, step)

    async def panel_snoozes(self, who: int, where: int, until: int) -> None:
        if conversation_id := self._conversation(where):
            at = await self._town.instant_after(SNOOZES_S[until % len(SNOOZES_S)])
            await self._panel(who).do("lead", conversation_id, {"kind": "snooze", "until": at})

    async def panel_tags(self, who: int, where: int, tag: int) -> None:
        if conversation_id := self._conversation(where):
            step = {"kind": "tag", "addIds": [self._tag_id(tag)], "removeIds": [self._tag_id(who + where)]}
            await self._panel(who).do("lead", conversation_id, step)

    async def panel_edits(self, who: int, where: int, seq: int) -> None:
        """One of the first messages: mostly somebody else's, and refused."""
        if conversation_id := self._conversation(where):
            await self._panel(who).do("edit", conversation_id, 1 + seq % 9, self._body())

    async def panel_deletes(self, who: int, where: int, seq: int) -> None:
        if conversation_id := self._conversation(where):
            await self._panel(who).do("delete", conversation_id, 1 + seq % 9)

    async def panel_sees(self, who: int, _b: int, _c: int) -> None:
        await self._panel(who).do("markSeen")

    async def panel_opens_folder(self, who: int, folder: int, _c: int) -> None:
        await self._panel(who).do("openFolder", FOLDERS[folder % len(FOLDERS)])

    async def panel_opens_filter(self, who: int, which: int, value: int) -> None:
        filters = (
            {"tag_ids": [self._tag_id(value)]},
            {"states": [STATES[value % 3], STATES[which % 3]]},
            {"operator_ids": [str(self._town.operators[value % 3].id)], "is_unanswered": which % 2 == 0},
            {"department_ids": [str(self._sites[value % 2].id)], "states": ["open"]},
            {"site_ids": [str(self._sites[value % 2].id)], "scores": [1, 2, 3]},
            {"is_unanswered": True},
        )
        await self._panel(who).do("openFolder", "filtered", filters[which % len(filters)])

    async def panel_opens_conversation(self, who: int, where: int, _c: int) -> None:
        await self._panel(who).do("openConversation", self._conversation(where))

    async def panel_wants_rows(self, who: int, _b: int, _c: int) -> None:
        await self._panel(who).do("wantMoreRows")

    async def panel_wants_older(self, who: int, _b: int, _c: int) -> None:
        await self._panel(who).do("wantOlderEntries")

    # --- lines, servers and time --------------------------------------------------------------------------------------

    async def line_is_cut(self, whose: int, _b: int, _c: int) -> None:
        await self._panel(whose).line("cut")

    async def line_is_cut_soon(self, whose: int, frames: int, _c: int) -> None:
        await self._panel(whose).line("cutAfter", 1 + frames % 12)

    async def line_is_lost(self, whose: int, _b: int, _c: int) -> None:
        await self._panel(whose).line("lose")

    async def line_falls_silent(self, whose: int, _b: int, _c: int) -> None:
        await self._panel(whose).line("silence")

    async def line_is_held(self, whose: int, _b: int, _c: int) -> None:
        await self._panel(whose).line("hold")

    async def line_is_restored(self, whose: int, _b: int, _c: int) -> None:
        await self._panel(whose).do("restore")

    async def server_says_goodbye(self, which: int, _b: int, _c: int) -> None:
        context: Context = self._town.servers[which % 2].app.state.context
        await context.sockets.say_goodbye()

    async def bus_is_cut(self, _a: int, _b: int, _c: int) -> None:
        await self._town.cut_bus()

    async def time_passes(self, pause: int, _b: int, _c: int) -> None:
        await self._pass(TICKS_S[pause % len(TICKS_S)])

    async def day_passes(self, whose: int, _b: int, _c: int) -> None:
        """One panel is away for a day, from now until its line is restored; the other sleeps and wakes."""
        await self._panel(whose).line("lose")
        await self._pass(DAY_S)

    async def screens_are_compared(self, _a: int, _b: int, _c: int) -> None:
        async with asyncio.TaskGroup() as tasks:
            for panel, operator in zip(self._panels, self._town.panelists, strict=True):
                tasks.create_task(self._compare(panel, operator))

    # ------------------------------------------------------------------------------------------------------------------

    async def _compare(self, panel: Panel, operator: SignedIn) -> None:
        await panel.do("restore")
        deadline = asyncio.get_running_loop().time() + CONVERGE_WITHIN_S
        while found := differences(**await self._screens(panel, operator)):
            if asyncio.get_running_loop().time() > deadline:
                raise ScreensDiffer(f"{panel.name} (held != fresh):\n  " + "\n  ".join(found))

    async def _screens(self, panel: Panel, operator: SignedIn) -> dict[str, JsonObject]:
        async with opened(self._town, operator) as fresh:
            return await panel.compare(fresh)

    async def _pass(self, seconds: float) -> None:
        await self._town.pass_time(seconds)
        for panel in self._panels:
            await panel.do("sleep", seconds * 1_000)

    def _new_visitor(self, number: int) -> Visitor:
        return Visitor(self._sites[number % 2], self._town.servers, has_page=number % 3 > 0)

    def _visitor(self, number: int) -> Visitor:
        return self._visitors[number % len(self._visitors)]

    def _panel(self, number: int) -> Panel:
        return self._panels[number % len(self._panels)]

    def _conversation(self, number: int) -> str | None:
        known = [visitor.conversation_id for visitor in self._visitors if visitor.conversation_id is not None]
        return known[number % len(known)] if known else None

    def _answer(self, where: int, which: int) -> JsonObject | None:
        """One of the colleague's messages, newer ones sooner."""
        known = list(self._answers)
        if not known:
            return None
        conversation_id = known[where % len(known)]
        seqs = self._answers[conversation_id][-3:]
        return {"conversation_id": conversation_id, "message_seq": seqs[which % len(seqs)]}

    def _operator_id(self, number: int) -> str | None:
        ids = [str(operator.id) for operator in self._town.operators]
        return [*ids, None][number % (len(ids) + 1)]

    def _department_id(self, number: int) -> str | None:
        """None, or of either site: one of another site than the conversation's is refused."""
        return [None, *(str(site.id) for site in self._sites)][number % (len(self._sites) + 1)]

    def _tag_id(self, number: int) -> str:
        return str(self._town.tag_ids[number % len(self._town.tag_ids)])

    def _body(self) -> str:
        number = next(self._bodies)
        # Some are cut in rows, and some hold what the panelists see masked.
        contact = f" звоните +7 916 123-45-{number % 100:02}" if number % 3 == 0 else ""
        return f"{number}" + " и ещё" * (27 + number % 5 if number % 7 == 0 else 0) + contact + " и ещё" * (number % 4)


@asynccontextmanager
async def opened(town: Town, operator: SignedIn) -> AsyncIterator[Panel]:
    """A panel that has just been opened, until the block ends."""
    urls = [f"ws://127.0.0.1:{server.port}/ws/operator" for server in town.servers]
    headers = {"Cookie": operator.cookie}
    panel = await town.panels.open(f"panel {next(_names)}", urls, headers)
    try:
        yield panel
    finally:
        await panel.close()


@asynccontextmanager
async def scene_in(town: Town) -> AsyncIterator[Scene]:
    """A fresh scene. The first site is everybody's, the second one not the second panelist's."""
    await town.forget_sites()
    sites = [await town.new_site(town.operators), await town.new_site((town.panelists[0], town.vera))]
    async with AsyncExitStack() as stack:
        colleague = await come_to_work(stack, town.servers[0], town.vera)
        panels = [await stack.enter_async_context(opened(town, operator)) for operator in town.panelists]
        scene = Scene(town, sites, panels, colleague)
        stack.push_async_callback(scene.close)
        yield scene
