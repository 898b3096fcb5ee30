"""`ryadom doctor`: one line per check, and the exit status 1 when one fails."""

import asyncio
import os
import resource
import shutil
from collections.abc import AsyncIterator, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

if TYPE_CHECKING:
    from ryadom.settings import Settings
    from ryadom.settings.bus_url import BusUrl
    from ryadom.store.database import Database
    from ryadom.store.diagnosis import Diagnosis
    from ryadom.store.system import OldestSnapshot, OldestWrite

BUS_TIMEOUT_S = 2.0


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Check(Struct, frozen=True):
    """One line."""

    state: State
    name: str
    text: str


@click.command()
@click.option("--residency", is_flag=True, help="Instead: one line per place where data is, and its country.")
def doctor(residency: bool) -> None:
    """Check settings, secrets, disk, database, migrations and clock. Changes nothing.

    The exit status is 1 when a check fails; warnings leave it 0.
    """
    from ryadom.cli.residency import residency_checks

    failed = asyncio.run(_print_checks(residency_checks() if residency else _all_checks()))
    raise SystemExit(1 if failed else 0)


async def _print_checks(checks: AsyncIterator[Check]) -> bool:
    colours = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red"}
    failed = False
    async for check in checks:
        click.echo(f"{click.style(f'{check.state:4}', fg=colours[check.state])}  {check.name:11} {check.text}")
        failed = failed or check.state is State.FAIL
    return failed


