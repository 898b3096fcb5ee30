"""How commands come to their database: the external one of the settings, or the embedded Postgres."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from ryadom.cli.logs import configure_logs
from ryadom.errors import StartFailed
from ryadom.settings import Settings, load_settings
from ryadom.store.database import Database, open_database
from ryadom.store.embedded import embedded_postgres, shared_postgres
from ryadom.store.migrate import migrate, pending

_log = structlog.get_logger("ryadom.migrate")


def settings_for_command() -> Settings:
    """The settings of this environment, for a short command: its logs are warnings only.

    Raises:
        BadSetting: see `load_settings`.
    """
    settings = load_settings(os.environ)
    configure_logs(level="warning", form=settings.log_format)
    return settings


@asynccontextmanager
async def own_database_url(settings: Settings, *, workers: int = 1) -> AsyncIterator[str]:
    """The database of a server: the embedded Postgres runs while the block does, with room for so many processes.

    Raises:
        StartFailed: see `embedded_postgres`.
    """
    if settings.database_url is not None:
        yield settings.database_url
        return
    # Of each process, and one that takes another's place, the pool and the line of notifications; the rest is for
    # commands and people.
    max_connections = max(100, (workers + 1) * (settings.pool_size + 1) + 20)
    async with embedded_postgres(settings.data_dir, max_connections=max_connections) as url:
        yield url


async def prepare_schema(database_url: str, *, migrates: bool = True) -> None:
    """Brings the schema up to date, or only makes sure that it is.

    Raises:
        StartFailed: migrations wait and may not be applied, or can't be.
        DatabaseUnavailable: nothing answers.
    """
    async with open_database(database_url, pool_size=2) as database:
        if not migrates:
            await refuse_waiting(database)
        elif applied := await migrate(database):
            _log.info("migrated", applied=applied)


@asynccontextmanager
async def command_database(settings: Settings, *, migrated: bool = True) -> AsyncIterator[Database]:
    """The database of a short command: that of the running server, or one started for the command alone.

    Raises:
        StartFailed: the embedded Postgres does not start, or (where the command needs it `migrated`) migrations wait.
        DatabaseUnavailable: nothing answers.
    """
    async with command_database_url(settings) as url, open_database(url, pool_size=2) as database:
        if migrated:
            await refuse_waiting(database)
        yield database


async def refuse_waiting(database: Database) -> None:
    """Makes sure that the schema is this version's.

    Raises:
        StartFailed: migrations wait.
    """
    if waiting := await pending(database):
        raise StartFailed(f"The database lacks {', '.join(waiting)}: run `ryadom migrate` first.")


@asynccontextmanager
async def command_database_url(settings: Settings) -> AsyncIterator[str]:
    """The URL of `command_database`, for who needs more than a pool."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    async with shared_postgres(settings.data_dir) as url:
        yield url
