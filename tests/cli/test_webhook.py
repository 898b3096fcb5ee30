"""`ryadom webhook`: added, shown once, tried, listed without its path, removed."""

import asyncio
import json
from secrets import token_urlsafe

from ryadom.cli import webhook_wanted as command
from ryadom.cli.egress import DATA_LEVELS
from ryadom.core.api_keys import ApiKeys
from ryadom.core.webhooks.events import Event
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from tests.cli.command import ryadom
from tests.receiver import receiver, says
from tests.web.client import furnish

SECRET_KEY = token_urlsafe(40)


async def run(*arguments: str, database_url: str, stdin: str = "") -> tuple[int, str, str]:
    """With the secret key that seals what is kept."""
    settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_SECRET_KEY": SECRET_KEY}
    done = await asyncio.to_thread(lambda: ryadom(*arguments, stdin=stdin, **settings))
    return done.status, done.out, done.err


def test_choices_of_the_command_are_those_there_are() -> None:
    assert tuple(Event) == command.EVENTS
    assert tuple(DataLevel) == DATA_LEVELS


async def test_webhook_is_added_tried_listed_and_removed(database: Database, database_url: str) -> None:
    site = await furnish(database)
    async with receiver(says(body=b"thanks\x1b[2J\r\xc2\x9b")) as server:
        recipient = ("--recipient", "ООО «Учёт»", "--country", "RU", "--purpose", "Учёт", "--categories", "номера")
        place = ("--host", "127.0.0.1", "--port", str(server.port), "--local", "--webhook-data", "contents")
        code, _, err = await run("egress", "add", *place, *recipient, database_url=database_url)
        assert code == 0, err
        url = f"http://127.0.0.1:{server.port}/s3cret"
        wanted = ("--site", site.key, "--event", "message.created", "--data", "contents")
        code, secret, err = await run("webhook", "add", url, *wanted, database_url=database_url)
        assert (code, secret[:6]) == (0, "whsec_"), err
        id = err.partition("Webhook ")[2].partition(";")[0]
        code, listed, _ = await run("webhook", "list", database_url=database_url)
        [line] = listed.splitlines()
        assert line.split("\t") == [
            id,
            f"http://127.0.0.1:{server.port}",
            "message.created",
            "1",
            "contents",
            "good",
            "0",
            "-",
        ]
        assert secret.strip() not in listed
        code, said, _ = await run("webhook", "test", id, database_url=database_url)
        assert (code, "answered 200" in said, "thanks" in said) == (0, True, True)
        assert not {"\x1b", "\r", "\x9b"} & set(said)
        server.answer = says("500 Oops")
        assert (await run("webhook", "test", id, database_url=database_url))[0] == 1
        code, new_secret, _ = await run("webhook", "rotate", id, database_url=database_url)
        assert (code, new_secret != secret) == (0, True)
        assert await run("webhook", "log", id, database_url=database_url) == (0, "", "")
        async with database.connection() as connection:
            await connection.execute(
                "INSERT INTO webhook_deliveries (endpoint_id, event_id, event, object_id, happened_at, due_at, outcome,"
                " attempts, tried_at, origin) VALUES ($1, gen_random_uuid(), 'message.created', gen_random_uuid(),"
                " now(), NULL, 'delivered', 1, now(), 'https://old.test')",
                id,
            )
        assert "https://old.test" in (await run("webhook", "log", id, database_url=database_url))[1].split("\t")
        async with database.connection() as connection:
            event_id = str(await connection.fetchval("SELECT event_id FROM webhook_deliveries"))
        code, shown, err = await run("webhook", "log", id, "--request", event_id, database_url=database_url)
        assert (code, shown.splitlines()[0]) == (0, f"POST http://127.0.0.1:{server.port}/…"), err
        assert f"webhook-id: {event_id}" in shown
        # Its conversation is none.
        assert "No body: the webhook is told of such an event, or of its site, no more" in err
        assert "webhook-signature" not in shown
        code, _, err = await run("webhook", "log", id, "--request", event_id, "--failed", database_url=database_url)
        assert (code, "name it alone" in err) == (2, True)
        code, _, err = await run("webhook", "log", id, "--request", id, database_url=database_url)
        assert (code, "No delivery of this webhook" in err) == (1, True)
        code, said, _ = await run("webhook", "replay", id, database_url=database_url)
        assert (code, said.split(".")[0]) == (0, "Due again: 0")
        await run("webhook", "disable", id, database_url=database_url)
        assert "by_hand" in (await run("webhook", "list", database_url=database_url))[1]
        await run("webhook", "enable", id, database_url=database_url)
        code, said, _ = await run("webhook", "remove", id, database_url=database_url)
        assert (code, "is removed" in said) == (0, True)
        code, _, err = await run("webhook", "remove", id, database_url=database_url)
        assert (code, "ryadom webhook list" in err) == (1, True)


