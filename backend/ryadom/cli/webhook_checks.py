"""What `ryadom doctor` says of webhooks: which are disabled, and which are behind."""

from collections.abc import Sequence
from datetime import UTC, datetime

from ryadom.cli.doctor import Check, State
from ryadom.core.webhooks.figures import behind, waited_s
from ryadom.core.webhooks.troubles import Because
from ryadom.store.webhooks import ListedEndpoint

HOUR_S = 3_600


def check_webhooks(endpoints: Sequence[ListedEndpoint], now: datetime | None = None) -> Check:
    """Whether programs are told what they are to be; whoever was disabled by hand is named and no reason to warn."""
    now = now or datetime.now(UTC)
    if not endpoints:
        return Check(State.OK, "webhooks", "there are none")
    by_hand = [one for one in endpoints if one.disabled_because == Because.BY_HAND]
    ended = [one for one in endpoints if one.disabled_at is not None and one not in by_hand]
    late = behind(endpoints, now)
    parts = [
        *(
            f"{_name(one)} is disabled since {one.disabled_at:%Y-%m-%d %H:%M} UTC ({one.disabled_because})"
            for one in ended
        ),
        *(f"{_name(one)} is behind by {waited_s(one, now) / HOUR_S:.0f} h ({one.waiting} wait)" for one in late),
    ]
    if parts:
        remedy = "«Вебхуки» in the panel and `ryadom webhook log` say why"
        return Check(State.WARN, "webhooks", f"{'; '.join(parts)}: {remedy}")
    text = f"{len(endpoints)}, none behind"
    if by_hand:
        text += f"; disabled by hand: {', '.join(_name(one) for one in by_hand)}"
    return Check(State.OK, "webhooks", text)


def _name(endpoint: ListedEndpoint) -> str:
    return f"{endpoint.origin} ({endpoint.id})"
