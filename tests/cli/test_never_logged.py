"""Secrets, tokens and people's words are in no log: of real processes, at their most talkative, when all goes wrong.

Servers with a Postgres of their own tell webhooks, push to CRMs and make exports that work and that fail in every way
that carries something: answers with words in them, broken HTTP, redirects, refusals by Postgres that name values. All
that they say is searched: standard error and output, the log of Postgres, `/metrics`, `doctor`, and what commands list.
"""

import asyncio
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote, quote_plus
from uuid import uuid4

import httpx
from msgspec import Struct, field

from ryadom.protocol.shared import Status
from ryadom.store.database import Database, open_database
from ryadom.store.sites import Basis, Site, set_basis
from tests.chaos.server_process import ServerProcess, free_port
from tests.cli.command import environment, ryadom
from tests.receiver import Receiver, receiver, says, sends
from tests.simulators.bitrix24 import Portal, portal, refuses
from tests.simulators.faults import half_after
from tests.waiting import until, until_true
from tests.web.client import NO_TLS, PASSWORD, Client, Server, furnish

WORD = f"wordmark{token_hex(4)}"
MAIL = f"mailmark{token_hex(4)}@example.ru"
PHONE = "9123456789"
SAID = f"answermark{token_hex(4)}"
CRM_SAID = f"crmmark{token_hex(4)}"
PATH = f"pathmark{token_hex(4)}"
STRANGE = f"strangemark{token_hex(4)}"
SECRET_KEY = f"keymark{token_hex(20)}"
DEADLINE_S = 60.0


class Shop(Struct, frozen=True, kw_only=True):
    """Two workers with a Postgres, its folder, and what must not be said: `hidden`, which grows as secrets are made."""

    folder: Path
    process: ServerProcess
    settings: dict[str, str]
    database: Database
    site: Site
    server: Server
    hidden: list[str] = field(default_factory=list)

    async def command(self, *arguments: str, stdin: str = "") -> tuple[str, str]:
        """What a command prints, and what it says beside."""
        done = await asyncio.to_thread(lambda: ryadom(*arguments, stdin=stdin, **self.settings))
        assert done.status == 0, (arguments, done.err)
        return done.out, done.err

    async def rows(self, statement: str, *values: object) -> list[Any]:
        async with self.database.connection() as connection:
            return list(await connection.fetch(statement, *values))

    async def until_rows(self, statement: str, count: int) -> None:
        """Returns once there are so many."""

        async def are_there() -> bool:
            return len(await self.rows(statement)) >= count

        await until_true(are_there, deadline_s=DEADLINE_S)

    async def allow(self, port: int) -> None:
        """Puts a port of this machine into the register."""
        place = ("--host", "127.0.0.1", "--port", str(port), "--local", "--webhook-data", "contents_and_contacts")
        about = ("--recipient", "ООО «Учёт»", "--country", "RU", "--purpose", "Учёт", "--categories", "имя")
        await self.command("egress", "add", *place, *about)

    async def add_webhook(self, program: Receiver) -> str:
        """A webhook of all words; gives its id."""
        await self.allow(program.port)
        wanted = ("--site", self.site.key, "--event", "message.created", "--data", "contents_and_contacts")
        url = f"http://127.0.0.1:{program.port}/{PATH}?token={PATH}"
        secret, said = await self.command("webhook", "add", "-", *wanted, stdin=url)
        self.hidden.extend((secret.strip(), secret.strip().removeprefix("whsec_")))
        assert PATH not in said
        return said.partition("Webhook ")[2].partition(";")[0]

    async def add_connector(self, crm: Portal) -> str:
        """A connector that pushes what is closed; gives its id."""
        await self.allow(crm.port)
        id, _ = await self.command(
            *("connector", "add", "bitrix24", "--settings", "-", "--on-closed", "--without-contacts"),
            stdin=json.dumps({"url": crm.url.replace("crm.test", "127.0.0.1")}),
        )
        return id.strip()


@asynccontextmanager
async def open_shop(folder: Path, log: Path) -> AsyncIterator[Shop]:
    settings = {
        "RYADOM_DATA_DIR": str(folder),
        "RYADOM_SECRET_KEY": SECRET_KEY,
        "RYADOM_LOG_LEVEL": "debug",
        "RYADOM_LOG_FORMAT": "json",
    }
    port = free_port()
    process = ServerProcess(port=port, environ=environment(settings), log=log, workers=2)
    await process.start()
    try:
        url = f"postgresql://ryadom@/ryadom?host={folder / 'postgres/socket'}"
        async with open_database(url, pool_size=2) as database:
            site = await furnish(database)
            async with database.transaction() as connection:
                await set_basis(connection, site.id, Basis.OTHER, "договор")
            yield Shop(
                folder=folder,
                process=process,
                settings=settings,
                database=database,
                site=site,
                server=Server(port=port, database=database, site=site),
                hidden=[WORD, MAIL, PHONE, SAID, CRM_SAID, PATH, STRANGE, SECRET_KEY, PASSWORD, Portal.secret],
            )
    finally:
        await process.stop()


