"""What a new bot, or one that is changed, must keep to."""

from collections.abc import Collection, Sequence
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from ryadom.core.webhooks.events import Event
from ryadom.errors import BadBody
from ryadom.store.bot_turns import has_bot
from ryadom.store.egress import DataLevel
from ryadom.store.sql import Connection
from ryadom.store.webhooks import StoredEndpoint

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


class BotChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of a bot is to be otherwise, as `BotWanted` says it; what is left out stays as it is.

    Its name stays: whoever else writes under it on the controller's sites, also where who changes this one has no
    rights, would be called otherwise too.
    """

    answer_within_s: int | UnsetType = UNSET
    close_after_min: int | UnsetType | None = UNSET

    @property
    def told(self) -> dict[str, str]:
        """What the journal says of it."""
        told: dict[str, str] = {}
        if self.answer_within_s is not UNSET:
            told["answer_within_s"] = str(self.answer_within_s)
        if self.close_after_min is not UNSET:
            told["close_after_min"] = "never" if self.close_after_min is None else str(self.close_after_min)
        return told


def check_bot(bot: BotWanted, data: DataLevel, events: Collection[str]) -> None:
    """Refuses a bot that could not be.

    Raises:
        BadBody: it has not from 1 to 60 s, silence lasts less than a minute or more than a week, it is to be given ids
            alone, or to be told of events.
    """
    _check_times(bot)
    _check_level(data)
    _check_no_events(events)


def new_of(bot: BotChange | None, endpoint: StoredEndpoint, data: DataLevel, events: Collection[str]) -> BotChange:
    """What is new of a bot that is to be so, and to be given so much; `events`: of which somebody would have it told.

    Raises:
        BadBody: see `check_bot`; or the endpoint is told of events, and answers nobody.
    """
    if endpoint.bot_id is not None:
        _check_level(data)
        _check_no_events(events)
    elif bot is not None:
        raise BadBody("This webhook is told of events and answers nobody: it has no times.", field="bot")
    if bot is None:
        return BotChange()
    _check_times(bot)
    return BotChange(
        answer_within_s=UNSET if bot.answer_within_s == endpoint.answer_within_s else bot.answer_within_s,
        close_after_min=UNSET if bot.close_after_min == endpoint.close_after_min else bot.close_after_min,
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


def _check_times(bot: BotWanted | BotChange) -> None:
    if bot.answer_within_s is not UNSET and not FEWEST_SECONDS <= bot.answer_within_s <= MOST_SECONDS:
        raise BadBody(
            f"A bot has from {FEWEST_SECONDS} to {MOST_SECONDS} s for an answer: then the visitor waits for a person.",
            field="answer_within_s",
        )
    silent_min = bot.close_after_min
    if silent_min is not UNSET and silent_min is not None and not 1 <= silent_min <= MOST_SILENT_MINUTES:
        raise BadBody(
            f"Silence lasts from 1 to {MOST_SILENT_MINUTES} min (a week), or is not waited for.",
            field="close_after_min",
        )


def _check_level(data: DataLevel) -> None:
    if data is DataLevel.IDS:
        raise BadBody(
            "A bot that is given ids alone can't answer: choose `contents`, which leaves phones and the like out.",
            field="data",
        )


def _check_no_events(events: Collection[str]) -> None:
    # All of them name none: forms of versions before send them so, whether they show them or not.
    if events and frozenset(events) != frozenset(Event):
        raise BadBody(
            "A bot is asked what visitors write, and told of no events: leave `events` empty, and add another webhook "
            "that is told of them.",
            field="events",
        )
