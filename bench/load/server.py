"""The server as `ryadom serve` runs it, on a migrated database, with room for a load that no visitor may make."""

from pathlib import Path

import click
from msgspec.structs import force_setattr

from bench.baselines.serving import serve
from ryadom.app import build_app, chores
from ryadom.live.limits import OPERATOR_LIMITS, VISITOR_LIMITS
from ryadom.live.rate import Rate
from ryadom.settings import Settings
from ryadom.settings.bus_url import bus_url as read_bus_url

NO_LIMIT = Rate(burst=1e12, per_second=1e12)
CROWD = 1_000_000
"""So many newcomers in 5 minutes are no attack yet: none is asked for work."""

SECRET_KEYS = ("a bench's secret key, long enough to be one",)


def lift_limits() -> None:
    """Visitors may write faster than 8 times a second: in this process only, and not by a setting."""
    for limits in (VISITOR_LIMITS, OPERATOR_LIMITS):
        force_setattr(limits, "commands", NO_LIMIT)
        force_setattr(limits, "bytes", NO_LIMIT)
        force_setattr(limits, "sockets", 1_000_000)


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--database-url", required=True)
@click.option("--shared", is_flag=True, help="Other processes serve the same port.")
@click.option("--keep-limits", is_flag=True, help="Leave visitors and operators the product's limits.")
@click.option("--bus-url", help="As RYADOM_BUS_URL.")
@click.option(
    "--erase-at-once", is_flag=True, help="Look for what is over its lifetime after a second, not ten minutes."
)
def main(
    port: int, database_url: str, shared: bool, keep_limits: bool, bus_url: str | None, erase_at_once: bool
) -> None:
    """Serves until SIGTERM."""
    if erase_at_once:
        chores.RETENTION_INTERVAL_S = 1.0
    if not keep_limits:
        lift_limits()
    settings = Settings(
        data_dir=Path("unused"),
        secret_keys=SECRET_KEYS,
        bus_url=None if bus_url is None else read_bus_url(bus_url),
        attack_newcomers=CROWD,
    )
    serve(build_app(settings, database_url=database_url), port=port, shared=shared)


if __name__ == "__main__":
    main()