async def test_neither_secrets_of_webhooks_nor_what_they_carry_are_logged(short_folder: Path, tmp_path: Path) -> None:
    server, postgres = await all_said(short_folder, tmp_path, tell_webhooks)
    # That there was something to be said of values, and that it was:
    assert "CheckViolationError" in server
    assert "violates check constraint" in postgres


async def test_neither_secrets_of_crms_nor_what_is_pushed_are_logged(short_folder: Path, tmp_path: Path) -> None:
    server, _ = await all_said(short_folder, tmp_path, push_to_crms)
    assert "connector_stopped" in server


async def test_neither_keys_of_programs_nor_what_is_exported_are_logged(short_folder: Path, tmp_path: Path) -> None:
    await all_said(short_folder, tmp_path, make_exports)


async def test_nothing_that_strangers_try_is_logged(short_folder: Path, tmp_path: Path) -> None:
    await all_said(short_folder, tmp_path, knock)


async def all_said(folder: Path, tmp_path: Path, part: Callable[[Shop], Awaitable[list[str]]]) -> tuple[str, str]:
    """The logs of the servers and of Postgres after this, once they and all else have been searched."""
    log = tmp_path / "server.log"
    async with open_shop(folder, log) as shop:
        said = await part(shop)
        doctor = await asyncio.to_thread(lambda: ryadom("doctor", **shop.settings))
        async with httpx.AsyncClient(base_url=shop.server.http_url, trust_env=False, verify=NO_TLS) as http:
            metrics = await http.get("/metrics")
        assert "ryadom_webhook_deliveries_total" in metrics.text
        said += [doctor.out, doctor.err, metrics.text]
    server, postgres = log.read_text(), (folder / "postgres/server.log").read_text()
    assert "debug" in {json.loads(line)["level"] for line in server.splitlines()}
    for text in (server, postgres, *said):
        assert [one for one in forms_of(shop.hidden) if one in text] == []
    return server, postgres


def test_secrets_are_searched_for_in_the_forms_that_they_may_have() -> None:
    for before in ("", "a", "ab", "user:", "\x00"):
        for after in ("", "z", "\n", "zz"):
            for said in (before + STRANGE + after, f"{before}а/б{after}"):
                text = b64encode(said.encode()).decode()
                assert any(one in text for one in forms_of([STRANGE, "а/б"])), said
    assert quote("а/б", safe="") in forms_of(["а/б"])


def forms_of(hidden: Sequence[str]) -> list[str]:
    """As something may stand in an address or a header, too: quoted, and in base64 wherever it begins there."""
    forms: dict[str, None] = {}
    for one in hidden:
        forms |= dict.fromkeys((one, quote(one, safe=""), quote_plus(one), json.dumps(one)[1:-1]))
        raw = one.encode()
        for shift in range(3):
            # Without the characters that what stands before and behind has a part in
            first, last = (0, 2, 3)[shift], (len(raw) + shift) * 8 // 6
            for encode in (b64encode, urlsafe_b64encode):
                forms[encode(bytes(shift) + raw).decode()[first:last]] = None
    return list(forms)


async def tell_webhooks(shop: Shop) -> list[str]:
    """Taken, refused with words, answered with what is no HTTP, sent elsewhere; and Postgres takes no note of it."""
    redirect = says("302 Found", Location=f"http://elsewhere.test/{PATH}")
    async with (
        receiver(says(body=SAID.encode())) as good,
        receiver(says("500 Oops", SAID.encode())) as bad,
        receiver(sends(f"HTTP/1.1 {SAID}\r\n{SAID}\r\n\r\n".encode())) as broken,
        receiver(redirect) as moved,
    ):
        ids = [await shop.add_webhook(one) for one in (good, bad, broken, moved)]
        async with shop.server.visitor() as visitor:
            shop.hidden.append(visitor.welcome["token"])
            await talk(visitor)
            await until(lambda: bool(good.heard and bad.heard and broken.heard and moved.heard), deadline_s=DEADLINE_S)
            assert WORD in good.heard[0].body.decode()
            assert good.heard[0].path == f"/{PATH}?token={PATH}"
            shop.hidden.append(good.heard[0].headers["webhook-signature"].removeprefix("v1,"))
            await shop.until_rows("SELECT FROM webhook_deliveries WHERE attempts > 0", 4)
            # What Postgres says of the row that it does not take has the answer and the words in it.
            async with against(shop, "webhook_deliveries", f"answer <> '{SAID}'"):
                await visitor.say(f"Ещё {WORD}")
                await until(lambda: len(good.heard) > 1, deadline_s=DEADLINE_S)
                await until(lambda: "CheckViolationError" in shop.process.log_text(), deadline_s=DEADLINE_S)
            async with against(shop, "entries", f"body <> '{WORD} не пройдёт'"):
                await visitor.send("send_message", echo_id=uuid4(), body=f"{WORD} не пройдёт")
                await until(lambda: "entries_marked" in shop.process.log_text(), deadline_s=DEADLINE_S)
        [row] = await shop.rows(
            "SELECT event_id FROM webhook_deliveries AS d JOIN webhook_endpoints AS e ON e.id = d.endpoint_id "
            "WHERE e.origin = $1 ORDER BY ordinal LIMIT 1",
            f"http://127.0.0.1:{good.port}",
        )
        printed = [text for id in ids for text in await shop.command("webhook", "log", id)]
        # Whoever asks for the request is shown it, and nobody else is: not who reads what is said beside.
        request, beside = await shop.command("webhook", "log", ids[0], "--request", str(row["event_id"]))
        assert WORD in request
        assert PATH not in request
        return [*printed, beside, *await shop.command("webhook", "list")]


