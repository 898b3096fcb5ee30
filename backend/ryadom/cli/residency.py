"""`ryadom doctor --residency`: one line per place where data is, with address, country and verdict."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from ryadom.cli.doctor import Check, State

if TYPE_CHECKING:
    from ryadom.privacy.residency import Place
    from ryadom.store.egress import Recipient


async def residency_checks() -> AsyncIterator[Check]:
    """Every place that Ryadom knows of, and a word on those it can't know of."""
    from ryadom.cli.databases import command_database, settings_for_command
    from ryadom.core.recipients import list_recipients
    from ryadom.errors import RyadomError
    from ryadom.privacy.egress import Egress
    from ryadom.privacy.places import own_places, places_of_recipients
    from ryadom.privacy.resolver import SystemResolver
    from ryadom.store.embedded import is_made

    settings, resolver = settings_for_command(), SystemResolver()
    register: list[Recipient] = []
    of_recipients: list[Check] = []
    try:
        if settings.database_url is not None or is_made(settings.data_dir):
            async with command_database(settings) as database:
                register = await list_recipients(database)
                places = await places_of_recipients(register, egress=Egress(database, resolver))
                of_recipients = [_check("egress", place) for place in places]
    except RyadomError as error:
        of_recipients = [Check(State.FAIL, "register", error.message)]
    async for named in own_places(settings, register=register, resolver=resolver):
        yield _check(named.what, named.place)
    for check in of_recipients:
        yield check


def _check(name: str, place: "Place") -> Check:
    state = State.FAIL if not place.is_allowed else State.WARN if place.is_open else State.OK
    if not place.where:
        return Check(state, name, place.note)
    note = f": {place.note}" if place.note else ""
    return Check(state, name, f"{place.where}, {place.country}, {place.verdict}{note}")
