"""`ryadom consent`: documents of consent, and the evidence of who agreed to them."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

if TYPE_CHECKING:
    from ryadom.store.consent_documents import Document

PURPOSES = ("processing", "advertising", "cross_border", "draft_preview")


def _of_a_visitor(command: Callable[..., None]) -> Callable[..., None]:
    """The options that name a visitor."""
    command = click.option("--visitor", "visitor_id", type=click.UUID, required=True, help="Who, by id.")(command)
    return click.option("--site", "site_key", required=True, help="The embed key of the site.")(command)


@click.group()
def consent() -> None:
    """Write and publish documents of consent, and show who agreed to them."""


@consent.command()
@click.option("--purpose", type=click.Choice(PURPOSES), default="processing", show_default=True)
@click.option("--site", "site_key", help="For this site only; otherwise for every site of the controller.")
@click.option("--controller", "controller_id", type=click.UUID, help="Whose; not needed where there is only one.")
@click.option("--text", "texts", type=(str, str), multiple=True, metavar="FIELD TEXT", help="E.g. term.ru «1 год».")
def draft(purpose: str, site_key: str | None, controller_id: UUID | None, texts: Sequence[tuple[str, str]]) -> None:
    """Write a draft, or change it, and print it. It begins as the newest version, the first one as a template."""
    asyncio.run(_draft(purpose, site_key, controller_id, dict(texts)))


@consent.command()
@click.argument("document_id", type=click.UUID)
def publish(document_id: UUID) -> None:
    """Publish a draft: from then on it can't be changed, and every visitor is asked to agree to it."""
    asyncio.run(_publish(document_id))


@consent.command(name="list")
def list_() -> None:
    """List all documents: id, site, purpose, version, date, hash."""
    asyncio.run(_list())


@consent.command()
@click.argument("document_id", type=click.UUID)
def show(document_id: UUID) -> None:
    """Print a version as it was published, or the fields of a draft."""
    asyncio.run(_show(document_id))


@consent.command()
@_of_a_visitor
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False, writable=True), required=True, help="FILE.json")
def evidence(site_key: str, visitor_id: UUID, out: Path) -> None:
    """Write all that a visitor agreed to and withdrew, with the texts, into a file."""
    count, content = asyncio.run(_evidence(site_key, visitor_id))
    out.touch(mode=0o600)
    out.write_bytes(content)
    click.echo(f"{count} events in {out}.")


@consent.command()
@_of_a_visitor
@click.option("--purpose", type=click.Choice(PURPOSES), help="Only this one; otherwise all that the visitor agreed to.")
def withdraw(site_key: str, visitor_id: UUID, purpose: str | None) -> None:
    """Note that a visitor has withdrawn their consent, e.g. by a letter. It counts at once."""
    asyncio.run(_withdraw(site_key, visitor_id, purpose))


async def _draft(purpose: str, site_key: str | None, controller_id: UUID | None, texts: dict[str, str]) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.privacy.consent_documents import draft_document, find_scope
    from ryadom.protocol.visitor import Purpose

    async with command_database(settings_for_command()) as database:
        scope = await find_scope(database, site_key=site_key, controller_id=controller_id)
        drafted = await draft_document(database, scope, Purpose(purpose), texts)
    click.echo(_fields(drafted))
    click.echo(f"\nNothing is published yet: ryadom consent publish {drafted.id}")


async def _publish(document_id: UUID) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.privacy.consent_documents import publish_document, sites_that_ask
    from ryadom.privacy.consent_gate import PAGES

    settings = settings_for_command()
    async with command_database(settings) as database:
        published = await publish_document(database, document_id)
        asking = await sites_that_ask(database, published)
    public_url = settings.public_url or f"http://{settings.host}:{settings.port}"
    click.echo(f"Published as version {published.version}: {public_url}{PAGES}{published.id}")
    click.echo(f"SHA-256 {(published.sha256 or b'').hex()}")
    click.echo(f"Sites whose basis is consent, and that show it: {' '.join(site.key for site in asking) or 'none'}")


async def _list() -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.privacy.consent_documents import list_documents

    async with command_database(settings_for_command()) as database:
        documents = await list_documents(database)
    print_table(
        ("Id", "Site", "Purpose", "Version", "Published", "SHA-256"),
        [
            (
                str(one.id),
                site_key or "all",
                one.purpose.value,
                str(one.version or "draft"),
                f"{one.published_at:%Y-%m-%d}" if one.published_at else "",
                (one.sha256 or b"").hex(),
            )
            for one, site_key in documents
        ],
    )


async def _show(document_id: UUID) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.privacy.consent_documents import find_document

    async with command_database(settings_for_command()) as database, database.connection() as connection:
        document = await find_document(connection, document_id)
    if document.content is None:
        click.echo(_fields(document))
    else:
        click.echo(document.content, nl=False)


async def _evidence(site_key: str, visitor_id: UUID) -> tuple[int, bytes]:
    from datetime import UTC, datetime

    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.privacy.evidence import gather_evidence

    async with command_database(settings_for_command()) as database:
        gathered = await gather_evidence(database, site_key=site_key, visitor_id=visitor_id, now=datetime.now(UTC))
    return len(gathered.events), gathered.json


async def _withdraw(site_key: str, visitor_id: UUID, purpose: str | None) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.privacy.evidence import withdraw_for_visitor
    from ryadom.protocol.visitor import Purpose

    chosen = Purpose(purpose) if purpose else None
    async with command_database(settings_for_command()) as database:
        await withdraw_for_visitor(database, site_key=site_key, visitor_id=visitor_id, purpose=chosen)
    click.echo("Noted: nothing more is taken from this visitor.")


def _fields(document: "Document") -> str:
    from ryadom.privacy.consent_wording import FIELDS, LANGUAGES, Wording

    wording = Wording.read(document.wording)
    lines = [
        f"{field}.{language}: {getattr(getattr(wording, language), field) or '(empty)'}"
        for language in LANGUAGES
        for field in FIELDS
    ]
    return "\n".join((f"{document.purpose.value}, draft {document.id}", *lines))
