"""The OpenAPI 3.1 document of `/api/v1`, made of the table of operations and the very structs that are sent.

Source: OpenAPI Specification 3.1.1.
"""

import functools
import inspect
import re
from collections import defaultdict
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import msgspec
from msgspec import Struct

from ryadom import __version__
from ryadom.core.reports.words import Section
from ryadom.errors import (
    ApiKeyInvalid,
    BadBody,
    BadFrame,
    Busy,
    CursorInvalid,
    DatabaseUnavailable,
    FilesFull,
    JournalUnavailable,
    RateLimited,
    RyadomError,
    ScopeMissing,
    TooLarge,
    TooSlow,
)
from ryadom.store.exports import Kind
from ryadom.web.api_table import OPERATIONS
from ryadom.web.examples import example_of
from ryadom.web.field_words import meaning_of
from ryadom.web.openapi_webhooks import SHAPES, openapi_webhooks
from ryadom.web.operation import Operation

Schema = dict[str, Any]

COMMON_REFUSALS: tuple[type[RyadomError], ...] = (
    ApiKeyInvalid,
    ScopeMissing,
    BadBody,
    CursorInvalid,
    RateLimited,
    Busy,
    DatabaseUnavailable,
    JournalUnavailable,
)
"""What any operation may answer instead."""

BODY_REFUSALS: tuple[type[RyadomError], ...] = (BadFrame, TooLarge, TooSlow)
"""The same of one that takes a body."""

RATE_HEADERS = {
    "RateLimit-Limit": "How many requests a key may make at once.",
    "RateLimit-Remaining": "How many of them are left.",
    "RateLimit-Reset": "In how many seconds all are there again.",
}
_REFS = "#/components/schemas/{name}"
_PAGE = re.compile(r"\bPage_(\w+)_(?=\W)")
_PLACE = re.compile(r"\{(\w+)\}")
_NAMED: dict[str, type[StrEnum]] = {"kind": Kind, "section": Section}
"""Places of addresses that are no ids."""


_FILE_BODY: Schema = {
    "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}
}


def openapi_document() -> Schema:
    """The whole document."""
    shapes = [shape for one in OPERATIONS for shape in (one.answer, one.order) if shape is not None]
    shapes += SHAPES
    schemas, components = msgspec.json.schema_components(shapes, ref_template=_REFS)
    by_shape = dict(zip(map(repr, shapes), schemas, strict=True))
    paths: defaultdict[str, Schema] = defaultdict(dict)
    for one in OPERATIONS:
        paths[one.path][one.method.lower()] = _operation(one, by_shape, components)
        if one.order is not None and not components[one.order.__name__]["required"]:
            # What says nothing is refused.
            components[one.order.__name__]["minProperties"] = 1
    components["Problem"] = _problem()
    for name, schema in components.items():
        _tell(name, schema)
    document = {
        "openapi": "3.1.1",
        "info": {
            "title": "Ryadom",
            "version": __version__,
            "summary": "What programs may ask for, by a key.",
            "description": "Keys are made by `ryadom api-key add`. Fields are added, never renamed nor taken away.",
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": paths,
        "webhooks": openapi_webhooks(components),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "`rk_…`"}},
            "schemas": components,
            "headers": {
                name: {"description": words, "schema": {"type": "integer"}} for name, words in RATE_HEADERS.items()
            },
        },
    }
    # As Page[PublicCustomer] is called by msgspec; programs that are made of the document name their classes so.
    named: Schema = msgspec.json.decode(_PAGE.sub(r"\1Page", msgspec.json.encode(document).decode()))
    return named


@functools.cache
def openapi_json() -> bytes:
    """The document as it is served."""
    return msgspec.json.format(msgspec.json.encode(openapi_document()), indent=2) + b"\n"


def parameters_of(query: type[Struct]) -> list[Schema]:
    """What may be asked for by the query: a parameter for each field."""
    _, components = msgspec.json.schema_components([query], ref_template=_REFS)
    fields: dict[str, Schema] = next(
        schema["properties"] for schema in components.values() if schema.get("title") == query.__name__
    )
    return [_parameter(name, schema, components) for name, schema in fields.items()]


def _parameter(name: str, schema: Schema, components: dict[str, Schema]) -> Schema:
    default = schema.pop("default", None)
    if "anyOf" in schema:
        # Null is what is not said: a query has no way to say it.
        [schema] = [one for one in schema["anyOf"] if one != {"type": "null"}]
    described = schema.pop("description", "")
    if "$ref" in schema:
        # A choice of words: it stands where it is asked, since the document may name it nowhere else.
        schema = {"type": "string", "enum": components[schema["$ref"].rpartition("/")[2]]["enum"]}
    if default not in (None, "", []):
        schema["default"] = default
    return {"name": name, "in": "query", "description": described, "schema": schema}


