"""Whether a change of a webhook is over what was seen of it: what is changed, and nothing else."""

from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from ryadom.core.webhook_bots.wanted import BotChange
from ryadom.core.webhooks.events import Event
from ryadom.errors import SettingsChanged
from ryadom.privacy.overruling import overruled_field, settings_changed
from ryadom.store.egress import DataLevel
from ryadom.store.journal import Naming, Noted
from ryadom.store.journal_chain import Actor
from ryadom.store.sql import Connection
from ryadom.store.webhooks import StoredEndpoint, list_stored


class WebhookFields(Struct, frozen=True, kw_only=True):
    """What of a webhook may be otherwise; what is left out is not spoken of. `site_ids` null: all of the controller's.

    `bot` null: nothing of its bot.
    """

    events: list[Event] | UnsetType = UNSET
    data: DataLevel | UnsetType = UNSET
    site_ids: list[UUID] | UnsetType | None = UNSET
    bot: BotChange | None = None

    def named(self) -> dict[str, object]:
        """What is spoken of, by its name; what is in no order, without one."""
        told: dict[str, object] = {
            "events": UNSET if self.events is UNSET else frozenset(self.events),
            "data": self.data,
            "site_ids": UNSET if self.site_ids is UNSET else frozenset(self.site_ids or ()),
        }
        if self.bot:
            told |= {"answer_within_s": self.bot.answer_within_s, "close_after_min": self.bot.close_after_min}
        return {name: value for name, value in told.items() if value is not UNSET}


def check_seen(wanted: WebhookFields, seen: WebhookFields | None, now: StoredEndpoint) -> None:
    """Refuses a change over what it was not made over; `seen` None is over anything.

    Raises:
        SettingsChanged: somebody else has changed some of it meanwhile; `field` says what.
    """
    if seen is None:
        return
    if field := overruled_field(wanted.named(), seen=seen.named(), now=stored_fields(now)):
        raise SettingsChanged(
            "Somebody else has changed this webhook meanwhile. Look at it and try again.", field=field
        )


def secret_version(endpoint: StoredEndpoint) -> int:
    """Another one with each new secret; 0: it has the one that it was made with.

    By when the one before ends, which every new secret sets: so it counts too what a command line, a program or a
    server of an older version has replaced.
    """
    return int(endpoint.before_until.timestamp() * 1_000_000) if endpoint.before_until else 0


def check_secret_seen(seen: int | UnsetType, now: StoredEndpoint) -> None:
    """Refuses a new secret in the place of one that was not seen; unset is over any.

    Raises:
        SettingsChanged: somebody else has replaced it meanwhile.
    """
    if seen is not UNSET and seen != secret_version(now):
        raise SettingsChanged(
            "Somebody else has made a new secret meanwhile: yours would have ended it. Look at it and try again.",
            field="secret",
        )


def stored_fields(endpoint: StoredEndpoint) -> dict[str, object]:
    """What there is of each that may be otherwise, by its name."""
    return {
        "events": frozenset(endpoint.events),
        "data": endpoint.data,
        "site_ids": frozenset(endpoint.site_ids),
        "answer_within_s": endpoint.answer_within_s,
        "close_after_min": endpoint.close_after_min,
    }


def changed_fields(before: StoredEndpoint, after: StoredEndpoint) -> list[str]:
    """The names of what is otherwise than it was."""
    was = stored_fields(before)
    return [name for name, value in stored_fields(after).items() if value != was[name]]


async def with_whose(
    connection: Connection,
    late: SettingsChanged,
    endpoint: StoredEndpoint,
    by: Actor,
    *,
    what: str = "webhook_changed",
    naming: Naming = Naming.FIELDS,
) -> SettingsChanged:
    """The same with whose change was quicker, as the journal calls it (`what`).

    The journal knows webhooks by their hosts: where two are told at one host, nobody is named.
    """
    known = [one.origin for one in await list_stored(connection) if one.controller_id == endpoint.controller_id]
    if known.count(endpoint.origin) != 1:
        return late
    noted = Noted(
        controller_id=endpoint.controller_id,
        whats=(what,),
        told={"host": endpoint.origin},
        naming=naming,
    )
    return await settings_changed(connection, noted, by, field=late.field)
