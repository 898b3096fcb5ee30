"""The server as ASGI sees it: `build_app`, and the demo shop beside it, `build_demo_site`."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from ryadom.app.chores import begin_chores
from ryadom.app.wiring import wire, wire_endpoints
from ryadom.core.ending import until_ended
from ryadom.errors import RyadomError
from ryadom.live.lines import installation_line
from ryadom.live.spare_line import SpareLine
from ryadom.settings import Settings
from ryadom.store.database import open_database
from ryadom.web.context import Context
from ryadom.web.demo_site import DemoSite
from ryadom.web.responses import tell_bug, tell_http_error, tell_nobody, tell_ryadom_error
from ryadom.web.routes import routes


def build_app(settings: Settings, *, database_url: str) -> Starlette:
    """The server: widget, panel and sockets on one migrated database.

    `app.state.drain` is for whoever stops the process: awaited before the sockets are closed, it makes `/readyz` say no
    and tells every client when to come back.
    """

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_database(database_url, pool_size=settings.pool_size) as database:
            line = await installation_line(database, database_url=database_url, bus_url=settings.bus_url)
            spare = await installation_line(database, database_url=database_url, bus_url=settings.bus_url)
            parts = wire(settings, database, line, SpareLine(spare), database_url=database_url)
            context = wire_endpoints(parts)
            app.state.context = context
            app.state.drain = _drain(context)
            await parts.live.feed.begin()
            await parts.live.masking.refresh()
            await parts.live.rules.refresh()
            await context.visitor_desk.newcomers.refresh()
            async with asyncio.TaskGroup() as tasks:
                chores = begin_chores(tasks, parts, context)
                relaying = tasks.create_task(context.relay.run(parts.live.presence))
                yield
                for chore in chores:
                    chore.cancel()
                # The others shall hear of what was stored last: the line is there until that is said.
                await parts.live.writer.drain()
                await parts.live.journal.drain()
                await parts.live.bus.drain()
                relaying.cancel()
                await until_ended([*chores, relaying])
            await parts.outgoing.aclose()
            parts.live.presence.close()
            parts.live.site_visitors.close()
            parts.staff.passwords.close()
            parts.files.contents.close()

    app = Starlette(
        routes=routes(),
        lifespan=lifespan,
        exception_handlers={
            RyadomError: tell_ryadom_error,
            HTTPException: tell_http_error,
            ClientDisconnect: tell_nobody,
            Exception: tell_bug,
        },
    )
    # A redirect to the right number of slashes would repeat whatever Host the client wrote.
    app.router.redirect_slashes = False
    return app


def build_demo_site(*, widget_origin: str, site_key: str) -> Starlette:
    """The demo shop, whose snippet loads the widget from `widget_origin`."""
    return Starlette(routes=DemoSite(widget_origin=widget_origin, site_key=site_key).routes())


def _drain(context: Context) -> Callable[[], Awaitable[None]]:
    async def drain() -> None:
        context.health.begin_draining()
        await context.sockets.say_goodbye()

    return drain
