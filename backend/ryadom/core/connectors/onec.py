"""1C by an HTTP service of its configuration: what a conversation is there, whoever writes that service decides.

So the contract is ours (docs/connector-1c.md), and the only one that knows a key: what is sent twice takes the same
place by the conversation's id, each message by its number. Nothing is looked for before it is written.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ryadom.core.connectors.later import MOST_AT_ONCE
from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.mapping import fill
from ryadom.core.connectors.onec_rest import OneCRest, Told
from ryadom.core.connectors.onec_settings import OneCSettings, base_path, read_mapping, read_settings, target_of
from ryadom.core.connectors.protocol import Case, Checked, Connector, Kind, Lists, Progress, Receipt, Said
from ryadom.core.connectors.replies import shown
from ryadom.core.connectors.transcript import plain
from ryadom.errors import CrmRefused

PER_SECOND = 2.0
BURST = 3.0
"""A call takes a session, and mostly a licence, of a base where people work: 1C itself has no limit."""

MAX_VALUE_CHARS = 4_000
MAX_URL_CHARS = 500
MAX_NUMBER_CHARS = 64
_ID = re.compile(r"[\w./-]{1,64}")


class OneC:
    """One base."""

    def __init__(self, settings: OneCSettings, templates: Mapping[str, str], line: CrmLine) -> None:
        self._templates = templates
        self._origin = line.target.origin
        base = base_path(line.target)
        self._rest = OneCRest(line, base=base, user=settings.user, password=settings.password)

    async def check(self) -> Checked:
        """See `Connector.check`."""
        told = await self._rest.get("v1/ping")
        return Checked(account=shown(str(told.get("name") or "")) or self._origin)

    async def lists(self) -> Lists:
        """See `Connector.lists`. Where a conversation is put, the service itself decides."""
        return Lists(notes=("Списков у 1С нет: куда попадает диалог, решает HTTP-сервис конфигурации.",))

    def preview(self, case: Case) -> Mapping[str, str]:
        """See `Connector.preview`."""
        filled = {name: fill(template, case, max_chars=MAX_VALUE_CHARS) for name, template in self._templates.items()}
        return {name: text for name, text in filled.items() if text}

    async def push(self, case: Case, progress: Progress) -> Receipt:
        """See `Connector.push`. Each call has the card as it is now; the first of all has nothing else.

        So what people said is told only once the card is noted, and leave for it asked by itself.
        """
        receipt = case.known
        parts: list[Sequence[Said]] = [case.said] if receipt.remote_id else [(), case.said]
        for said in parts if case.said else parts[:1]:
            told = await self._rest.post("v1/conversations", self._body(case, said), writing=progress)
            receipt = Receipt(
                remote_id=_id(told.get("id")),
                number=_number(told.get("number")),
                url=self._url(told),
                told_seq=said[-1].seq if said else receipt.told_seq,
            )
            await progress.wrote(receipt)
        return receipt

    def _body(self, case: Case, said: Sequence[Said]) -> dict[str, object]:
        return {
            "key": str(case.conversation_id),
            "customer_key": str(case.visitor_id),
            "began_at": _moment(case.began_at),
            "card": self.preview(case),
            "contacts": list(self._left(case)),
            "messages": [
                {"seq": one.seq, "at": _moment(one.at), "who": plain(one.who), "text": plain(one.text)} for one in said
            ],
        }

    def _left(self, case: Case) -> tuple[str, ...]:
        """How else to reach them than the card says, as far as it is to say so at all; what comes twice is the same."""
        said = "".join(self._templates.values())
        phones = case.lately.phones if "{phone}" in said else ()
        emails = case.lately.emails if "{email}" in said else ()
        return tuple(value for value in (*phones, *emails) if value not in (case.phone, case.email))[:MOST_AT_ONCE]

    def _url(self, told: Told) -> str:
        """Where people see it, if that is at the base: a link elsewhere might lead anywhere."""
        url = str(told.get("url") or "")
        is_there = url.startswith(f"{self._origin}/") and len(url) <= MAX_URL_CHARS and url.isprintable()
        return url if is_there else ""


def _moment(at: datetime) -> str:
    """As ПрочитатьДатуJSON takes it: in UTC, without parts of a second."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _id(value: object) -> str:
    """The number of what the service has made.

    Raises:
        CrmRefused: it is none.
    """
    if isinstance(value, str | int) and not isinstance(value, bool) and _ID.fullmatch(str(value)):
        return str(value)
    raise CrmRefused("1С: в ответе нет id того, что создано. HTTP-сервис должен возвращать его строкой.")


def _number(value: object) -> str:
    """How people at the base call it; nothing where the service does not say, or says what is no document's number."""
    text = shown(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if len(text) <= MAX_NUMBER_CHARS else ""


def _open(settings: bytes, mapping: Mapping[str, str], line: CrmLine) -> Connector:
    return OneC(read_settings(settings), read_mapping(mapping), line)


ONE_C = Kind(
    name="1c",
    title="1С",
    per_second=PER_SECOND,
    burst=BURST,
    target_of=lambda settings: target_of(read_settings(settings)),
    open=_open,
    placed_by=("url",),
    has_paths=True,
)
