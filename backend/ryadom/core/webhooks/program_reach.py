"""Of what a key may have a program told: no more than it may ask for itself, and of none of others' webhooks."""

from collections.abc import Collection, Sequence
from uuid import UUID

from ryadom.core.api_keys import Program, Scope
from ryadom.core.webhooks.changing import Check
from ryadom.core.webhooks.events import OF_CONSENTS, Event
from ryadom.errors import ScopeMissing, WebhookUnknown
from ryadom.store.sites import Site
from ryadom.store.webhook_queue import Delivery
from ryadom.store.webhooks import StoredEndpoint

_OF_CHATS = frozenset((Scope.READ_CHATS, Scope.READ_CHANGES))


def may_hear(program: Program, event: str) -> bool:
    """Whether the key may ask for what this event tells of."""
    if event == Event.SUBJECT_REQUEST_CREATED:
        return Scope.READ_REQUESTS in program.key.scopes
    if event in OF_CONSENTS:
        return Scope.READ_CHATS in program.key.scopes
    return not _OF_CHATS.isdisjoint(program.key.scopes)


def may_have(program: Program, endpoint: StoredEndpoint) -> bool:
    """Whether the key may look after a webhook: it is told of the key's sites alone, and of what it may ask for.

    A bot writes to visitors, which is more than to be told of them: people look after those.
    """
    key, own = program.key, {site.id for site in program.sites}
    is_of_sites = bool(endpoint.site_ids) and own.issuperset(endpoint.site_ids)
    return (
        endpoint.controller_id == key.controller_id
        and endpoint.bot_id is None
        and (not key.site_ids or is_of_sites)
        and all(may_hear(program, event) for event in endpoint.events)
    )


def check_own(program: Program, endpoint: StoredEndpoint) -> None:
    """Lets a key at a webhook.

    Raises:
        WebhookUnknown: it may not look after it.
    """
    if not may_have(program, endpoint):
        raise unknown()


def own_alone(program: Program) -> Check:
    """The same, for who holds the webhook."""
    return lambda endpoint: check_own(program, endpoint)


def chosen_sites(program: Program, site_keys: Sequence[str] | None) -> list[Site]:
    """The sites with these keys; None: all of the firm's, also those to come, which only a key for all of them may.

    Raises:
        ScopeMissing: one that it may not ask for, or all, by a key for some.
    """
    if site_keys is None and program.key.site_ids:
        raise ScopeMissing("This key is for some sites: name those that the webhook is told of.", field="sites")
    return program.chosen(site_keys or (), field="sites")


def check_events(program: Program, events: Collection[str]) -> None:
    """Lets a key have these told.

    Raises:
        ScopeMissing: it may not ask for one of them.
    """
    if hidden := sorted(event for event in events if not may_hear(program, event)):
        raise ScopeMissing(
            f"A webhook is told no more than its key may ask for, and this key may not ask for {hidden[0]}.",
            field="events",
        )


def is_open(program: Program, delivery: Delivery, keys: Collection[UUID]) -> bool:
    """Whether the key may see a line of a log; `keys`: of its sites."""
    is_of_sites = delivery.site_id in keys or (delivery.site_id is None and not program.key.site_ids)
    return is_of_sites and may_hear(program, delivery.event)


def unknown() -> WebhookUnknown:
    """What is told of a webhook that is not there, or not the key's."""
    return WebhookUnknown("There is no such webhook that this key may look after.", field="id")
