"""`python -m bench.growth --database-url URL --site-key KEY`: fills a migrated database with a year of chats."""

import asyncio
from datetime import UTC, datetime

import click

from bench.growth.chats import Size
from bench.growth.fill import NothingToAnswer, fill


@click.command()
@click.option("--database-url", required=True, envvar="RYADOM_DATABASE_URL", help="A migrated database.")
@click.option("--site-key", required=True, help="The site whose chats they are; its operators answer.")
@click.option("--conversations", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--messages", type=click.IntRange(1), default=10_000_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed and --until: the same chats.")
@click.option("--until", type=click.DateTime(), help="When the year of the chats ends, in UTC; by default 2 hours ago.")
def main(
    database_url: str, site_key: str, conversations: int, messages: int, seed: int, until: datetime | None
) -> None:
    """Fill a database with synthetic chats in Russian."""
    size = Size(conversations=conversations, messages=messages)
    ends = until.replace(tzinfo=UTC) if until else None
    try:
        asyncio.run(fill(database_url, size, site_key=site_key, seed=seed, until=ends))
    except (NothingToAnswer, ValueError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
