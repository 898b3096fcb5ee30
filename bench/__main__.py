"""`python -m bench [--json FILE] [NAME…]`: a table, and the figures as JSON; `load` stands for all benches of load.

`growth`, `sights`, `retention`, `answers`, `reports`, `search` and `exports` run only where they are named: they take
many minutes each, and gigabytes of disk. So do `long_list`, which takes a quarter of an hour, and `page_speed`, which
needs Lighthouse.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import click
import msgspec

from bench import (
    answers,
    changes,
    downloads,
    exports,
    journal,
    latency,
    long_list,
    masking,
    page_speed,
    panel,
    reports,
    search,
    start,
    webhooks,
    widget,
)
from bench.figure import Figure, print_table
from bench.growth import measure as growth
from bench.growth import sights
from bench.load import (
    across,
    catchup,
    connects,
    consents,
    fan_out,
    half_open,
    held,
    memory,
    paced,
    retention,
    storm,
    throughput,
    workers,
)

LOAD: dict[str, Callable[[], Iterator[Figure]]] = {
    "throughput": throughput.measure,
    "paced": paced.measure,
    "consents": consents.measure,
    "workers": workers.measure,
    "memory": memory.measure,
    "held": held.measure,
    "connects": connects.measure,
    "fanout": fan_out.measure,
    "catchup": catchup.measure,
    "storm": storm.measure,
    "bus": across.measure,
    "halfopen": half_open.measure,
}
SELDOM = ("long_list", "growth", "sights", "retention", "answers", "reports", "search", "exports", "page_speed")
BENCHES = {
    "downloads": downloads.measure,
    "start": start.measure,
    "latency": latency.measure,
    "widget": widget.measure,
    "panel": panel.measure,
    "masking": masking.measure,
    "journal": journal.measure,
    "changes": changes.measure,
    "webhooks": webhooks.measure,
} | LOAD


@click.command()
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the figures here too.")
@click.argument("names", nargs=-1, type=click.Choice([*BENCHES, "load", *SELDOM]))
@click.option(
    "--scale",
    type=click.FloatRange(0.005, 1),
    default=1,
    help="Part of the full size of growth, sights, retention, answers, reports, search and exports.",
)
def main(json_file: Path | None, scale: float, names: tuple[str, ...]) -> None:
    """Measure what Ryadom promises; exit with 1 where a goal is missed."""
    chosen = [each for name in names or BENCHES for each in (LOAD if name == "load" else [name])]
    benches = BENCHES | {
        "growth": lambda: growth.measure(scale=scale),
        "sights": lambda: sights.measure(scale=scale),
        "retention": lambda: retention.measure(scale=scale),
        "answers": lambda: answers.measure(scale=scale),
        "reports": lambda: reports.measure(scale=scale),
        "search": lambda: search.measure(scale=scale),
        "exports": lambda: exports.measure(scale=scale),
        "page_speed": page_speed.measure,
        "long_list": long_list.measure,
    }
    figures: list[Figure] = [figure for name in chosen for figure in benches[name]()]
    print_table(figures)
    if json_file is not None:
        json_file.write_bytes(msgspec.json.format(msgspec.json.encode([figure.row() for figure in figures])))
    raise SystemExit(0 if all(figure.holds for figure in figures) else 1)


if __name__ == "__main__":
    main()
