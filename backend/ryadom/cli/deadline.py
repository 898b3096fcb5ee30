"""`ryadom deadline`: by when the law wants something done."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ryadom.privacy.deadlines import Deadline, Term


@click.command()
@click.argument("kind", required=False)
@click.option(
    "--from", "begun", metavar="DATE", help="When the term begins: 2026-12-28 or 2026-12-28T10:00, in Moscow; else now."
)
def deadline(kind: str | None, begun: str | None) -> None:
    """Print by when something must be done, and the article that says so; without KIND, all kinds."""
    from ryadom.cli.tables import print_table
    from ryadom.privacy.deadlines import TERMS, TERMS_BY_KIND
    from ryadom.privacy.deadlines import deadline as deadline_of

    if kind is None:
        print_table(
            ("Kind", "What must be done", "Term", "Since", "Article"),
            [(term.kind, term.duty, _term(term), term.begins, term.article) for term in TERMS],
        )
        return
    if kind not in TERMS_BY_KIND:
        raise click.BadParameter(f"{kind!r} is none of {', '.join(TERMS_BY_KIND)}.", param_hint="KIND")
    for line in told(deadline_of(TERMS_BY_KIND[kind], _moment(begun))):
        click.echo(line)


def told(found: "Deadline") -> list[str]:
    """A deadline in words: the date, what must be done by then, and the article."""
    term = found.term
    when = f"{found.at:%Y-%m-%d %H:%M} Moscow time" if found.at else f"{found.on}, to the end of the day in Moscow"
    lines = [when, f"  {term.duty}: {_term(term)} after {term.begins}", f"  {term.article}"]
    if found.extended_on:
        lines.append(f"  {found.extended_on} at the latest, where the subject is told the reasons before the term ends")
    return lines


def _term(term: "Term") -> str:
    more = f", +{term.extension}" if term.extension else ""
    return f"{term.count} {term.unit}{more}" if term.count else "at once"


def _moment(text: str | None) -> datetime:
    from ryadom.privacy.calendar import MOSCOW

    if text is None:
        return datetime.now(MOSCOW)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"{text!r} is no date: write 2026-12-28 or 2026-12-28T10:00.", param_hint="--from"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=MOSCOW)
