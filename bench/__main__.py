"""`python -m bench [--json FILE] [downloads] [start] [latency]`: a table, and the figures as JSON."""

from pathlib import Path

import click
import msgspec

from bench import downloads, latency, start
from bench.figure import Figure, print_table

BENCHES = {"downloads": downloads.measure, "start": start.measure, "latency": latency.measure}


@click.command()
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures here too.")
@click.argument("names", nargs=-1, type=click.Choice(list(BENCHES)))
def main(json_file: Path | None, names: tuple[str, ...]) -> None:
    """Measure what Ryadom promises; exit with 1 where a goal is missed."""
    figures: list[Figure] = [figure for name in names or BENCHES for figure in BENCHES[name]()]
    print_table(figures)
    if json_file is not None:
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode([figure.row() for figure in figures])))
    raise SystemExit(0 if all(figure.holds for figure in figures) else 1)


if __name__ == "__main__":
    main()
