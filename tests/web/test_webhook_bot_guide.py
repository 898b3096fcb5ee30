"""docs/webhook-bot.md: the bot that it shows is run as it stands, and answers visitors of a real server."""

import asyncio
import os
import re
import sys
from pathlib import Path

from ryadom.core.webhook_bots.wanted import BotWanted
from ryadom.core.webhooks.trials import send_trial
from ryadom.store.egress import DataLevel
from ryadom.store.journal_chain import COMMAND_LINE
from tests.bots import NAME, allow, endpoints
from tests.chaos.server_process import free_port
from tests.waiting import until_true
from tests.web.client import Server
from tests.web.conftest import SECRET_KEY

GUIDE = (Path(__file__).parents[2] / "docs/webhook-bot.md").read_text(encoding="utf-8")


def script() -> str:
    [found] = re.findall(r"^```python\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    return str(found)


async def test_bot_of_the_guide_answers_closes_and_hands_over(server: Server, tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "bot.py").write_text(script(), encoding="utf-8")
    async with endpoints(server.database, SECRET_KEY) as webhooks:
        made = await webhooks.add(
            await allow(server.database, server.site, port),
            [server.site],
            events=[],
            data=DataLevel.CONTENTS,
            is_for_all=False,
            by=COMMAND_LINE,
            bot=BotWanted(name=NAME),
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(tmp_path / "bot.py"),
            env=os.environ | {"BOT_SECRET": made.secret, "PORT": str(port)},
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await until_true(lambda: listens(port))
            assert (await send_trial(webhooks, made.id)).is_good
            async with server.visitor() as guest:
                await guest.say("Сколько стоит доставка?")
                answer = await guest.receive("message_posted")
                assert (answer["body"], answer["choices"]) == (
                    "По городу бесплатно, за два дня.",
                    ["Позовите сотрудника"],
                )
                await guest.say("Спасибо!")
                assert (await guest.receive("message_posted"))["body"] == "Рады помочь!"
                assert (await guest.receive("status_changed"))["status"] == "closed"
                await guest.say(answer["choices"][0])
                assert "сотрудник" in (await guest.receive("message_posted"))["body"]
                assert (await guest.receive("conversation_assigned"))["operator"] is None
        finally:
            process.kill()
            await process.wait()


async def listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
