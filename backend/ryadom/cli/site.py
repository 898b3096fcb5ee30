"""`ryadom site`: the sites that carry the chat."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import click

from ryadom.cli.identity import identity


@click.group()
def site() -> None:
    """Add and list sites, and say on what basis they process personal data."""


site.add_command(identity)


@site.command()
@click.option("--name", required=True, help="What visitors and operators read, e.g. «Чайная лавка».")
@click.option("--origin", "origins", required=True, multiple=True, help="https://shop.ru; repeat for each origin.")
@click.option("--key", help="The embed key, 8 to 64 of A-Z a-z 0-9 _ -; a random one unless given.")
@click.option("--controller", "controller_id", type=click.UUID, help="Whose it is, by id; the oldest unless named.")
def add(name: str, origins: Sequence[str], key: str | None, controller_id: UUID | None) -> None:
    """Add a site, and print the snippet for its pages."""
    asyncio.run(_add(name, origins, key, controller_id))


@site.command(name="list")
def list_() -> None:
    """List all sites: key, name, origins, basis."""
    asyncio.run(_list())


@site.command()
@click.argument("key")
@click.argument("basis", type=click.Choice(["consent", "other"]))
@click.option("--wording", default="", help="Of another basis: which, e.g. «Договор с посетителем, ст. 6 ч. 1 п. 5».")
def basis(key: str, basis: str, wording: str) -> None:
    """Say on what basis the site KEY processes its visitors' data: their consent, or another one that you name."""
    asyncio.run(_choose(key, basis, wording))


@site.command()
@click.argument("key")
@click.argument("origins", nargs=-1, required=True, metavar="ORIGIN…")
def origins(key: str, origins: tuple[str, ...]) -> None:
    """Say on which origins the chat of the site KEY works, e.g. https://shop.ru https://www.shop.ru.

    They replace those before. Chats that are open go on until their pages are loaded anew.
    """
    asyncio.run(_replace_origins(key, origins))


@site.command()
@click.option("--site", "site_key", help="Its key; not needed where there is only one.")
@click.option("--set", "pairs", multiple=True, metavar="KIND=POLICY", help="E.g. phone=mask; repeat for more.")
def masking(site_key: str | None, pairs: tuple[str, ...]) -> None:
    """Show what is done with personal data in messages: keep, mask on display, or replace before it is stored."""
    asyncio.run(_masking(site_key, pairs))


@site.command()
@click.argument("key")
@click.argument("special", type=click.Choice(["none", "written", "warned"]))
def special(key: str, special: str) -> None:
    """Say whether health data may come on the site KEY (152-FZ article 10), and what is done about it.

    written: its consent must have the fields of the written form, identity and signature. warned: visitors read, before
    they write, not to send such data.
    """
    asyncio.run(_mark(key, special))


async def _replace_origins(key: str, origins: Sequence[str]) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.sites import replace_origins

    async with command_database(settings_for_command()) as database:
        changed = await replace_origins(database, key, origins)
    click.echo(f"The chat of {changed.name} works on {', '.join(changed.origins)}.")


async def _add(name: str, origins: Sequence[str], key: str | None, controller_id: UUID | None) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.sites import add_site

    settings = settings_for_command()
    async with command_database(settings) as database:
        added = await add_site(database, name=name, origins=origins, key=key, controller_id=controller_id)
    public_url = settings.public_url or f"http://{settings.host}:{settings.port}"
    click.echo(f"Added {added.name}, key {added.key}. Put this on its pages:\n")
    click.echo(f'<script async src="{public_url}/widget.js" data-site="{added.key}"></script>')
    click.echo(
        "\nNobody is asked for consent on this site until you say on what basis it processes personal data:\n"
        f"`ryadom consent draft --site {added.key}` begins a consent, `ryadom site basis {added.key} other` names "
        "another basis."
    )


async def _choose(key: str, basis: str, wording: str) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.privacy.basis import choose_basis
    from ryadom.store.sites import Basis

    async with command_database(settings_for_command()) as database:
        chosen = await choose_basis(database, key, Basis(basis), wording=wording)
    click.echo(f"{chosen.name}: the basis is {basis} now, for every chat that is opened from here on.")


async def _mark(key: str, special: str) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.special_sites import mark_special
    from ryadom.store.sites import Special

    async with command_database(settings_for_command()) as database:
        marked = await mark_special(database, key, Special(special))
    click.echo(f"{marked.site.name}: {_MARKED[special]}, for every chat that is opened from here on.")
    if marked.needs_publication:
        click.echo(
            "No consent in force has the fields of the written form. `ryadom consent draft` adds them, "
            "`ryadom consent publish` makes visitors agree anew."
        )
    elif special == "warned":
        click.echo("Who has agreed already sees no box any more: a new version of the consent shows it to them too.")


_MARKED = {
    "none": "no health data is expected",
    "written": "health data may come, and consent to it is given in writing",
    "warned": "visitors are told not to send health data",
}


async def _list() -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.sites import list_sites

    async with command_database(settings_for_command()) as database:
        sites = await list_sites(database)
    print_table(
        ("Key", "Name", "Origins", "Basis"),
        [(site.key, site.name, " ".join(site.origins), site.basis_wording or site.basis.value) for site in sites],
    )


async def _masking(site_key: str | None, pairs: tuple[str, ...]) -> None:
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.cli.tables import print_table
    from ryadom.core.masking import read_changes, site_policies

    changes = read_changes(pairs)
    async with command_database(settings_for_command()) as database:
        policies = await site_policies(database, site_key, changes)
    print_table(("Kind", "Policy"), list(policies.items()))
