"""`python -m tests.chaos`: trials, one seed after the other; ends with 1 where one does not hold."""

import asyncio
import random
import shutil
import tempfile
from pathlib import Path

import click

from tests.chaos.trial import Options, Outcome, run_trial


@click.command()
@click.option("--seconds", type=float, default=120.0, show_default=True, help="How long faults go on, in each trial.")
@click.option("--seed", type=int, help="Replays the faults and the messages of this seed; else one is drawn.")
@click.option("--trials", type=int, default=1, show_default=True, help="Trials, with seeds that count up.")
@click.option("--nodes", type=click.IntRange(1, 8), default=2, show_default=True, help="Servers; the first: 2 workers.")
@click.option("--visitors", type=click.IntRange(1, 500), default=12, show_default=True)
@click.option("--panels", type=click.IntRange(1, 50), default=3, show_default=True)
@click.option("--keep", is_flag=True, help="Keep the folder (histories, logs, data) of a trial that holds, too.")
def main(seconds: float, seed: int | None, trials: int, nodes: int, visitors: int, panels: int, keep: bool) -> None:
    """Kill, cut, freeze and restart everything while people talk, and check that every promise held."""
    first = random.randrange(1_000_000) if seed is None else seed
    holds = True
    for number in range(first, first + trials):
        options = Options(seed=number, seconds=seconds, nodes=nodes, visitors=visitors, panels=panels)
        click.echo(f"seed {number}")
        outcome = _run(options, keep=keep)
        click.echo(f"seed {number}: {outcome}")
        holds = holds and outcome.holds
    raise SystemExit(0 if holds else 1)


def _run(options: Options, *, keep: bool) -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="ryadom-chaos-", dir="/tmp"))
    folder.chmod(0o711)
    outcome = asyncio.run(run_trial(options, folder, lambda what: click.echo(f"  {what}")))
    if outcome.holds and not keep:
        shutil.rmtree(folder)
    else:
        click.echo(f"kept in {folder}")
    return outcome


if __name__ == "__main__":
    main()
