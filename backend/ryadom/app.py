"""The composition root: the only place that wires. `build_app` gives the server, `build_demo_site` the demo shop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from ryadom.core.conversations import Conversations
from ryadom.core.health import Health
from ryadom.core.operator_session import OperatorDesk
from ryadom.core.passwords import Passwords
from ryadom.core.presence import Presence
from ryadom.core.sign_in import SignIn
from ryadom.core.tokens import VisitorTokens
from ryadom.core.visitor_session import VisitorDesk
from ryadom.errors import NotSignedIn, RyadomError
from ryadom.live.hub import Hub, SessionTopic
from ryadom.live.metrics import Metrics
from ryadom.live.writer import Writer
from ryadom.settings import Settings
from ryadom.store.database import Database, open_database
from ryadom.store.operator_sessions import touch_live_sessions
from ryadom.web.context import Context
from ryadom.web.demo_site import DemoSite
from ryadom.web.responses import tell_bug, tell_http_error, tell_ryadom_error
from ryadom.web.routes import routes
from ryadom.web.socket import Sockets

SESSION_CHECK_INTERVAL_S = 15.0
FORGET_INTERVAL_S = 3_600.0

log = structlog.get_logger(__name__)


def build_app(settings: Settings, *, database_url: str) -> Starlette:
    """The server: widget, panel and sockets on one migrated database.

    `app.state.drain` is for whoever stops the process: awaited before the sockets are closed, it makes `/readyz` say no
    and tells every client when to come back.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_database(database_url, pool_size=settings.pool_size) as database:
            context, writer, close = _wire(settings, database)
            app.state.context = context
            app.state.drain = _drain(context)
            async with asyncio.TaskGroup() as tasks:
                chores = [
                    tasks.create_task(_every(SESSION_CHECK_INTERVAL_S, lambda: end_dead_sessions(context, database))),
                    tasks.create_task(_every(FORGET_INTERVAL_S, context.sign_in.forget_old)),
                ]
                yield
                for chore in chores:
                    chore.cancel()
            await writer.drain()
            close()

    app = Starlette(
        routes=routes(),
        lifespan=lifespan,
        exception_handlers={RyadomError: tell_ryadom_error, HTTPException: tell_http_error, Exception: tell_bug},
    )
    # A redirect to the right number of slashes would repeat whatever Host the client wrote.
    app.router.redirect_slashes = False
    return app


def build_demo_site(*, widget_origin: str, site_key: str) -> Starlette:
    """The demo shop, whose snippet loads the widget from `widget_origin`."""
    return Starlette(routes=DemoSite(widget_origin=widget_origin, site_key=site_key).routes())


def _wire(settings: Settings, database: Database) -> tuple[Context, Writer, Callable[[], None]]:
    metrics = Metrics()
    hub = Hub()
    writer = Writer(database, hub, metrics)
    presence = Presence(hub, call_later=asyncio.get_running_loop().call_later)
    passwords = Passwords()
    conversations = Conversations(database, writer, hub)
    tokens = VisitorTokens(settings.secret_keys, lifetime_days=settings.visitor_token_lifetime_days, now=_now)
    sign_in = SignIn(
        database,
        passwords,
        secret_key=settings.secret_keys[0],
        idle_limit_s=settings.session_idle_hours * 3_600.0,
    )
    context = Context(
        settings=settings,
        metrics=metrics,
        sockets=Sockets(metrics),
        hub=hub,
        health=Health(database),
        sign_in=sign_in,
        visitor_desk=VisitorDesk(
            database=database, hub=hub, tokens=tokens, presence=presence, conversations=conversations
        ),
        operator_desk=OperatorDesk(
            database=database, hub=hub, presence=presence, conversations=conversations, now=_now
        ),
    )

    def close() -> None:
        presence.close()
        passwords.close()

    return context, writer, close


def _drain(context: Context) -> Callable[[], Awaitable[None]]:
    async def drain() -> None:
        context.health.begin_draining()
        await context.sockets.say_goodbye()

    return drain


async def end_dead_sessions(context: Context, database: Database) -> None:
    """Closes panels whose session has ended elsewhere: a changed password, another process, a command."""
    live = context.hub.sessions()
    if not live:
        return
    async with database.connection() as connection:
        existing = await touch_live_sessions(connection, live)
    for session_id in live - existing:
        context.hub.end(SessionTopic(session_id), NotSignedIn("The session has ended. Sign in again."))


async def _every(interval_s: float, chore: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(interval_s)
        try:
            await chore()
        except Exception:
            log.exception("chore failed")


def _now() -> datetime:
    return datetime.now(UTC)