async def push_to_crms(shop: Shop) -> list[str]:
    """Taken, refused with the CRM's words, cut in the middle, and not let in any more."""
    async with portal() as good, portal() as bad, portal() as broken, portal() as revoked:
        bad.every = refuses(400, "", f"Нельзя: {CRM_SAID} {WORD}")
        broken.every = half_after
        for crm in (good, bad, broken, revoked):
            await shop.add_connector(crm)
        revoked.is_revoked = True
        async with shop.server.visitor() as visitor:
            posted = await talk(visitor)
            async with shop.server.operator() as anna:
                await anna.send(
                    "set_status",
                    echo_id=uuid4(),
                    conversation_id=posted["conversation_id"],
                    status=Status.CLOSED,
                )
            await until(lambda: bool(WORD in good.told and broken.called), deadline_s=DEADLINE_S)
            await shop.until_rows("SELECT FROM connector_pushes WHERE attempts > 0 OR failure <> ''", 3)
        return list(await shop.command("connector", "list"))


async def make_exports(shop: Shop) -> list[str]:
    """One that is made, one whose folder can't be, and one of which the command makes a file."""
    async with shop.server.visitor() as visitor:
        await talk(visitor)
    secret, _ = await shop.command("api-key", "add", "CRM", "--scope", "export_data", "--site", shop.site.key)
    shop.hidden.append(secret.strip())
    headers = {"Authorization": f"Bearer {secret.strip()}"}
    async with httpx.AsyncClient(
        base_url=shop.server.http_url, trust_env=False, verify=NO_TLS, headers=headers
    ) as http:

        async def asked(form: str) -> str:
            answer = await http.post("/api/v1/exports/messages/jobs", params={"format": form})
            assert answer.status_code == 202, answer.text
            return str(answer.headers["location"])

        done = await asked("csv")
        job: dict[str, Any] = {}

        async def is_done() -> bool:
            job.update((await http.get(done)).json())
            return bool(job["state"] == "done")

        await until_true(is_done, deadline_s=DEADLINE_S)
        assert WORD in (await http.get(job["file"])).text
        [folder] = shop.folder.rglob("exports")
        away = folder.rename(folder.with_name("away"))
        folder.write_text("no folder")
        await asked("jsonl")
        await until(lambda: "export put off" in shop.process.log_text(), deadline_s=DEADLINE_S)
        folder.unlink()
        away.rename(folder)
    out, beside = await shop.command("export", "messages", "--out", "-")
    assert WORD in out
    return [beside, *await shop.command("api-key", "list")]


async def knock(shop: Shop) -> list[str]:
    """Strangers with secrets of somebody's in their hands: wrong ones, in wrong places, and in no shape."""
    async with httpx.AsyncClient(base_url=shop.server.http_url, trust_env=False, verify=NO_TLS) as http:
        headers = {"Authorization": f"Bearer {STRANGE}", "Cookie": f"session={STRANGE}"}
        answers = [
            await http.get(f"/api/v1/conversations?token={STRANGE}", headers=headers),
            await http.get(f"/mail/stop/{STRANGE}", headers=headers),
            await http.post(
                "/panel/api/session",
                json={"email": MAIL, "password": STRANGE},
                headers={"Origin": shop.server.own_origin},
            ),
            await http.post(
                "/panel/api/session", content=f'{{"email": "{STRANGE}', headers={"Origin": shop.server.own_origin}
            ),
        ]
        assert all(400 <= answer.status_code < 500 for answer in answers), answers
        signed_in = await shop.server.sign_in()
        shop.hidden.extend(value for value in signed_in.cookies.values() if len(value) > 8)
    async with shop.server.socket("/ws/visitor", origin="http://shop.test") as client:
        await client.send_text(f'{{"type": "hello", "token": "{STRANGE}", "site": 7}}')
        await client.receive("error")
    return []


async def talk(visitor: Client) -> dict[str, Any]:
    """Says who they are, with all that is nobody else's business."""
    return await visitor.say(f"Это {WORD}, {MAIL}, +7{PHONE}", about={"name": WORD, "email": MAIL})


@asynccontextmanager
async def against(shop: Shop, table: str, condition: str) -> AsyncIterator[None]:
    """Has Postgres refuse rows, and say which."""
    await shop.rows(f"ALTER TABLE {table} ADD CONSTRAINT {table}_marked CHECK ({condition}) NOT VALID")
    try:
        yield
    finally:
        await shop.rows(f"ALTER TABLE {table} DROP CONSTRAINT {table}_marked")
