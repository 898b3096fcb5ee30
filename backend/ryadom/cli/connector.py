"""`ryadom connector`: conversations become cards in a CRM."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from uuid import UUID

import click

from ryadom.cli.connector_cells import outcome_cell, state_cell, when_cell
from ryadom.cli.connector_input import pairs_of, read_settings
from ryadom.cli.tables import NONE, print_table, printable, time_cell

if TYPE_CHECKING:
    from ryadom.core.connectors.desk import Connectors

# As `ryadom.core.connectors.kinds.KINDS`, which takes long to load; a test compares.
KINDS = ("bitrix24", "amocrm", "retailcrm", "1c", "planfix", "megaplan")
_id = click.argument("id", type=click.UUID)


@click.group()
def connector() -> None:
    """Add, try, list, enable and remove connectors to CRMs; docs/connectors.md says what they do."""


@connector.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--settings", "source", required=True, help="A file with settings as JSON; `-` is standard input.")
@click.option(
    "--set", "sets", multiple=True, metavar="NAME=VALUE", help="One more of the settings, if it is no secret."
)
@click.option("--map", "maps", multiple=True, metavar="FIELD=TEMPLATE", help="What a field of the card says.")
@click.option("--site", "site_keys", multiple=True, help="Key of a site; all, also those to come, unless named.")
@click.option("--on-contacts", "contacts", is_flag=True, help="Push once a telephone or an address is known.")
@click.option("--on-closed", "closed", is_flag=True, help="Push once it is closed.")
@click.option("--on-tag", "tags", multiple=True, metavar="NAME", help="Push once it gets this tag; may be repeated.")
@click.option("--on-rating", "most_score", type=click.IntRange(0, 5), default=0, help="Push once rated so, or lower.")
@click.option("--without-contacts", is_flag=True, help="Also of customers whom nobody knows how to reach.")
def add(
    kind: str,
    source: str,
    sets: tuple[str, ...],
    maps: tuple[str, ...],
    site_keys: tuple[str, ...],
    contacts: bool,
    closed: bool,
    tags: tuple[str, ...],
    most_score: int,
    without_contacts: bool,
) -> None:
    """Have conversations pushed to a CRM from now on, by the rules that are named; by hand they always can be."""
    given = read_settings(source)
    asyncio.run(
        _add(
            kind,
            given,
            pairs_of(sets, "--set"),
            pairs_of(maps, "--map"),
            site_keys,
            tags,
            {
                "contacts": contacts,
                "closed": closed,
                "most_score": most_score,
                "needs_contacts": not without_contacts,
            },
        )
    )


@connector.command()
@_id
@click.option("--settings", "source", help="A file with those that change, as JSON; `-` is standard input.")
@click.option("--set", "sets", multiple=True, metavar="NAME=VALUE", help="One that changes, if it is no secret.")
@click.option("--map", "maps", multiple=True, metavar="FIELD=TEMPLATE", help="What a field says; all others stay.")
@click.option("--site", "site_keys", multiple=True, help="Key of a site, in place of those it is for; may be repeated.")
@click.option("--all-sites", is_flag=True, help="All of the controller's, also those to come.")
@click.option("--on-contacts/--not-on-contacts", "contacts", default=None, help="Push once contacts are known, or not.")
@click.option("--on-closed/--not-on-closed", "closed", default=None, help="Push once it is closed, or not.")
@click.option("--on-tag", "tags", multiple=True, metavar="NAME", help="Tags in place of those it had; may be repeated.")
@click.option("--not-on-tag", "no_tags", is_flag=True, help="Push for no tag.")
@click.option("--on-rating", "most_score", type=click.IntRange(0, 5), help="Push once rated so, or lower; 0: never.")
@click.option(
    "--without-contacts/--with-contacts", "is_open", default=None, help="Also of whom nobody can reach, or not."
)
def change(
    id: UUID,
    source: str | None,
    sets: tuple[str, ...],
    maps: tuple[str, ...],
    site_keys: tuple[str, ...],
    all_sites: bool,
    contacts: bool | None,
    closed: bool | None,
    tags: tuple[str, ...],
    no_tags: bool,
    most_score: int | None,
    is_open: bool | None,
) -> None:
    """Change settings, fields, rules or sites. Where it has stopped, or is off, it goes on: what waits follows.

    What is not named stays as it is.
    """
    if site_keys and all_sites:
        raise click.UsageError("Name sites, or say --all-sites.")
    if tags and no_tags:
        raise click.UsageError("Name tags, or say --not-on-tag.")
    given = read_settings(source) if source else {}
    named = {
        "contacts": contacts,
        "closed": closed,
        "most_score": most_score,
        "needs_contacts": None if is_open is None else not is_open,
        "tag_ids": () if no_tags else None,
    }
    asyncio.run(
        _change_settings(
            id,
            given | pairs_of(sets, "--set"),
            pairs_of(maps, "--map"),
            {name: value for name, value in named.items() if value is not None},
            tags,
            () if all_sites else site_keys or None,
        )
    )


@connector.command(name="list")
def list_command() -> None:
    """Show all connectors, without their secrets, and how it goes."""
    asyncio.run(_list())


@connector.command()
@_id
@click.option("--conversation", "conversation_id", type=click.UUID, help="Also show the card it would become.")
def test(id: UUID, conversation_id: UUID | None) -> None:
    """Try the account, changing nothing there."""
    asyncio.run(_test(id, conversation_id))


@connector.command()
@_id
def lists(id: UUID) -> None:
    """Show stages, people and sources of the CRM, by the numbers that settings name them with."""
    asyncio.run(_lists(id))


@connector.command()
@_id
@click.argument("conversation_id", type=click.UUID, required=False)
@click.option("--failed", "all_failed", is_flag=True, help="All that failed.")
def send(id: UUID, conversation_id: UUID | None, all_failed: bool) -> None:
    """Push a conversation, whatever the rules say; again, where it was. An existing card is found, and completed."""
    if (conversation_id is None) != all_failed:
        raise click.UsageError("Name a conversation, or say --failed.")
    asyncio.run(_send(id, conversation_id))


@connector.command()
@_id
@click.option("--failed", "only_failed", is_flag=True, help="Only what was not sent though it was tried.")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50, show_default=True)
def log(id: UUID, only_failed: bool, limit: int) -> None:
    """Show the newest pushes."""
    asyncio.run(_log(id, only_failed=only_failed, limit=limit))


@connector.command()
@_id
def enable(id: UUID) -> None:
    """Go on with a connector that was disabled or has stopped; what waits follows."""
    asyncio.run(_change(id, "enable", "is pushed to again."))


@connector.command()
@_id
def disable(id: UUID) -> None:
    """Push nothing more, for now; what happens meanwhile is not queued."""
    asyncio.run(_change(id, "disable", "is pushed to no more."))


@connector.command()
@_id
def remove(id: UUID) -> None:
    """Forget a connector, with what waits for it and its log; the cards stay in the CRM."""
    asyncio.run(_change(id, "remove", "is removed."))


async def _add(
    kind: str,
    given: dict[str, object],
    sets: dict[str, str],
    mapping: dict[str, str],
    site_keys: Sequence[str],
    tags: Sequence[str],
    rules: dict[str, bool | int],
) -> None:
    import msgspec

    from ryadom.core.connectors.rules import tags_named
    from ryadom.core.sites import sites_named
    from ryadom.store.connectors import Rules
    from ryadom.store.journal_chain import COMMAND_LINE

    async with _connectors() as connectors:
        sites = await sites_named(connectors.database, site_keys)
        tag_ids = await tags_named(connectors.database, sites, tags)
        _tell_of_links(connectors)
        made = await connectors.add(
            kind,
            sites,
            settings=given | sets,
            mapping=mapping,
            rules=msgspec.convert(rules | {"tag_ids": tag_ids}, Rules),
            is_for_all=not site_keys,
            by=COMMAND_LINE,
        )
    click.echo("Connector, to be tried by `ryadom connector test`:", err=True)
    click.echo(str(made.id))


async def _list() -> None:
    async with _connectors() as connectors:
        known = await connectors.all()
    print_table(
        ("Id", "CRM", "Host", "When", "Sites", "State", "Waiting"),
        [
            (
                str(one.id),
                one.kind,
                one.origin,
                when_cell(one),
                str(len(one.site_ids)) if one.site_ids else "all",
                state_cell(one),
                str(one.waiting),
            )
            for one in known
        ],
    )


async def _test(id: UUID, conversation_id: UUID | None) -> None:
    async with _connectors() as connectors:
        checked = await connectors.check(id)
        fields = await connectors.preview(id, conversation_id) if conversation_id else {}
        _tell_of_links(connectors)
    click.echo(printable(f"The CRM knows us as: {checked.account}"))
    if fields:
        print_table(("Field", "Says"), [(name, printable(" ".join(text.split()))) for name, text in fields.items()])


async def _lists(id: UUID) -> None:
    async with _connectors() as connectors:
        lists = await connectors.lists(id)
    named = (
        *(("stage", lists.stages), ("responsible", lists.people), ("source", lists.sources)),
        *(("place", lists.places), ("field", lists.fields)),
    )
    print_table(
        ("List", "Id", "Name"),
        [(what, printable(one.id), printable(one.name)) for what, choices in named for one in choices],
    )
    for note in lists.notes:
        click.echo(note, err=True)


async def _send(id: UUID, conversation_id: UUID | None) -> None:
    from ryadom.store.journal_chain import COMMAND_LINE

    async with _connectors() as connectors:
        count = await connectors.send(id, conversation_id, by=COMMAND_LINE)
        stored = await connectors.find(id)
    click.echo(f"Due: {count}. A running server pushes them within seconds.")
    if stored.disabled_at or stored.stopped_at:
        click.echo(f"They wait: the connector is {state_cell(stored)}", err=True)


async def _log(id: UUID, *, only_failed: bool, limit: int) -> None:
    async with _connectors() as connectors:
        pushes = await connectors.log(id, only_failed=only_failed, limit=limit)
    print_table(
        ("Conversation", "Because", "Queued", "Attempts", "Last try", "State", "Card"),
        [
            (
                str(one.conversation_id),
                one.cause,
                time_cell(one.queued_at),
                str(one.attempts),
                time_cell(one.tried_at),
                outcome_cell(one),
                printable(one.url) or NONE,
            )
            for one in pushes
        ],
    )


async def _change_settings(
    id: UUID,
    settings: dict[str, object],
    mapping: dict[str, str],
    rules: dict[str, object],
    tags: Sequence[str],
    site_keys: Sequence[str] | None,
) -> None:
    """`site_keys`: none is all, None is those that it is for already."""
    from ryadom.core.connectors.rules import tags_named
    from ryadom.core.sites import sites_named
    from ryadom.store.journal_chain import COMMAND_LINE

    async with _connectors() as connectors:
        if tags:
            known = await connectors.find(id)
            own = [
                one for one in await sites_named(connectors.database, ()) if one.controller_id == known.controller_id
            ]
            rules = rules | {"tag_ids": await tags_named(connectors.database, own, tags)}
        sites = await sites_named(connectors.database, site_keys) if site_keys else []
        stored = await connectors.change(
            id,
            settings=settings,
            mapping=mapping,
            rules=rules,
            sites=None if site_keys is None else sites,
            by=COMMAND_LINE,
        )
    click.echo(f"{stored.origin} is pushed to as said; try it by `ryadom connector test {id}`.")


async def _change(id: UUID, what: str, said: str) -> None:
    from ryadom.store.journal_chain import COMMAND_LINE

    async with _connectors() as connectors:
        changes = {"enable": connectors.enable, "disable": connectors.disable, "remove": connectors.remove}
        stored = await changes[what](id, by=COMMAND_LINE)
    click.echo(f"{stored.origin} {said}")


def _tell_of_links(connectors: "Connectors") -> None:
    if not connectors.public_url:
        said = "RYADOM_PUBLIC_URL is not set, so cards have no link to the conversation: {link} says nothing."
        click.echo(said, err=True)


def _tell_done(done: int) -> None:
    """Says how far a long queue is, which whoever waits for it would take for stuck."""
    from ryadom.core.connectors.queueing import SLICE

    if done >= SLICE:
        click.echo(f"{done:,} pushes done…", err=True)


@asynccontextmanager
async def _connectors() -> "AsyncIterator[Connectors]":
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.connectors.desk import Connectors
    from ryadom.core.connectors.line import BOUNDS, Pace
    from ryadom.core.connectors.opening import PURPOSE
    from ryadom.core.outgoing.client import Caller
    from ryadom.core.sealing import Seal
    from ryadom.privacy.egress import Egress
    from ryadom.privacy.resolver import SystemResolver
    from ryadom.settings import with_secret_keys

    settings = settings_for_command()
    async with command_database(settings) as database:
        caller = Caller(Egress(database, SystemResolver()), bounds=BOUNDS)
        try:
            seal = Seal(with_secret_keys(settings).secret_keys, purpose=PURPOSE)
            yield Connectors(
                database=database,
                caller=caller,
                seal=seal,
                pace=Pace(database),
                public_url=settings.public_url,
                told=_tell_done,
            )
        finally:
            await caller.aclose()
