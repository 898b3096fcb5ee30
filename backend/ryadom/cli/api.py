"""`ryadom api`: what programs may ask for by a key, and the OpenAPI document of it."""

from collections.abc import Iterator

import click


@click.command()
@click.option("--markdown", is_flag=True, help="Print docs/api-operations.md instead.")
@click.option("--openapi", is_flag=True, help="Print the OpenAPI document instead.")
def api(markdown: bool, openapi: bool) -> None:
    """Show what programs may ask for."""
    from ryadom.cli.tables import print_table
    from ryadom.web.api_table import OPERATIONS
    from ryadom.web.openapi import openapi_json

    if markdown:
        click.echo(api_as_markdown(), nl=False)
    elif openapi:
        click.echo(openapi_json(), nl=False)
    else:
        rows = [(f"{one.method} {one.path}", one.scope, one.summary) for one in OPERATIONS]
        print_table(("Operation", "Scope", "What it gives"), rows)


def api_as_markdown() -> str:
    """The text of docs/api-operations.md."""
    return "\n".join([_PREFACE, *_rows(), ""])


def _rows() -> Iterator[str]:
    from ryadom.web.api_table import OPERATIONS
    from ryadom.web.openapi import parameters_of

    for one in OPERATIONS:
        sent = one.order.__struct_fields__ if one.order is not None else ()
        asked = ", ".join(f"`{name}`" for name in (*(each["name"] for each in parameters_of(one.query)), *sent))
        cells = (f"`{one.method} {one.path}`", f"`{one.scope}`", one.summary + ("; `ETag`" if one.has_etag else ""))
        yield "| " + " | ".join(cells) + f" |{f' {asked} ' if asked else ' '}|"


_PREFACE = """\
# What programs may ask for

<!-- Made by `ryadom api --markdown > docs/api-operations.md` from web/api_table.py, as the routes are. -->

A server shows the same with every field at `/api/v1/`, and for programs at `/api/v1/openapi.json` (OpenAPI 3.1;
without a server: `ryadom api --openapi`). How it is used is in [api.md](api.md). `tests/web/test_api_schema.py` sends
to each operation what the document allows, and what it does not.

| Operation | Scope | What it gives | Asked by |
|---|---|---|---|"""
