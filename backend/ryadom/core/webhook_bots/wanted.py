"""What a new bot, or one that is changed, must keep to."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.errors import BadBody
from ryadom.store.bot_turns import has_bot
from ryadom.store.egress import DataLevel
from ryadom.store.sql import Connection

FEWEST_SECONDS = 1
MOST_SECONDS = 60
DEFAULT_SECONDS = 10
MOST_SILENT_MINUTES = 7 * 24 * 60


class BotWanted(Struct, frozen=True, kw_only=True):
    """As whom an endpoint answers visitors, and how long it has for that, in seconds.

    `close_after_min`: after so many minutes of silence what it has answered is closed in its name; None: never.
    """

    name: str
    answer_within_s: int = DEFAULT_SECONDS
    close_after_min: int | None = None


def check_bot(bot: BotWanted) -> None:
    """Refuses a time that is none.

    Raises:
        BadBody: it is not from 1 to 60 s, or silence lasts less than a minute or more than a week.
    """
    if not FEWEST_SECONDS <= bot.answer_within_s <= MOST_SECONDS:
        raise BadBody(
            f"A bot has from {FEWEST_SECONDS} to {MOST_SECONDS} s for an answer: then the visitor waits for a person.",
            field="answer_within_s",
        )
    if bot.close_after_min is not None and not 1 <= bot.close_after_min <= MOST_SILENT_MINUTES:
        raise BadBody(
            f"Silence lasts from 1 to {MOST_SILENT_MINUTES} min (a week), or is not waited for: leave it out.",
            field="close_after_min",
        )


def check_bot_level(data: DataLevel) -> None:
    """Refuses a bot that would be given no words.

    Raises:
        BadBody: it is to be given ids alone.
    """
    if data is DataLevel.IDS:
        raise BadBody(
            "A bot that is given ids alone can't answer: choose `contents`, which leaves phones and the like out.",
            field="data",
        )


async def refuse_second_bot(
    connection: Connection, controller_id: UUID, site_ids: Sequence[UUID], *, but: UUID | None = None
) -> None:
    """Keeps two bots from one site. `site_ids`: none is all of the controller's; `but`: this endpoint is no other.

    Raises:
        BadBody: another bot leads conversations on one of these.
    """
    if await has_bot(connection, controller_id, site_ids, but=but):
        raise BadBody("Another bot answers on one of these sites: remove it there first.", field="sites")