def _tell(name: str, schema: Schema) -> None:
    """Says what a shape and each of its fields are."""
    if "description" in schema:
        schema["description"] = inspect.cleandoc(schema["description"])
    if "properties" in schema:
        schema["properties"] = {
            field: _told(each, meaning_of(name, schema.get("description", ""), field))
            for field, each in schema["properties"].items()
        }


def _told(schema: Schema, meaning: str) -> Schema:
    return schema if "description" in schema or not meaning else schema | {"description": meaning}


def _operation(one: Operation, by_shape: dict[str, Schema], components: dict[str, Schema]) -> Schema:
    schema = {"type": "string"} if one.answer is None else by_shape[repr(one.answer)]
    shown = {} if one.answer is None else {"example": example_of(schema, components)}
    content = {"content": {media: {"schema": schema} | shown for media in one.media}}
    tags = _headers(*(["ETag"] if one.has_etag or one.has_ranges else []))
    answers: Schema = {str(one.status): {"description": one.summary, "headers": tags} | content}
    if one.has_etag and not one.is_over:
        answers["304"] = {"description": "It is as it was.", "headers": tags}
    if one.has_ranges:
        answers["206"] = {"description": "It from there on.", "headers": tags | _headers("Content-Range")} | content
    return {
        "operationId": one.name,
        "summary": one.summary,
        "description": f"Needs a key with the scope `{one.scope}`.",
        "tags": [one.path.split("/")[3]],
        "parameters": [*map(_place, _PLACE.findall(one.path)), *_own_headers(one), *parameters_of(one.query)],
        **_sent(one, by_shape, components),
        "responses": answers | _refusals(one),
    }


def _place(name: str) -> Schema:
    schema: Schema = (
        {"type": "string", "enum": [*_NAMED[name]]} if name in _NAMED else {"type": "string", "format": "uuid"}
    )
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _own_headers(one: Operation) -> list[Schema]:
    if one.is_once:
        described = "Names what is sent: sent again with the same one, it is stored once and answered as it was."
        schema = {"type": "string", "pattern": "^[!-~]{1,255}$"}
        return [_header("Idempotency-Key", described, schema, required=not one.may_be_twice)]
    if one.takes_file:
        described = "The file's name, percent-encoded UTF-8; its ending must fit what the file is."
        return [_header("X-File-Name", described, {"type": "string"}, required=True)]
    if one.has_ranges:
        begin, of_which = "`bytes=N-`: from there on; of any other all is given.", "`ETag` of what the beginning is of."
        text: Schema = {"type": "string"}
        return [_header("Range", begin, text), _header("If-Range", of_which, text)]
    if not one.has_etag:
        return []
    if one.is_over:
        described = "`ETag` of what was read, `*`: of whatever is there. Where it has another by now, nothing changes."
        return [_header("If-Match", described, {"type": "string"}, required=True)]
    described = "`ETag` of what is known: where nothing has changed the answer is 304, and the journal has no view."
    return [_header("If-None-Match", described, {"type": "string"})]


def _header(name: str, described: str, schema: Schema, *, required: bool = False) -> Schema:
    told = {"name": name, "in": "header", "description": described, "schema": schema}
    return told | {"required": True} if required else told


def _sent(one: Operation, by_shape: dict[str, Schema], components: dict[str, Schema]) -> Schema:
    if one.order is None:
        return _FILE_BODY if one.takes_file else {}
    schema = by_shape[repr(one.order)]
    content = {"application/json": {"schema": schema, "example": example_of(schema, components)}}
    return {"requestBody": {"required": True, "content": content}}


def _headers(*more: str) -> Schema:
    named = {name: {"$ref": f"#/components/headers/{name}"} for name in RATE_HEADERS}
    return named | {name: {"schema": {"type": "string"}} for name in more}


def _refusals(one: Operation) -> Schema:
    codes: defaultdict[int, list[str]] = defaultdict(list)
    own: tuple[type[RyadomError], ...] = (
        (*one.refusals, FilesFull) if one.has_own_turns and one.answer is None else one.refusals
    )
    for error in COMMON_REFUSALS + (BODY_REFUSALS if one.order is not None else ()) + own:
        codes[error.http_status].append(error.code)
    return {
        str(status): {
            "description": f"{HTTPStatus(status).phrase}: {', '.join(f'`{code}`' for code in told)}.",
            "headers": {}
            if status == HTTPStatus.UNAUTHORIZED
            else _headers(*(["Retry-After"] if status in (429, 503) else [])),
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, told in sorted(codes.items())
    }


def _problem() -> Schema:
    text = {"type": "string"}
    return {
        "title": "Problem",
        "description": "RFC 9457. `code` is stable; `field` is what was sent wrongly.",
        "type": "object",
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "code": text,
            "field": text,
        },
        "required": ["type", "title", "status", "detail", "code"],
    }