async def test_host_that_is_not_listed_is_refused_with_the_remedy(database: Database, database_url: str) -> None:
    await furnish(database)
    code, out, err = await run("webhook", "add", "https://127.0.0.1/", database_url=database_url)
    assert (code, out) == (1, "")
    assert "ryadom egress add" in err


async def test_url_may_be_given_on_standard_input(database: Database, database_url: str) -> None:
    await furnish(database)
    url = "https://user:pass@127.0.0.1/\n"
    code, _, err = await run("webhook", "add", "-", stdin=url, database_url=database_url)
    assert (code, "names a user" in err) == (1, True)


async def test_url_that_is_none_is_refused(database: Database, database_url: str) -> None:
    await furnish(database)
    code, _, err = await run("webhook", "add", "https://user:pass@127.0.0.1/", database_url=database_url)
    assert code == 1
    assert "names a user" in err
    assert "pass" not in err


async def test_webhook_is_changed_and_what_is_not_named_stays(database: Database, database_url: str) -> None:
    site = await furnish(database)
    async with receiver(says()) as server:
        recipient = ("--recipient", "ООО «Учёт»", "--country", "RU", "--purpose", "Учёт", "--categories", "номера")
        place = ("--host", "127.0.0.1", "--port", str(server.port), "--local")
        code, _, err = await run("egress", "add", *place, *recipient, database_url=database_url)
        assert code == 0, err
        origin = f"http://127.0.0.1:{server.port}"
        code, _, err = await run("webhook", "add", f"{origin}/one", database_url=database_url)
        id = err.partition("Webhook ")[2].partition(";")[0]

        async def change(*options: str, stdin: str = "") -> tuple[int, str, str]:
            return await run("webhook", "change", id, *options, database_url=database_url, stdin=stdin)

        async def listed() -> list[str]:
            return (await run("webhook", "list", database_url=database_url))[1].strip().split("\t")[2:5]

        assert await listed() == ["all", "all", "ids"]
        assert (await change("--event", "message.created", "--site", site.key))[0] == 0
        assert await listed() == ["message.created", "1", "ids"]
        code, said, err = await change("--url", "-", stdin=f"{origin}/two\n")
        assert (code, said) == (0, f"{origin} is changed.\n"), err
        assert await listed() == ["message.created", "1", "ids"]
        await run("webhook", "test", id, database_url=database_url)
        assert [heard.path for heard in server.heard] == ["/two"]
        assert (await change("--all-events", "--all-sites"))[0] == 0
        assert await listed() == ["all", "all", "ids"]
        for options, told in (
            ((), "Say what to change"),
            (("--all-sites", "--site", site.key), "not both"),
            (("--url", "-"), "url"),
            (("--url", "https://127.0.0.1/"), "ryadom egress add"),
            (("--data", "contents"), "allows 127.0.0.1 no more than ids"),
            (("--site", "nowhere"), "ryadom site list"),
            (("--answer-within", "5"), "answers nobody"),
            (("--never-close",), "answers nobody"),
            (("--bot", "Алиса"), "No such option"),
        ):
            code, _, err = await change(*options)
            assert (code != 0, told.lower() in " ".join(err.split()).lower()) == (True, True), (options, err)


async def test_time_and_one_delivery_are_not_told_again_at_once(database: Database, database_url: str) -> None:
    id = "019385d3-0000-7000-8000-000000000000"
    both = ("--event", id, "--since", "2026-11-28")
    code, _, err = await run("webhook", "replay", id, *both, database_url=database_url)
    assert (code, "name it alone" in err) == (2, True)
    code, _, err = await run("webhook", "replay", id, "--since", "2026-11-28", database_url=database_url)
    assert (code, "ryadom webhook list" in err) == (1, True)


