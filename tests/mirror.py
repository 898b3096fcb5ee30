"""A program that keeps a copy by the pull: it applies pages in turn, and knows nothing else."""

from collections.abc import Sequence
from typing import Any

from msgspec import to_builtins

from ryadom.core.api_keys import ApiKeys, MadeKey, Program, Scope
from ryadom.core.change_cursors import ChangeCursors
from ryadom.core.changes import ChangesDesk
from ryadom.core.pull_places import PullPlaces
from ryadom.live.news import News
from ryadom.protocol.public import ChangesPage
from ryadom.store.database import Database
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

JsonObject = dict[str, Any]


class Mirror:
    """What the program has, by kind and id; `cursor` as it keeps it."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], JsonObject] = {}
        self.cursor = ""
        self.pages = 0

    def apply(self, page: ChangesPage | JsonObject) -> None:
        """Puts one page in its place."""
        told: JsonObject = page if isinstance(page, dict) else to_builtins(page)
        for change in told["changes"]:
            one = change["object"]
            key = (one["object"], one["id"])
            if change["type"] == "upsert":
                self.objects[key] = one
                continue
            self.objects.pop(key, None)
            # What goes with it, as docs/pull.md says
            if one["object"] == "customer":
                gone = {id for id, known in self._of("conversation") if known["customer_id"] == one["id"]}
            else:
                gone = {one["id"]}
            if one["object"] != "message":
                for id in gone:
                    self.objects.pop(("conversation", id), None)
                for id, message in self._of("message"):
                    if message["conversation_id"] in gone:
                        del self.objects["message", id]
        self.cursor = told["cursor"]
        self.pages += 1

    def column(self, kind: str, *names: str) -> dict[str, tuple[Any, ...]]:
        """These fields of all objects of a kind."""
        return {id: tuple(known[name] for name in names) for id, known in self._of(kind)}

    def _of(self, kind: str) -> list[tuple[str, JsonObject]]:
        return [(id, known) for (of, id), known in self.objects.items() if of == kind]


def desk_on(database: Database) -> ChangesDesk:
    """The pull without a server around it."""
    return ChangesDesk(
        database=database,
        api_keys=ApiKeys(database=database),
        cursors=ChangeCursors(["a test's secret key, long enough to be one"]),
        news=News(),
        places=PullPlaces(),
        is_draining=lambda: False,
    )


async def programme(desk: ChangesDesk, sites: Sequence[Site], *, is_for_all: bool = False) -> Program:
    """A program with a key of its own for these sites."""
    made: MadeKey = await desk.api_keys.make(
        sites, name="CRM", scopes=[Scope.READ_CHANGES], is_for_all=is_for_all, expires_at=None, by=COMMAND_LINE
    )
    return await desk.api_keys.admit(await desk.api_keys.find(made.secret), Scope.READ_CHANGES)


async def catch_up(desk: ChangesDesk, program: Program, mirror: Mirror, *, limit: int = 100) -> None:
    """Pulls until there is nothing more."""
    while True:
        page = await desk.page(program, program.chosen([]), mirror.cursor, limit=limit, network=None)
        assert len(page.changes) <= limit
        mirror.apply(page)
        if not page.has_more:
            return


async def expected(connection: Connection) -> dict[str, dict[str, tuple[Any, ...]]]:
    """What a copy is to hold, asked for without any of the pull's own queries."""
    shown = "v.blocked_at IS NULL AND v.erased_at IS NULL"
    of = "JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id"
    customers = await connection.fetch(
        "SELECT DISTINCT v.id, v.name, coalesce(k.company, '') AS company FROM conversations AS c "  # noqa: S608 - ours
        f"{of} LEFT JOIN customer_cards AS k ON k.visitor_id = v.id WHERE {shown}"
    )
    conversations = await connection.fetch(
        f"SELECT c.id, c.last_seq, c.status FROM conversations AS c {of} WHERE {shown}"  # noqa: S608 - ours
    )
    messages = await connection.fetch(
        "SELECT e.conversation_id, e.seq, e.body FROM entries AS e "  # noqa: S608 - ours
        f"JOIN conversations AS c ON c.id = e.conversation_id {of} WHERE e.kind = 'message' AND {shown}"
    )
    return {
        "customer": {str(row["id"]): (row["name"], row["company"]) for row in customers},
        "conversation": {str(row["id"]): (row["last_seq"], row["status"]) for row in conversations},
        "message": {f"{row['conversation_id']}-{row['seq']}": (row["body"],) for row in messages},
    }


def held(mirror: Mirror) -> dict[str, dict[str, tuple[Any, ...]]]:
    """What a copy holds, as `expected` tells it."""
    return {
        "customer": mirror.column("customer", "name", "company"),
        "conversation": mirror.column("conversation", "version", "status"),
        "message": mirror.column("message", "body"),
    }
