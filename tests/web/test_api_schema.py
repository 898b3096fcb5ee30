"""The whole of `/api/v1` by its own document: whatever a program sends, it is answered as the document says."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import jsonschema_rs
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from ryadom.cli.api import api_as_markdown
from ryadom.core.api_keys import Scope
from ryadom.core.export_counting import Form
from ryadom.core.leads import YEARS
from ryadom.core.webhooks.events import BOT_MESSAGE, TEST, Event
from ryadom.store.database import Database
from ryadom.store.exports import Kind
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.web.api_table import OPERATIONS
from ryadom.web.openapi import openapi_document
from ryadom.web.operation import Operation
from tests.receiver import receiver, says
from tests.web.client import Server
from tests.web.conftest import NO_LIMIT, serving
from tests.web.files import png
from tests.web.labels import make_labels
from tests.web.test_webhooks_page import allow

DOCUMENT = openapi_document()
OPTIONS = settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
SEED = 9457
CURSED = ("cursor", "columns", "department", "operator", "tag")
"""Texts of which only those that we have given are good."""
SAYING_SOMETHING = {
    "/api/v1/conversations/{id}": {"status": "open"},
    "/api/v1/customers/{id}": {"company": "Чай"},
    "/api/v1/customers/search": {"external_id": "A-1042"},
}


@pytest.fixture
async def server(database_url: str, database: Database, tmp_path: Path) -> AsyncIterator[Server]:
    """A server that may keep the exports that it is asked for."""
    async with serving(database_url, database, data_dir=tmp_path) as running:
        yield running


def test_document_is_one_and_tells_of_each_operation() -> None:
    validate(json.loads(json.dumps(DOCUMENT, default=str)))
    told = {(path, method.upper()) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert told == {(one.path, one.method) for one in OPERATIONS}
    names = [one.name for one in OPERATIONS]
    assert len(set(names)) == len(names)
    assert "ConversationPage" not in DOCUMENT["components"]["schemas"]
    assert "PublicConversationPage" in DOCUMENT["components"]["schemas"]


async def test_document_and_page_are_for_everybody_and_load_nothing_foreign(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http:
        document, page, styles = [await http.get(f"/api/v1/{name}") for name in ("openapi.json", "", "page.css")]
    assert document.json() == json.loads(json.dumps(DOCUMENT))
    assert document.headers["access-control-allow-origin"] == "*"
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert (page.status_code, styles.status_code) == (200, 200)
    # Examples name other hosts, in words alone: nothing leads there, nothing is fetched
    led = re.findall(r"""(?:href|src|srcset|action|data|poster)\s*=\s*["']?([^"'\s>]*)""", page.text)
    assert led
    assert all(address.startswith(("#", "/api/v1/", "/consent")) for address in led), led
    assert all(
        word not in page.text + styles.text for word in ("<script", "<img", "<iframe", "<style", "@import", "url(")
    )
    assert "://" not in styles.text
    for one in OPERATIONS:
        assert f'id="{one.name}"' in page.text
    for name in DOCUMENT["components"]["schemas"]:
        assert f'id="{name}"' in page.text
    for call in DOCUMENT["webhooks"].values():
        assert f'id="{call["post"]["operationId"]}"' in page.text


async def test_page_says_of_each_field_what_it_means_whether_it_is_required_and_its_limits(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http:
        page = (await http.get("/api/v1/")).text
    [shown] = re.findall(r'<section class="shape" id="NewSubjectRequest">(.*?)</section>', page, re.DOTALL)
    fields = {
        name: told
        for name, *told in re.findall(r"<dt><code>(\w+)</code> <small>(.*?)</small></dt><dd>(.*?)</dd>", shown)
    }
    assert fields["text"] == ["string, 1 to 20,000 characters; required", "What they write."]
    assert fields["received_at"] == ["date-time or null; optional", "When it came, within a year; null: now."]
    assert all(meaning for _, meaning in fields.values())
    [operation] = re.findall(r'<section class="operation" id="post_subject_request">(.*?)</section>', page, re.DOTALL)
    examples = [
        json.loads(unescape(text)) for text in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", operation, re.DOTALL)
    ]
    assert examples == examples_of(DOCUMENT["paths"]["/api/v1/subject-requests"]["post"])
    assert len(examples) == 2


def examples_of(operation: Any) -> list[Any]:
    """Of what is sent, and of what is answered."""
    bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
    return [one["example"] for body in bodies for one in body.get("content", {}).values() if "example" in one]


def test_each_field_has_a_meaning() -> None:
    silent = [
        (name, field)
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for field, each in schema.get("properties", {}).items()
        if not each.get("description")
    ]
    assert silent == []


@pytest.mark.parametrize("one", OPERATIONS, ids=lambda one: one.name)
def test_examples_are_what_is_sent_and_answered(one: Operation) -> None:
    operation = DOCUMENT["paths"][one.path][one.method.lower()]
    for kind, body in (
        (one.order, operation.get("requestBody")),
        (one.answer, operation["responses"][str(one.status)]),
    ):
        if kind is None:
            continue
        for content in body["content"].values():
            msgspec.json.decode(msgspec.json.encode(content["example"]), type=kind)
            allowed(content["schema"]).validate(content["example"])


def allowed(schema: Any) -> jsonschema_rs.Draft202012Validator:
    """Says whether something is as a schema of the document wants it."""
    return jsonschema_rs.Draft202012Validator({**schema, "components": DOCUMENT["components"]}, validate_formats=True)


def test_calls_are_shown_for_each_event() -> None:
    assert set(DOCUMENT["webhooks"]) == {*Event, TEST, BOT_MESSAGE}
    for event, call in DOCUMENT["webhooks"].items():
        [content] = call["post"]["requestBody"]["content"].values()
        allowed(content["schema"]).validate(content["example"])
        assert content["example"]["type"] == event


def test_docs_show_the_table_as_it_is() -> None:
    text = (Path(__file__).parents[2] / "docs" / "api-operations.md").read_text()
    assert text == api_as_markdown(), "ryadom api --markdown > docs/api-operations.md"


# It is the server, in the loop's thread, that takes chances of its own while a case is drawn.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module:hypothesis.errors.HypothesisDeprecationWarning")
@pytest.mark.parametrize("mode", GenerationMode)
async def test_whatever_is_sent_is_answered_as_the_document_says(server: Server, mode: GenerationMode) -> None:
    context = server.app.state.context
    context.key_limits.__init__(NO_LIMIT)
    made = await context.api_keys.make(
        [server.site], name="fuzz", scopes=list(Scope), is_for_all=True, expires_at=None, by=COMMAND_LINE
    )
    await make_labels(server, tags=("VIP",))
    async with server.visitor() as visitor, receiver(says()) as heard:
        conversation_id = (await visitor.say("Есть чай?"))["conversation_id"]
        known = {"conversations": conversation_id, "customers": visitor.welcome["visitor_id"]}
        known |= await make_desks(server, made.secret, await allow(server, heard.port))
        await asyncio.to_thread(explore, server.http_url, made.secret, server.site.key, known, mode)


async def make_desks(server: Server, secret: str, url: str) -> dict[str, str]:
    """A subject's request and a webhook, by the names of their lists."""
    headers = {"Authorization": f"Bearer {secret}"}
    request = {"kind": "access", "name": "Иван", "contact": "ivan@mail.test", "text": "Что вы храните?"}
    webhook = {"url": url, "events": ["message.created"], "sites": [server.site.key]}
    async with httpx.AsyncClient(base_url=f"{server.http_url}/api/v1/", trust_env=False, headers=headers) as http:
        made = [
            await http.post(path, json=order, headers={"Idempotency-Key": "fuzz"})
            for path, order in (("subject-requests", request), ("webhooks", webhook))
        ]
    assert [one.status_code for one in made] == [201, 201]
    return {"subject-requests": made[0].json()["id"], "webhooks": made[1].json()["webhook"]["id"]}


def explore(url: str, secret: str, site_key: str, known: dict[str, str], mode: GenerationMode) -> None:
    """Sends every operation what fits the document, or what does not; raises where the answer is none of its."""
    headers = {"Authorization": f"Bearer {secret}"}
    # A copy: cases are made of its examples, too, and changed to what there is
    for found in schemathesis.openapi.from_dict(deepcopy(DOCUMENT)).get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        [kind] = operation.definition.raw["tags"]

        def answers(case: Any, known_id: str | None) -> None:
            if mode is GenerationMode.POSITIVE:
                keep_to_what_there_is(case.query, site_key)
                if case.path_parameters.get("kind") == Kind.CONSENTS:
                    keep_to_what_consents_have(case.query)
                keep_to_what_tables_can_be(case.path_parameters.get("kind"), case.query)
                if "X-File-Name" in case.headers:
                    case.headers["X-File-Name"], case.body = "tea.png", png()
                keep_to_what_can_be_written(case.body)
                if case.body == {} or looks_for_nobody(case.operation.path, case.body):
                    # An order that says nothing is refused.
                    case.body |= SAYING_SOMETHING[case.operation.path]
                if "If-Match" in case.headers:
                    case.headers["If-Match"] = "*"
                if "Idempotency-Key" in case.headers:
                    # Each case is another deed.
                    case.headers["Idempotency-Key"] = str(uuid4())
                keep_to_what_desks_take(case.operation.path, case.body, case.query, site_key)
                if known_id and "id" in case.path_parameters:
                    case.path_parameters["id"] = known_id
            case.call_and_validate(base_url=url, headers=headers)

        # What is removed is there no more for the operations behind.
        own = known.get(kind) if operation.method.upper() != "DELETE" else None
        tried = given(case=operation.as_strategy(mode), known_id=st.sampled_from([None, own]))(answers)
        seed(SEED)(OPTIONS(tried))()


def keep_to_what_can_be_written(body: Any) -> None:
    """What no schema can say: which texts are a line, a telephone or an address, and what goes with what."""
    if not isinstance(body, dict):
        return
    if "author" in body:
        body["body"] = f"{body.get('body', '').encode('ascii', 'ignore').decode().replace(chr(0), '')[:3_000]} ага"
    if body.get("reply_to_seq") is not None:
        body["reply_to_seq"] = int(body["reply_to_seq"])  # 12.0 is an integer to a schema
    if "choices" in body:
        body["choices"] = [f"Сорт {number}" for number in range(len(body["choices"]))]
    if body.get("author", {}).get("kind") == "bot":
        body["author"]["name"] = "Помощник"
    facts = {"name": "Анна", "company": "Чай", "phone": "+7 916 123-45-67", "email": "a@b.ru", "external_id": "A-1042"}
    for name, text in facts.items():
        if name in body:
            body[name] = text if body[name].strip() else ""
    if "about" in body:
        body["about"] = "".join(char for char in body["about"] if char.isalnum())[:1_000]
    if body.get("status") != "closed":
        body.pop("result", None)
    if set(body) <= {"add_tag_ids", "remove_tag_ids"} and not any(body.values()):
        # Neither of no tags is an order.
        body["snoozed_until"] = None


def looks_for_nobody(path: str, body: Any) -> bool:
    """Whether a search names nothing that somebody could be known by."""
    return path.endswith("/search") and not any(body.get(name) for name in ("phone", "email", "external_id"))


def keep_to_what_desks_take(path: str, body: Any, query: dict[str, Any], site_key: str) -> None:
    """The same of subjects' requests, webhooks and reports."""
    if "zone" in query:
        query["zone"] = "Asia/Omsk"
    # One day of a report: two may be too far apart, or in the wrong order.
    if query.pop("until", None) is not None:
        query["since"] = "2026-11-01"
    if not isinstance(body, dict):
        return
    for name, text in {"contact": "ivan@mail.test", "text": "Что вы храните?", "site": site_key}.items():
        if isinstance(body.get(name), str):
            body[name] = text
    if isinstance(body.get("site"), list):
        body["site"] = [site_key] * bool(body["site"])
    body.pop("received_at", None)
    if "url" in body:
        # Whom the register does not list: 403, and nobody is called.
        body["url"] = "https://crm.example.test/hook"
    if "/webhooks" in path and "data" in body:
        body["data"] = "ids"
    if body.get("sites"):
        body["sites"] = [site_key]
    if path.endswith("/replay") and "delivery_id" not in body:
        body["given_up_since"] = "2026-11-01T00:00:00Z"
    elif path.endswith("/replay"):
        body.pop("given_up_since", None)


def keep_to_what_consents_have(query: dict[str, Any]) -> None:
    """They are of no conversation."""
    for name in ("state", "score", "unanswered"):
        query.pop(name, None)


def keep_to_what_tables_can_be(kind: str | None, query: dict[str, Any]) -> None:
    """Contact cards are of customers, and a period ends after it has begun."""
    if query.get("format") == Form.VCARD and kind != Kind.CUSTOMERS:
        query["format"] = Form.CSV
    if kind is not None and {"since", "before"} <= query.keys():
        del query["before"]


def keep_to_what_there_is(query: dict[str, Any], site_key: str) -> None:
    """What no schema can say: which cursors and sites there are, and years; and nobody is here to wait for."""
    for name in CURSED:
        query.pop(name, None)
    if "site" in query:
        query["site"] = [site_key]
    if "wait" in query:
        query["wait"] = 0
    for name in ("since", "before"):
        if name in query and not YEARS[0] <= datetime.fromisoformat(query[name]).year <= YEARS[-1]:
            del query[name]