async def test_bot_is_added_and_listed_and_takes_no_events(database: Database, database_url: str) -> None:
    site = await furnish(database)
    async with receiver(says()) as server:
        recipient = ("--recipient", "ООО «Чат»", "--country", "RU", "--purpose", "Ответы", "--categories", "сообщения")
        place = ("--host", "127.0.0.1", "--port", str(server.port), "--local", "--webhook-data", "contents")
        code, _, err = await run("egress", "add", *place, *recipient, database_url=database_url)
        assert code == 0, err
        url = f"http://127.0.0.1:{server.port}/bot"
        bot = ("--site", site.key, "--bot", "Помощник", "--answer-within", "15")
        code, _, err = await run("webhook", "add", url, *bot, "--event", "message.created", database_url=database_url)
        assert (code, "told of no events" in err) == (2, True)
        code, secret, err = await run("webhook", "add", url, *bot, database_url=database_url)
        assert (code, secret[:6]) == (0, "whsec_"), err
        _, listed, _ = await run("webhook", "list", database_url=database_url)
        [line] = listed.splitlines()
        assert line.split("\t")[2:6] == ["bot Помощник, 15 s", "1", "contents", "good"]
        await run("webhook", "remove", line.split("\t")[0], database_url=database_url)
        code, _, err = await run("webhook", "add", url, "--close-after", "60", database_url=database_url)
        assert (code, "name it by --bot" in err) == (2, True)
        code, _, err = await run("webhook", "add", url, *bot, "--close-after", "60", database_url=database_url)
        assert code == 0, err
        _, listed, _ = await run("webhook", "list", database_url=database_url)
        assert listed.split("\t")[2] == "bot Помощник, 15 s, closes after 60 min"
        id = listed.split("\t")[0]

        async def changed(*options: str) -> str:
            code, said, err = await run("webhook", "change", id, *options, database_url=database_url)
            if code:
                return " ".join(err.split())
            assert said == f"http://127.0.0.1:{server.port} is changed.\n"
            _, listed, _ = await run("webhook", "list", database_url=database_url)
            return listed.split("\t")[2]

        assert await changed("--answer-within", "20") == "bot Помощник, 20 s, closes after 60 min"
        assert await changed("--never-close") == "bot Помощник, 20 s"
        assert await changed("--close-after", "1440") == "bot Помощник, 20 s, closes after 1440 min"
        assert "not both" in await changed("--never-close", "--close-after", "5")
        assert "0 is not in the range" in await changed("--answer-within", "0")
        for events in (("--event", "message.created"), ("--all-events",)):
            assert "told of no events" in await changed(*events)


async def test_list_and_revocation_say_which_webhooks_end_with_a_key(database: Database, database_url: str) -> None:
    await furnish(database)
    async with receiver(says()) as server:
        recipient = ("--recipient", "ООО «Учёт»", "--country", "RU", "--purpose", "Учёт", "--categories", "номера")
        place = ("--host", "127.0.0.1", "--port", str(server.port), "--local")
        assert (await run("egress", "add", *place, *recipient, database_url=database_url))[0] == 0
        wanted = ("--scope", "manage_webhooks", "--scope", "read_chats", "--days", "30")
        code, secret, err = await run("api-key", "add", "CRM", *wanted, database_url=database_url)
        key = await ApiKeys(database=database).find(secret.strip())
        code, _, err = await run("webhook", "add", f"http://127.0.0.1:{server.port}/s3cret", database_url=database_url)
        assert code == 0, err
        id = err.partition("Webhook ")[2].partition(";")[0]
        async with database.connection() as connection:
            # As if the key had added it
            await connection.execute("UPDATE webhook_endpoints SET api_key_id = $1", key.id)

        async def last_cell() -> str:
            return (await run("webhook", "list", database_url=database_url))[1].strip().split("\t")[-1]

        assert (await last_cell()).startswith(f"CRM, until {key.expires_at:%Y-%m-%d}")
        code, listed, _ = await run("webhook", "list", "--json", database_url=database_url)
        [one] = json.loads(listed)
        assert (one["id"], one["site_ids"], one["looked_after_by"]["name"]) == (id, None, "CRM")
        assert one["looked_after_by"]["id"] == str(key.id)
        assert "s3cret" not in listed
        assert "sealed" not in listed
        code, said, err = await run("api-key", "revoke", str(key.id), database_url=database_url)
        assert (code, said, "end with it: 1" in err) == (0, "CRM is good no more.\n", True)
        assert (await last_cell()).startswith("CRM, over since ")
