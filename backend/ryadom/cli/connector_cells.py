"""What `ryadom connector` says of connectors and pushes, a cell each."""

from typing import TYPE_CHECKING

from ryadom.cli.tables import printable, time_cell

if TYPE_CHECKING:
    from ryadom.store.connector_pushes import Push
    from ryadom.store.connectors import StoredConnector


def when_cell(stored: "StoredConnector") -> str:
    """By which rules it pushes."""
    rules = stored.rules
    named = {
        "contacts": rules.contacts,
        "closed": rules.closed,
        f"{len(rules.tag_ids)} tags": bool(rules.tag_ids),
        f"rated {rules.most_score} or lower": rules.most_score > 0,
    }
    return ", ".join(name for name, is_so in named.items() if is_so) or "by hand"


def state_cell(stored: "StoredConnector") -> str:
    """How it goes, and what is in the way."""
    if stored.disabled_at:
        return f"disabled {time_cell(stored.disabled_at)}"
    if stored.stopped_at:
        return f"stopped {time_cell(stored.stopped_at)}: {printable(stored.trouble)}"
    if stored.failing_since:
        return f"failing since {time_cell(stored.failing_since)} ({stored.failures}): {printable(stored.trouble)}"
    return "good"


def outcome_cell(push: "Push") -> str:
    """What has become of a push."""
    state = f"due {time_cell(push.due_at)}" if push.due_at else str(push.status)
    return printable("; ".join(part for part in (state, push.failure) if part))
