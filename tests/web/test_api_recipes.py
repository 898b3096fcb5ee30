"""Every `curl` of docs/api.md, docs/api-desks.md and docs/pull.md, run as it stands against a real server.

Only what stands for the reader's own is put in: address, key, ids. Each call is answered as the API's document says.
"""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from msgspec import Struct

from ryadom.core.api_keys import Scope
from ryadom.store.database import Database
from ryadom.web.openapi import openapi_document
from tests.receiver import receiver, says
from tests.web.client import SITE_KEYS, JsonObject, Server
from tests.web.conftest import lift_limits, serving
from tests.web.labels import make_labels
from tests.web.programs import anna_of, key, program
from tests.web.test_api_webhooks import made as made_webhook
from tests.web.test_webhooks_page import allow

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("api.md", "api-desks.md", "pull.md")
DOCUMENT = openapi_document()
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
ANSWERED_OTHERWISE = {
    # It asks whether a conversation has changed since its ETag, which it has not.
    ("GET", "/api/v1/conversations/{id}", "If-None-Match"): 304,
}
NEEDED = ("bash", "curl", "jq")
pytestmark = pytest.mark.skipif(
    any(shutil.which(name) is None for name in NEEDED), reason=f"the recipes of the docs need {', '.join(NEEDED)}"
)

# Notes each call with the status of its answer, and is curl else.
SHIM = """#!/bin/sh
head=$(mktemp "$LOG/XXXXXX")
"$REAL_CURL" --noproxy '*' -D "$head" "$@"
code=$?
printf '%s\\n' "$@" >"$head.args"
printf '%s %s\\n' "$head" "$code" >>"$LOG/calls"
exit $code
"""
UUIDGEN = "#!/bin/sh\ncat /proc/sys/kernel/random/uuid\n"
# `fresh`: the ETag of an object as it is now, which whoever reads the docs has at hand.
PRELUDE = """set -uo pipefail
fresh() { "$REAL_CURL" -fsS --noproxy '*' -o /dev/null -w '%header{etag}' -H "Authorization: Bearer $RYADOM_API_KEY" \
    "$RYADOM_URL/api/v1/$1"; }
done_yet() { until [ "$(api "exports/jobs/$1" | jq -r .state)" = done ]; do :; done; }
"""


class Called(Struct, frozen=True):
    """One call of a recipe."""

    method: str
    path: str
    headers: str
    status: int


def recipes(page: str) -> list[str]:
    """The shell blocks of a page that ask the API."""
    blocks = re.findall(r"^```sh\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [block for block in blocks if re.search(r"^(?:\w+=\$\()?(?:curl|api|write)\b|\bcurl ", block, re.MULTILINE)]


def functions() -> str:
    """`api` and `write`, as docs/api.md has them for both pages."""
    whole = "".join(recipes("api.md"))
    found = re.findall(r"^(?:api|write)\(\) \{.*?\}$", whole, re.DOTALL | re.MULTILINE)
    assert len(found) == 2
    return "\n".join(found) + "\n"


def filled(block: str, url: str) -> str:
    """A recipe for this server: what it says of `https://chat.example.ru` and of the site `KEY` is of ours."""
    block = re.sub(r"^ryadom .*\n", "", block, flags=re.MULTILINE)
    block = block.replace("https://chat.example.ru", url)
    block = re.sub(r"\bsite=KEY\b", f"site={SITE_KEYS[0]}", block).replace('"KEY"', f'"{SITE_KEYS[0]}"')
    block = block.replace("https://crm.example.ru/hooks/chat", "$HOOK")
    block = block.replace('"url": "$HOOK"', '"url": "\'"$HOOK"\'"')
    # Each of these is of the object that its line is about, as it was read right before.
    tagged = re.compile(r'^(write \w+ "([^"]*?\$\w+)(?:/secret)?".*?)"If-Match: \$etag(?:_of_customer)?"', re.MULTILINE)
    block = tagged.sub(r'\1"If-Match: $(fresh "\2")"', block)
    return block.replace('api "exports/jobs/$job/file"', 'done_yet "$job"\napi "exports/jobs/$job/file"')


def operation_of(method: str, path: str) -> tuple[str, JsonObject]:
    """The operation of the document that a call is."""
    for template, operations in DOCUMENT["paths"].items():
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), path) and method.lower() in operations:
            return template, operations[method.lower()]
    raise LookupError(f"{method} {path} is not in the document")


