"""Rules of connectors, as they are set up: tags by their names, and whether a rule can be so."""

from collections.abc import Sequence
from uuid import UUID

from ryadom.errors import BadBody
from ryadom.protocol.labels import LabelKind
from ryadom.store.connectors import Rules
from ryadom.store.database import Database
from ryadom.store.labels import list_labels
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

MAX_SCORE = 5


async def tags_named(database: Database, sites: Sequence[Site], names: Sequence[str]) -> tuple[UUID, ...]:
    """The tags with these names, of the controllers of these sites.

    Raises:
        BadBody: there is none with one of them.
    """
    ids = {site.controller_id for site in sites}
    async with database.connection() as connection:
        labels = [one for known in (await list_labels(connection, ids)).values() for one in known]
    tags = {one.name: one.id for one in labels if one.kind is LabelKind.TAG}
    for name in names:
        if name not in tags:
            known = ", ".join(tags) or "none"
            raise BadBody(f"There is no tag {name[:60]!r}. There are: {known}.", field="rules.tag_ids")
    return tuple(tags[name] for name in names)


async def check_rules(connection: Connection, controller_id: UUID, rules: Rules) -> None:
    """Lets rules pass that a connector of this controller can have.

    Raises:
        BadBody: a rating that nobody can give, or a tag that is not theirs; `field` says which.
    """
    if not 0 <= rules.most_score <= MAX_SCORE:
        raise BadBody(f"A rating is from 1 to {MAX_SCORE}; 0 is never.", field="rules.most_score")
    if rules.tag_ids:
        labels = (await list_labels(connection, [controller_id]))[controller_id]
        tags = {label.id for label in labels if label.kind is LabelKind.TAG}
        if not tags >= set(rules.tag_ids):
            raise BadBody("The controller has no such tag.", field="rules.tag_ids")
