"""`ryadom demo`: a shop with the chat and the panel, on this machine, with a database of its own."""

import hashlib
import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ryadom.cli.stopping import Stop
    from ryadom.core.demo import DemoAccess
    from ryadom.settings import Settings

HOST = "127.0.0.1"


@click.command()
@click.option("--port", type=click.IntRange(1, 65534), default=8000, show_default=True, help="Port of chat and panel.")
@click.option("--shop-port", type=click.IntRange(1, 65535), help="Port of the shop.  [default: the one after --port]")
def demo(port: int, shop_port: int | None) -> None:
    """Run a shop with the chat, and the panel, until Ctrl-C.

    What is written there is kept until the next start. Only this machine can reach it.
    """
    begun = time.monotonic()
    import uvloop

    from ryadom.cli.logs import configure_logs
    from ryadom.cli.stopping import run_until_stopped
    from ryadom.errors import BadSetting
    from ryadom.settings import load_settings

    environ = {**os.environ, "RYADOM_HOST": HOST, "RYADOM_PORT": str(port)}
    environ.setdefault("RYADOM_DATA_DIR", str(demo_data_dir()))
    environ.setdefault("RYADOM_LOG_LEVEL", "warning")
    settings = load_settings(environ)
    if settings.database_url is not None:
        raise BadSetting(
            "RYADOM_DATABASE_URL: the demo fills its database with invented people, and keeps one of its own: unset it",
            field="RYADOM_DATABASE_URL",
        )
    configure_logs(level=settings.log_level, form=settings.log_format)
    uvloop.run(run_until_stopped(lambda stop: _demo(settings, stop, shop_port or port + 1, begun)))


def demo_data_dir() -> Path:
    """Where the demo keeps its data: by the checkout it is started from, so that two checkouts don't share one.

    Under root that is outside of it: the system user of Postgres can't pass through a home of mode 0700.
    """
    checkout = Path(__file__).resolve().parents[3]
    if os.geteuid() == 0:
        return Path("/var/lib/ryadom") / f"demo-{hashlib.sha256(os.fsencode(checkout)).hexdigest()[:12]}"
    if (checkout / "pyproject.toml").exists():
        return checkout / ".demo"
    from ryadom.settings.load import default_data_dir

    return default_data_dir(os.environ) / "demo"


async def _demo(settings: "Settings", stop: "Stop", shop_port: int, begun: float) -> None:
    from ryadom.app import build_app, build_demo_site
    from ryadom.cli.databases import own_database_url, prepare_schema
    from ryadom.cli.listeners import bound_socket
    from ryadom.cli.servers import Served, serve_until
    from ryadom.core.demo import fill_demo
    from ryadom.core.operators import set_password
    from ryadom.settings import with_secret_keys
    from ryadom.store.database import open_database

    with bound_socket(HOST, settings.port) as listener, bound_socket(HOST, shop_port, option="--shop-port") as shop:
        async with own_database_url(settings) as database_url:
            settings = with_secret_keys(settings)
            await prepare_schema(database_url)
            password, is_new = _kept_password(settings.data_dir / "demo_password")
            async with open_database(database_url, pool_size=2) as database:
                origins = [f"http://{host}:{shop_port}" for host in (HOST, "localhost")]
                access = await fill_demo(database, shop_origins=origins, password=password)
                if is_new:  # the file was lost, and they may be there with another
                    for email in (access.email, access.owner_email):
                        await set_password(database, email=email, password=password)
            app = build_app(settings, database_url=database_url)
            shop_app = build_demo_site(widget_origin=f"http://{HOST}:{settings.port}", site_key=access.site_key)
            said = _told(settings, f"http://{HOST}:{shop_port}/", access)
            await serve_until(
                stop,
                Served(app, listener),
                Served(shop_app, shop),
                on_ready=lambda: click.echo(f"Ryadom's demo is ready in {time.monotonic() - begun:.1f} s.\n\n{said}"),
            )
    click.echo("Stopped.")


def _kept_password(file: Path) -> tuple[str, bool]:
    """The password in the file, and whether it was made just now."""
    if file.exists() and (kept := file.read_text(encoding="ascii").strip()):
        return kept, False
    made = secrets.token_urlsafe(9)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
        stream.write(made + "\n")
    return made, True


def _told(settings: "Settings", shop_url: str, access: "DemoAccess") -> str:
    return (
        f"  Shop with the chat   {shop_url}\n"
        f"  Operator's panel     http://{HOST}:{settings.port}/panel/\n"
        f"  Sign in with         {access.email}  {access.password}\n"
        f"  or, to administer,   {access.owner_email}  {access.password}\n"
        f"                       (asks for an authenticator app at first, as it does of everybody with such rights)\n\n"
        f"  Data                 {settings.data_dir}\n"
        f"  Ctrl-C stops it all.\n"
    )
