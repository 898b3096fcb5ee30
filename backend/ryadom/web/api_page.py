"""`/api/v1/`: what programs may ask for, as a page without scripts, and `/api/v1/openapi.json`, for programs.

Both say nothing of this server but its version, and are made of the table of operations.
"""

import functools
import json
import re
from html import escape
from importlib import resources
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ryadom.web.consent_pages import HEADERS, STYLES
from ryadom.web.openapi import openapi_document, openapi_json
from ryadom.web.operation import V1

Schema = dict[str, Any]
_CSS = resources.files("ryadom.web").joinpath("api_page.css").read_bytes()
_CODE = re.compile(r"`([^`]+)`")


async def get_openapi(_request: Request) -> Response:
    """The OpenAPI document; tools on other machines' pages may read it."""
    # It is read by tools of other origins, and holds nothing of anybody.
    open_to_all = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(openapi_json(), headers=HEADERS | open_to_all, media_type="application/json")


async def get_api_page(_request: Request) -> Response:
    """The page."""
    return Response(_page(), headers=HEADERS, media_type="text/html; charset=utf-8")


async def get_api_styles(_request: Request) -> Response:
    """What it has beside the styles of our other plain pages."""
    return Response(_CSS, headers=HEADERS, media_type="text/css; charset=utf-8")


@functools.cache
def _page() -> str:
    document = openapi_document()
    schemas: dict[str, Schema] = document["components"]["schemas"]
    operations = [(path, method, one) for path, methods in document["paths"].items() for method, one in methods.items()]
    calls = [(event, methods["post"]) for event, methods in document["webhooks"].items()]
    contents = "\n".join(
        f'<li><a href="#{one["operationId"]}"><code>{method.upper()} {escape(path)}</code></a></li>'
        for path, method, one in operations
    )
    listed = "\n".join(
        f'<li><a href="#{one["operationId"]}"><code>{escape(event)}</code></a></li>' for event, one in calls
    )
    told = "\n".join(_operation(path, method, one) for path, method, one in operations)
    heard = "\n".join(_call(event, one) for event, one in calls)
    shapes = "\n".join(_shape(name, schema) for name, schema in sorted(schemas.items()))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<title>Ryadom: API for programs</title>\n'
        f'<link rel="stylesheet" href="{STYLES}">\n<link rel="stylesheet" href="{V1}/page.css">\n</head>\n<body>\n'
        "<main>\n<h1>API for programs</h1>\n"
        "<p>Send a key with each request: <code>Authorization: Bearer rk_…</code>. "
        "<code>ryadom api-key add</code> makes one, for scopes and sites. Times are in UTC, by RFC 3339; an empty text "
        "is something that nobody has said. Lists are pages: send <code>next</code> as <code>cursor</code> while "
        "<code>has_more</code>. Refusals are problem details (RFC 9457). What is <i>optional</i> in an answer came "
        "with a newer version: an older server leaves it out.</p>\n"
        f'<p>For programs: <a href="{V1}/openapi.json">openapi.json</a>, OpenAPI {document["openapi"]}.</p>\n'
        f'<nav aria-label="Operations">\n<ul>\n{contents}\n</ul>\n</nav>\n'
        f'<p><a href="#webhooks">Webhooks</a>, <a href="#objects">objects</a></p>\n{told}\n'
        '<h2 id="webhooks">Webhooks</h2>\n<p>Calls that your program gets instead of asking, signed by Standard '
        "Webhooks. Answer with any status from 200 to 299.</p>\n"
        f'<nav aria-label="Webhooks">\n<ul>\n{listed}\n</ul>\n</nav>\n{heard}\n'
        f'<h2 id="objects">Objects</h2>\n{shapes}\n</main>\n</body>\n</html>\n'
    )


def _operation(path: str, method: str, one: Schema) -> str:
    rows = "\n".join(
        f"<dt><code>{escape(each['name'])}</code> <small>{_place(each)}{_kind(each['schema'])}</small></dt>"
        f"<dd>{_words(each.get('description', ''))}</dd>"
        for each in one["parameters"]
    )
    answers = "\n".join(
        f"<dt><code>{status}</code> <small>{_content(answer)}</small></dt>"
        f"<dd>{_words(answer['description'])}{_example(answer)}</dd>"
        for status, answer in one["responses"].items()
    )
    return (
        f'<section class="operation" id="{one["operationId"]}">\n'
        f"<h2><code>{method.upper()} {escape(path)}</code></h2>\n"
        f"<p>{_words(one['summary'])}. {_words(one['description'])}</p>\n"
        + (f"<h3>Asked</h3>\n<dl>\n{rows}\n</dl>\n" if rows else "")
        + (_sent(one["requestBody"]) if "requestBody" in one else "")
        + f"<h3>Answered</h3>\n<dl>\n{answers}\n</dl>\n</section>"
    )


