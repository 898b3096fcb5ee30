"""`/api/v1/`: what programs may ask for, as a page without scripts, and `/api/v1/openapi.json`, for programs.

Both say nothing of this server but its version, and are made of the table of operations.
"""

import functools
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
    contents = "\n".join(
        f'<li><a href="#{one["operationId"]}"><code>{method.upper()} {escape(path)}</code></a></li>'
        for path, method, one in operations
    )
    told = "\n".join(_operation(path, method, one) for path, method, one in operations)
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
        "<code>has_more</code>. Refusals are problem details (RFC 9457).</p>\n"
        f'<p>For programs: <a href="{V1}/openapi.json">openapi.json</a>, OpenAPI {document["openapi"]}.</p>\n'
        f'<nav aria-label="Operations">\n<ul>\n{contents}\n</ul>\n</nav>\n{told}\n'
        f"<h2>Objects</h2>\n{shapes}\n</main>\n</body>\n</html>\n"
    )


def _operation(path: str, method: str, one: Schema) -> str:
    rows = "\n".join(
        f"<dt><code>{escape(each['name'])}</code> <small>{_place(each)}{_kind(each['schema'])}</small></dt>"
        f"<dd>{_words(each.get('description', ''))}</dd>"
        for each in one["parameters"]
    )
    answers = "\n".join(
        f"<dt><code>{status}</code> <small>{_content(answer)}</small></dt><dd>{_words(answer['description'])}</dd>"
        for status, answer in one["responses"].items()
    )
    return (
        f'<section class="operation" id="{one["operationId"]}">\n'
        f"<h2><code>{method.upper()} {escape(path)}</code></h2>\n"
        f"<p>{_words(one['summary'])}. {_words(one['description'])}</p>\n"
        + (f"<h3>Asked</h3>\n<dl>\n{rows}\n</dl>\n" if rows else "")
        + (f"<h3>Sent</h3>\n<p>{_content(one['requestBody'])}</p>\n" if "requestBody" in one else "")
        + f"<h3>Answered</h3>\n<dl>\n{answers}\n</dl>\n</section>"
    )


def _shape(name: str, schema: Schema) -> str:
    fields = "\n".join(
        f"<dt><code>{escape(field)}</code> <small>{_kind(each)}</small></dt>"
        for field, each in schema.get("properties", {}).items()
    )
    listed = ", ".join(f"<code>{escape(str(value))}</code>" for value in schema.get("enum", ()))
    return (
        f'<section class="shape" id="{escape(name)}">\n<h3>{escape(name)}</h3>\n'
        f"<p>{_words(schema.get('description', ''))}</p>\n"
        + (f"<p>{listed}</p>\n" if listed else "")
        + (f"<dl>\n{fields}\n</dl>\n" if fields else "")
        + "</section>"
    )


def _kind(schema: Schema) -> str:
    """What a value is, in a few words; what is an object leads to its shape."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return _or_default(" or ".join(escape(str(value)) for value in schema["enum"]), schema)
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}" if "items" in schema else "list"
    words = escape(schema.get("format") or schema.get("type", "anything"))
    if "minimum" in schema:
        words += f", {schema['minimum']} to {schema['maximum']}"
    return _or_default(words, schema)


def _or_default(words: str, schema: Schema) -> str:
    return f"{words}; {escape(str(schema['default']))} unless said" if "default" in schema else words


def _place(parameter: Schema) -> str:
    return {"path": "in the address, ", "header": "a header, "}.get(parameter["in"], "")


def _content(answer: Schema) -> str:
    return "; ".join(
        f"{escape(media.partition(';')[0])}: {_kind(content['schema'])}"
        for media, content in answer.get("content", {}).items()
    )


def _words(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text))