async def _all_checks() -> AsyncIterator[Check]:
    from ryadom.cli.databases import settings_for_command
    from ryadom.cli.privacy_checks import check_calendar
    from ryadom.errors import BadSetting, RyadomError

    try:
        settings = settings_for_command()
    except BadSetting as error:
        for line in error.message.splitlines():
            yield Check(State.FAIL, "settings", line)
        return
    yield Check(State.OK, "settings", "every value can be used; `ryadom settings` shows them")
    yield check_secret(settings)
    yield check_proxies(settings)
    yield check_calendar()
    yield check_descriptors(settings, limit=resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    if settings.database_url is None:
        yield check_disk(settings.data_dir)
    try:
        async for check in _database_checks(settings):
            yield check
    except RyadomError as error:
        yield Check(State.FAIL, "database", error.message)


def check_secret(settings: "Settings") -> Check:
    """Whether there is a key to sign with. The settings have seen to its strength."""
    from ryadom.errors import BadSetting
    from ryadom.settings import with_secret_keys
    from ryadom.settings.secret import FILE_NAME

    kept = settings.data_dir / FILE_NAME
    if settings.database_url is None and not settings.secret_keys and not _is_visible(kept):
        return Check(State.OK, "secret", f"the first start makes it in {kept}")
    try:
        count = len(with_secret_keys(settings).secret_keys)
    except BadSetting as error:
        return Check(State.FAIL, "secret", error.message)
    old = f", and {count - 1} old accepted" if count > 1 else ""
    if not settings.secret_keys and kept.stat().st_mode & 0o077:
        return Check(State.WARN, "secret", f"others on this machine can read it: chmod 600 {kept}")
    return Check(State.OK, "secret", f"strong enough{old}")


def check_proxies(settings: "Settings") -> Check:
    """Whether what listens to the network looks as if it stood behind a proxy with TLS."""
    if settings.host in ("127.0.0.1", "::1", "localhost") and settings.public_url is None:
        return Check(State.OK, "address", f"http://{settings.host}:{settings.port}, for this machine only")
    if settings.public_url is None:
        return Check(
            State.WARN, "address", "listens to the network: put a proxy with TLS before it, set RYADOM_PUBLIC_URL"
        )
    if not settings.public_url.startswith("https:"):
        return Check(State.WARN, "address", f"{settings.public_url} is not https: passwords and chats can be overheard")
    if not settings.trusted_proxies:
        return Check(
            State.WARN,
            "address",
            "RYADOM_TRUSTED_PROXIES is not set: every client will seem to be the proxy, "
            "which leaves the limits per address without effect, or shared by all",
        )
    return Check(State.OK, "address", settings.public_url)


def check_descriptors(settings: "Settings", *, limit: int) -> Check:
    """Whether a process may have as many descriptors open as it may have clients; of this shell, as a hint."""
    from ryadom.cli.servers import OWN_DESCRIPTORS

    needed = settings.max_connections + OWN_DESCRIPTORS
    if resource.RLIM_INFINITY != limit < needed:
        return Check(
            State.WARN,
            "descriptors",
            f"{limit} allow fewer clients than RYADOM_MAX_CONNECTIONS: set LimitNOFILE (ulimit -n) to {needed} or more",
        )
    return Check(State.OK, "descriptors", f"enough for {settings.max_connections} connections")


def check_disk(data_dir: Path) -> Check:
    """Whether the data folder, or the one it will be made in, has room."""
    from ryadom.core.system_checks import MIN_FREE_BYTES, state_of_disk

    folder = next(folder for folder in (data_dir, *data_dir.parents) if _is_visible(folder))
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free at {data_dir}"
    if not os.access(folder, os.W_OK | os.X_OK):
        return Check(State.FAIL, "disk", f"{folder} can't be written to by this user")
    if free < MIN_FREE_BYTES:
        return Check(State.FAIL, "disk", f"{text}: Postgres stops when it is full")
    return Check(State(state_of_disk(free)), "disk", text)


def _is_visible(path: Path) -> bool:
    """Whether it is there, as far as this user may look."""
    try:
        return path.exists()
    except PermissionError:
        return False


async def _database_checks(settings: "Settings") -> AsyncIterator[Check]:
    from ryadom.cli.databases import command_database_url
    from ryadom.cli.privacy_checks import check_incidents, check_subjects
    from ryadom.cli.webhook_checks import check_webhooks
    from ryadom.privacy.protection_levels import MANY_SUBJECTS
    from ryadom.store.controllers import count_subjects
    from ryadom.store.database import open_database
    from ryadom.store.diagnosis import diagnose
    from ryadom.store.embedded import is_made
    from ryadom.store.incidents import running_incidents
    from ryadom.store.system import oldest_snapshot, oldest_write
    from ryadom.store.webhooks import list_endpoints

    if settings.database_url is None and not is_made(settings.data_dir):
        yield Check(State.OK, "database", f"the first start makes it in {settings.data_dir}")
        return
    async with command_database_url(settings) as url, open_database(url, pool_size=2) as database:
        async with database.connection() as connection:
            diagnosis = await diagnose(connection)
        for check in check_database(diagnosis, is_embedded=settings.database_url is None):
            yield check
        yield check_durability(diagnosis)
        migrations = await _check_migrations(database)
        yield migrations
        yield await check_bus(url, database, settings.bus_url)
        if migrations.state is State.OK:
            async with database.connection() as connection:
                yield check_subjects(await count_subjects(connection, at_most=MANY_SUBJECTS))
                yield check_incidents(await running_incidents(connection))
                yield check_changes(await oldest_write(connection))
                yield check_snapshots(await oldest_snapshot(connection))
                yield check_webhooks(await list_endpoints(connection, with_success=False))
            yield await _check_refusals(database, settings)


def check_database(found: "Diagnosis", *, is_embedded: bool) -> Iterator[Check]:
    """What the server said of itself."""
    from ryadom.core.system_checks import state_of_clock
    from ryadom.store.migrate import OLDEST_POSTGRES

    kind = "embedded" if is_embedded else "external"
    yield Check(State.OK, "database", f"{kind} Postgres {found.version}, {found.size_bytes / 1e6:.0f} MB")
    if found.version_number < OLDEST_POSTGRES * 10_000:
        yield Check(State.FAIL, "database", f"is older than {OLDEST_POSTGRES}: upgrade it")
    if found.encoding != "UTF8":
        yield Check(State.FAIL, "database", f"has the encoding {found.encoding}: make it anew with UTF8")
    if found.is_read_only:
        yield Check(State.FAIL, "database", "takes no writes: is this a standby?")
    if found.is_superuser:
        yield Check(State.WARN, "database", "our role is a superuser: give Ryadom one that only owns its database")
    if not (is_embedded or found.is_local or found.is_encrypted):
        yield Check(
            State.WARN, "database", "chats go to it without TLS: add ?sslmode=verify-full to RYADOM_DATABASE_URL"
        )
    ahead = abs(found.clock_ahead_s)
    state = State(state_of_clock(ahead))
    remedy = "" if state is State.OK else ": let both machines keep time by NTP"
    yield Check(state, "clock", f"{ahead:.2f} s from the database's{remedy}")


def check_durability(found: "Diagnosis") -> Check:
    """Whether what is acknowledged survives a power cut, and a failover where there is a standby."""
    from ryadom.core import system_checks

    judged = system_checks.check_durability(found)
    texts = {
        "no_fsync": "fsync is off: a power cut can destroy the database. Set it to on",
        "no_commit": "synchronous_commit is off: messages are acknowledged before they are on the disk, and a crash "
        "loses them. Set it to on",
        "no_standby": f"commits don't wait for any of {found.standby_count} standbys: a failover can lose messages "
        "that were acknowledged. Set synchronous_standby_names (docs/operations.md, Failover)",
    }
    sound = (
        "what is acknowledged is on the disk and on a synchronous standby"
        if found.standby_count
        else "what is acknowledged is on the disk; no standby is connected"
    )
    return Check(State(judged.state), "durability", texts.get(judged.why, sound))


def check_changes(oldest: "OldestWrite") -> Check:
    """Whether programs that pull are given what is new: nothing is that lies behind a transaction that still writes."""
    from ryadom.core.system_checks import check_feed

    state = State(check_feed(oldest.age_s).state)
    if state is State.OK:
        return Check(state, "changes", f"given to programs {oldest.age_s:.1f} s after their commit, at most")
    if oldest.prepared is not None:
        who, remedy = f"the prepared transaction {oldest.prepared}", "COMMIT PREPARED or ROLLBACK PREPARED it"
    elif oldest.pid is not None:
        who = f"process {oldest.pid} of Postgres ({oldest.program or 'without a name'})"
        remedy = f"let it end, or SELECT pg_terminate_backend({oldest.pid})"
    else:
        who, remedy = "a transaction of another role", "look for it in pg_stat_activity as a superuser"
    return Check(
        state, "changes", f"{who} has been writing for {oldest.age_s:.0f} s, and nothing newer is given: {remedy}"
    )


def check_snapshots(oldest: "OldestSnapshot") -> Check:
    """Whether Postgres may tidy up what was changed and deleted: nothing since the oldest snapshot that is held."""
    from ryadom.core import system_checks

    state = State(system_checks.check_snapshots(oldest).state)
    if state is State.OK:
        return Check(state, "snapshots", f"held for {oldest.age_s:.0f} s at most")
    who = "an export" if oldest.is_of_export else oldest.program or "a program without a name"
    return Check(
        state,
        "snapshots",
        f"{who} (process {oldest.pid} of Postgres) has held one for {oldest.age_s:.0f} s, and nothing that was changed "
        f"or deleted since is tidied up: let it end, or SELECT pg_terminate_backend({oldest.pid})",
    )


async def check_bus(url: str, database: "Database", bus_url: "BusUrl | None") -> Check:
    """Whether processes hear each other through the bus, or else through this database, which they reach at `url`."""
    from ryadom.errors import RyadomError
    from ryadom.live.lines import round_trip_s, trial_line

    place = "notifications of Postgres" if bus_url is None else f"{bus_url.kind} at {bus_url}"
    try:
        line = trial_line(database, database_url=url, bus_url=bus_url)
        took_ms = 1_000 * await round_trip_s(line, timeout_s=BUS_TIMEOUT_S)
    except RyadomError as error:
        return Check(State.FAIL, "bus", error.message)
    except TimeoutError:
        remedy = (
            "a pooler in transaction mode? Connect to Postgres itself, or through one in session mode"
            if bus_url is None
            else "may this user publish and subscribe to ryadom.*?"
        )
        return Check(State.FAIL, "bus", f"{place}: nothing came back within {BUS_TIMEOUT_S:g} s: {remedy}")
    text = f"{place}: there and back in {took_ms:.1f} ms"
    if bus_url is not None and not bus_url.is_local:
        if not bus_url.tls:
            return Check(State.WARN, "bus", f"{text}, but without TLS: use {bus_url.tls_scheme}://")
        if bus_url.password is None:
            return Check(State.WARN, "bus", f"{text}, but it asks for no password: whoever reaches it hears everything")
    return Check(State.OK, "bus", text)


async def _check_refusals(database: "Database", settings: "Settings") -> Check:
    from ryadom.core.mail_refusals import keys_of_refusals
    from ryadom.errors import BadSetting, RefusalsSealed
    from ryadom.settings import with_secret_keys

    try:
        for kept in keys_of_refusals(database, with_secret_keys(settings).secret_keys):
            (await kept.known_lately()).check_whole()
    except RefusalsSealed as error:
        return Check(State.FAIL, "refusals", f"no mail goes to visitors: {error.message}")
    except BadSetting:
        return Check(State.WARN, "refusals", "without a secret key nobody knows who has refused mail")
    return Check(State.OK, "refusals", "who wants no more mail is known")


async def _check_migrations(database: "Database") -> Check:
    from ryadom.errors import StartFailed
    from ryadom.store.migrate import pending

    try:
        waiting = await pending(database)
    except StartFailed as error:
        return Check(State.FAIL, "migrations", error.message)
    if waiting:
        return Check(State.WARN, "migrations", f"{', '.join(waiting)} not applied: run `ryadom migrate`")
    return Check(State.OK, "migrations", "the schema is up to date")