def _call(event: str, one: Schema) -> str:
    [content] = one["requestBody"]["content"].values()
    data = content["schema"].get("properties", {}).get("data")
    answers = "\n".join(
        f"<dt><code>{status}</code> <small>{_content(answer)}</small></dt>"
        f"<dd>{_words(answer['description'])}{_example(answer)}</dd>"
        for status, answer in one["responses"].items()
    )
    return (
        f'<section class="operation" id="{one["operationId"]}">\n'
        f"<h3><code>{escape(event)}</code></h3>\n<p>{_words(one['summary'])}. {_words(one['description'])}</p>\n"
        # Inline: `data` of an event is no object that has a name.
        + (f"<h4>In <code>data</code></h4>\n{_fields(data)}" if data else "")
        + _sent(one["requestBody"])
        + f"<h3>Your answer</h3>\n<dl>\n{answers}\n</dl>\n</section>"
    )


def _sent(body: Schema) -> str:
    return f"<h3>Sent</h3>\n<p>{_content(body)}</p>\n{_example(body)}\n"


def _example(body: Schema) -> str:
    """The first of what it holds that has an example."""
    for content in body.get("content", {}).values():
        if "example" in content:
            text = json.dumps(content["example"], ensure_ascii=False, indent=1, default=str)
            return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'
    return ""


def _shape(name: str, schema: Schema) -> str:
    listed = ", ".join(f"<code>{escape(str(value))}</code>" for value in schema.get("enum", ()))
    return (
        f'<section class="shape" id="{escape(name)}">\n<h3>{escape(name)}</h3>\n'
        f"<p>{_words(schema.get('description', ''))}</p>\n"
        + (f"<p>{listed}</p>\n" if listed else "")
        + (_fields(schema) if schema.get("properties") else "")
        + "</section>"
    )


def _fields(schema: Schema) -> str:
    required = schema.get("required", ())
    rows = "\n".join(
        f"<dt><code>{escape(field)}</code> <small>{_kind(each)}; "
        f"{'required' if field in required else 'optional'}</small></dt><dd>{_words(each.get('description', ''))}</dd>"
        for field, each in schema["properties"].items()
    )
    return f"<dl>\n{rows}\n</dl>\n"


def _kind(schema: Schema) -> str:
    """What a value is, in a few words; what is an object leads to its shape."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return _or_default(f'<a href="#{name}">{name}</a>', schema)
    if "anyOf" in schema:
        return _or_default(" or ".join(_kind(each) for each in schema["anyOf"]), schema)
    if "enum" in schema:
        return _or_default(" or ".join(escape(str(value)) for value in schema["enum"]), schema)
    if schema.get("type") == "array":
        words = f"list of {_kind(schema['items'])}" if "items" in schema else "list"
        return _or_default(words + _range(schema, "minItems", "maxItems", " of them"), schema)
    words = escape(schema.get("format") or schema.get("type", "anything"))
    words += _range(schema, "minimum", "maximum", "") + _range(schema, "minLength", "maxLength", " characters")
    if "pattern" in schema:
        words += f", like {escape(schema['pattern'])}"
    return _or_default(words, schema)


def _range(schema: Schema, least: str, most: str, of_what: str) -> str:
    if least in schema and most in schema:
        return f", {schema[least]:,} to {schema[most]:,}{of_what}"
    if most in schema:
        return f", at most {schema[most]:,}{of_what}"
    return f", at least {schema[least]:,}{of_what}" if least in schema else ""


def _or_default(words: str, schema: Schema) -> str:
    if schema.get("default") in (None, "", []):
        return words
    return f"{words}; {escape(str(schema['default']))} unless said"


def _place(parameter: Schema) -> str:
    return {"path": "in the address, ", "header": "a header, "}.get(parameter["in"], "")


def _content(answer: Schema) -> str:
    return "; ".join(
        f"{escape(media.partition(';')[0])}: {_kind(content['schema'])}"
        for media, content in answer.get("content", {}).items()
    )


def _words(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text))
