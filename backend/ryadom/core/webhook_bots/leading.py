"""Where a conversation begins, or begins anew: a bot leads it, where the site has one that is up to it."""

from ryadom.core.conversation_rules.heeding import Handing
from ryadom.store.bot_turns import find_bot
from ryadom.store.conversations import Head
from ryadom.store.entries import NewAssignment, Stored, append_entry
from ryadom.store.sql import Connection


async def lead_by_bot(connection: Connection, head: Head, handing: Handing | None = None) -> tuple[Stored, ...]:
    """The entry by which a bot takes a conversation that is nobody's; none where none may. Its lock is held.

    In the visitor's own transaction: so it waits in no queue for a moment, and nobody is called to it. `handing`: to
    which department a rule hands it by the same entry.
    """
    bot = await find_bot(connection, site_id=head.site_id, conversation_id=head.id)
    if bot is None:
        return ()
    content = NewAssignment(
        operator=bot,
        department=handing.department if handing else None,
        is_automatic=True,
        rule_name=handing.rule_name if handing else "",
    )
    return (await append_entry(connection, head=head, author=bot, echo_id=None, content=content),)
