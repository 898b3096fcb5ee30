"""What a site has told of a visitor, as an operator sees it: with masks for what the site masks on display."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from ryadom.core.customers.facts import cover_fact
from ryadom.privacy.display import HIDDEN, mask_for_display
from ryadom.privacy.hidden import NOTHING_HIDDEN, Hidden
from ryadom.store.profiles import Profile, Scalar, StoredIdentity, TrackedEvent


class ShownAttribute(Struct, frozen=True, kw_only=True):
    """An attribute or a property of an event, both as text."""

    key: str
    value: str


class ShownIdentity(Struct, frozen=True, kw_only=True):
    """Who the visitor is at the site; see `StoredIdentity`."""

    external_id: str
    name: str
    email: str
    phone: str
    is_verified: bool
    identified_at: datetime


class ShownEvent(Struct, frozen=True, kw_only=True):
    """Something that a page told of."""

    name: str
    properties: tuple[ShownAttribute, ...]
    at: datetime


class ShownProfile(Struct, frozen=True, kw_only=True):
    """All that a site has told of a visitor; events newest first. `is_masked`: something stands masked in it."""

    identity: ShownIdentity | None
    attributes: tuple[ShownAttribute, ...]
    events: tuple[ShownEvent, ...]
    is_masked: bool = False


def show_profile(profile: Profile, hidden: Hidden) -> ShownProfile:
    """The profile with a mask for every find that is hidden.

    For a thread where anything is: a page may tell 400,000 characters, and a search in them takes its time.
    """
    clear = _shown(profile, NOTHING_HIDDEN)
    masked = _shown(profile, hidden) if hidden else clear
    return ShownProfile(
        identity=masked.identity,
        attributes=masked.attributes,
        events=masked.events,
        is_masked=masked != clear,
    )


def _shown(profile: Profile, hidden: Hidden) -> ShownProfile:
    return ShownProfile(
        identity=_identity(profile.identity, hidden) if profile.identity else None,
        attributes=_attributes(profile.attributes, hidden),
        events=tuple(_event(event, hidden) for event in profile.events),
    )


def _identity(identity: StoredIdentity, hidden: Hidden) -> ShownIdentity:
    return ShownIdentity(
        external_id=_masked(identity.external_id, hidden),
        name=_masked(identity.name, hidden),
        # A site tells what it likes: «ivan@shop» is an address that no detector knows.
        email=cover_fact("email", identity.email, hidden),
        phone=cover_fact("phone", identity.phone, hidden),
        is_verified=identity.is_verified,
        identified_at=identity.identified_at,
    )


def _event(event: TrackedEvent, hidden: Hidden) -> ShownEvent:
    return ShownEvent(name=_masked(event.name, hidden), properties=_attributes(event.properties, hidden), at=event.at)


def _attributes(told: Mapping[str, Scalar], hidden: Hidden) -> tuple[ShownAttribute, ...]:
    return tuple(_attribute(key, _text(value), hidden) for key, value in told.items())


def _attribute(key: str, value: str, hidden: Hidden) -> ShownAttribute:
    """Read together: `passport: 4509 123456` is one only by its key."""
    if not hidden:
        return ShownAttribute(key=key, value=value)
    label = f"{key}: "
    shown = _masked(label + value, hidden)
    if shown.startswith(label):
        return ShownAttribute(key=key, value=_masked(shown.removeprefix(label), hidden))
    return ShownAttribute(key=HIDDEN, value=HIDDEN)


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _masked(text: str, hidden: Hidden) -> str:
    return mask_for_display(text, hidden).text if hidden else text
