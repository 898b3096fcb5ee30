"""The server as `ryadom serve` runs it, on a migrated database, with room for a load that no visitor may make."""

from pathlib import Path

import click
from msgspec.structs import force_setattr

from bench.baselines.serving import serve
from ryadom.app import build_app
from ryadom.settings import Settings
from ryadom.web.sockets import OPERATORS, VISITORS

NO_LIMIT = 1e9


def lift_limits() -> None:
    """Visitors may write faster than 8 times a second: in this process only, and not by a setting."""
    for side in (VISITORS, OPERATORS):
        force_setattr(side, "burst", NO_LIMIT)
        force_setattr(side, "per_second", NO_LIMIT)


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--database-url", required=True)
@click.option("--keep-limits", is_flag=True, help="Leave visitors and operators the product's limits.")
def main(port: int, database_url: str, keep_limits: bool) -> None:
    """Serves until SIGTERM."""
    if not keep_limits:
        lift_limits()
    settings = Settings(data_dir=Path("unused"), secret_keys=("a bench's secret key, long enough to be one",))
    serve(build_app(settings, database_url=database_url), port=port)


if __name__ == "__main__":
    main()