def called_in(log: Path) -> list[Called]:
    calls = []
    for line in (log / "calls").read_text().splitlines() if (log / "calls").exists() else ():
        head, code = line.split(" ")
        assert code == "0", Path(f"{head}.args").read_text()
        arguments = Path(f"{head}.args").read_text().splitlines()
        [url] = [argument for argument in arguments if argument.startswith("http://127.0.0.1")]
        named = arguments[arguments.index("-X") + 1] if "-X" in arguments else "GET"
        status = re.findall(r"^HTTP/\S+ (\d{3})", Path(head).read_text(errors="replace"), re.MULTILINE)[-1]
        calls.append(Called(named, urlsplit(url).path, "\n".join(arguments), int(status)))
    return calls


@pytest.fixture
async def server(database_url: str, database: Database, tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(database_url, database, data_dir=tmp_path / "data") as running:
        lift_limits(running)
        yield running


async def environment(server: Server, http: httpx.AsyncClient, hook: str) -> dict[str, str]:
    """What the recipes name: somebody who has written often enough, a tag, a result, a request, a webhook."""
    labels = await make_labels(server, tags=("VIP",), results=("Решено",))
    async with server.visitor() as visitor:
        for number in range(12):
            conversation_id = (await visitor.say(f"Вопрос {number}, телефон +7 916 000-00-0{number % 10}"))[
                "conversation_id"
            ]
    read = await http.get(f"conversations/{conversation_id}")
    asked = await http.post(
        "subject-requests",
        json={"kind": "access", "name": "Пётр", "contact": "petr@mail.test", "text": "Что у вас есть?"}
        | {"site": SITE_KEYS[0], "received_at": "2026-11-20T09:00:00+03:00"},
        headers={"Idempotency-Key": "before"},
    )
    assert asked.status_code == 201, asked.text
    return {
        "CONVERSATION": conversation_id,
        "CUSTOMER_ID": read.json()["customer_id"],
        "OPERATOR_ID": await anna_of(server),
        "TAG_ID": labels["VIP"],
        "ETAG": read.headers["etag"],
        "REQUEST": asked.json()["id"],
        "WEBHOOK": (await made_webhook(http, f"{hook}/before"))["webhook"]["id"],
        "HOOK": hook,
    }


async def run(block: str, folder: Path, values: Mapping[str, str]) -> list[Called]:
    """Runs a recipe in a folder of its own; what it prints is of no account, what it is answered is."""
    programs, log = folder / "bin", folder / "log"
    for path in (programs, log):
        path.mkdir(parents=True)
    for name, text in (("curl", SHIM), ("uuidgen", UUIDGEN)):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    (folder / "invoice.pdf").write_bytes(PDF)
    process = await asyncio.create_subprocess_exec(
        "bash",
        "-c",
        PRELUDE + block,
        cwd=folder,
        env=os.environ
        | values
        | {"PATH": f"{programs}:{os.environ['PATH']}", "LOG": str(log), "REAL_CURL": shutil.which("curl") or ""},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(60):
            printed, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    sys.stdout.write(printed.decode(errors="replace"))
    assert process.returncode == 0
    return called_in(log)


async def test_recipes_are_answered_as_the_document_of_the_api_says(server: Server, tmp_path: Path) -> None:
    secret = (await key(server, scopes=list(Scope))).secret
    async with receiver(says(body=b"thanks")) as heard, program(server, secret) as http:
        values = await environment(server, http, (await allow(server, heard.port)).rstrip("/"))
        values |= {"RYADOM_API_KEY": secret, "RYADOM_URL": server.http_url}
        told: list[tuple[str, Called]] = []
        for page in PAGES:
            for number, block in enumerate(recipes(page)):
                of = "WEBHOOK" if "webhooks/" in block else "REQUEST" if "subject-requests" in block else "CONVERSATION"
                calls = await run(
                    filled(functions() + block, server.http_url),
                    tmp_path / f"{page}-{number}",
                    values | {"ID": values[of]},
                )
                assert calls, block
                told += [(page, call) for call in calls]
    seen = set()
    for page, call in told:
        template, operation = operation_of(call.method, call.path)
        is_if = next((name for name in ("If-None-Match",) if name in call.headers), "")
        good = ANSWERED_OTHERWISE.get((call.method, template, is_if))
        documented = {int(status) for status in operation["responses"] if status.startswith("2")}
        assert call.status in ({good} if good else documented), (page, call)
        seen.add((call.method, template))
    # None has lost its way into a comment: this many different operations are shown.
    assert len(seen) >= 25, seen
