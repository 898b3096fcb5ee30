"""Bitrix24 by an inbound webhook: a lead, or a deal with its contact, and the transcript in its timeline.

A card is found again by ORIGINATOR_ID and ORIGIN_ID, which hold the conversation's id: a push is begun by looking for
it, so one that lost an answer makes no second card. Source: github.com/bitrix24/b24restdocs.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from ryadom.core.connectors.bitrix24_rest import Bitrix24Rest, ids_of, is_number, rows_of
from ryadom.core.connectors.bitrix24_settings import (
    DEFAULTS,
    RESERVED,
    Bitrix24Settings,
    Creates,
    base_path,
    read_settings,
    target_of,
)
from ryadom.core.connectors.line import CrmLine
from ryadom.core.connectors.mapping import check_mapping, fill
from ryadom.core.connectors.protocol import (
    ORIGINATOR,
    Case,
    Checked,
    Choice,
    Connector,
    Kind,
    Lists,
    Progress,
    Receipt,
)
from ryadom.core.connectors.transcript import pieces_of, told_by
from ryadom.errors import CrmMisconfigured, CrmRefused

PER_SECOND = 2.0
BURST = 10.0
"""A portal takes 50 calls at once and two a second, from all that calls it from one address: so ours are a part."""

MAX_TITLE_CHARS = 255
MAX_TEXT_CHARS = 4_000
MAX_COMMENT_CHARS = 10_000
MAX_PAGES = 40
"""Of comments that are looked through, 50 each."""

NOT_SEARCHED = (
    "Битрикс24 не ищет карточки по ORIGINATOR_ID и ORIGIN_ID: он показал чужие. Карточки повторялись бы, поэтому "
    "ничего не отправлено."
)
_NOT_OF_DEALS = frozenset(("NAME", "COMPANY_TITLE"))


class Bitrix24:
    """One portal."""

    def __init__(self, settings: Bitrix24Settings, mapping: Mapping[str, str], line: CrmLine) -> None:
        self._settings = settings
        self._mapping = {**DEFAULTS, **mapping}
        self._line = line
        self._rest = Bitrix24Rest(line, base=base_path(line.target))

    async def check(self) -> Checked:
        """See `Connector.check`. The portal tells which rights the webhook has."""
        scopes = await self._rest.call("scope")
        if not isinstance(scopes, list) or "crm" not in scopes:
            raise CrmMisconfigured("У вебхука Битрикс24 нет права «CRM (crm)»: добавьте его в настройках вебхука.")
        profile = await self._rest.call("profile")
        # Cards must be readable and be found by what we write there, or each push would make another.
        await self._find(self._settings.creates, origin_id="00000000-0000-0000-0000-000000000000")
        names = (profile.get("NAME"), profile.get("LAST_NAME")) if isinstance(profile, dict) else ()
        return Checked(account=" ".join(str(name) for name in names if name) or self._line.target.origin)

    async def lists(self) -> Lists:
        """See `Connector.lists`. Who works there is told only to a webhook with the right to know of users."""
        category_id = self._settings.category_id
        of_deals = f"DEAL_STAGE_{category_id}" if category_id else "DEAL_STAGE"
        is_lead = self._settings.creates is Creates.LEAD
        notes: list[str] = []
        people: tuple[Choice, ...] = ()
        try:
            rows = await self._rest.rows("user.get", {"FILTER": {"ACTIVE": True}}, max_pages=MAX_PAGES)
            people = tuple(
                Choice(str(row.get("ID", "")), " ".join(filter(None, (row.get("NAME"), row.get("LAST_NAME")))))
                for row in rows
            )
        except CrmMisconfigured:
            notes.append("Сотрудников Битрикс24 не показал: у вебхука нет права «Пользователи (user)».")
        return Lists(
            stages=await self._statuses("STATUS" if is_lead else of_deals),
            people=people,
            sources=await self._statuses("SOURCE"),
            notes=tuple(notes),
        )

    def preview(self, case: Case) -> Mapping[str, str]:
        """See `Connector.preview`."""
        is_lead = self._settings.creates is Creates.LEAD
        fields: dict[str, str] = {}
        for name, template in self._mapping.items():
            if not is_lead and name in _NOT_OF_DEALS:
                continue
            text = fill(template, case, max_chars=MAX_TEXT_CHARS if name == "COMMENTS" else MAX_TITLE_CHARS)
            if text:
                fields[name] = text
        return fields

    async def push(self, case: Case, progress: Progress) -> Receipt:
        """See `Connector.push`."""
        receipt = case.known
        is_new = False
        if not receipt.remote_id:
            found = await self._find(self._settings.creates, origin_id=str(case.conversation_id))
            is_new = found is None
            id = found or await self._add(case, progress)
            receipt = Receipt(remote_id=id, url=self._url(id))
            await progress.wrote(receipt)
        return await self._tell(case, receipt, progress, is_new=is_new)

    async def _add(self, case: Case, progress: Progress) -> str:
        contact_id = await self._known_contact(case)
        is_lead = self._settings.creates is Creates.LEAD
        if contact_id is None and not is_lead:
            contact_id = await self._own_contact(case, progress)
        fields: dict[str, Any] = {**self.preview(case), **self._origin(str(case.conversation_id)), "OPENED": "Y"}
        if is_lead:
            fields |= _reach(case)
            fields |= {"CONTACT_ID": contact_id} if contact_id else {}
        else:
            fields |= {"CONTACT_IDS": [contact_id], "CATEGORY_ID": self._settings.category_id}
        chosen = {
            "STATUS_ID" if is_lead else "STAGE_ID": self._settings.stage,
            "ASSIGNED_BY_ID": self._settings.responsible_id,
            "SOURCE_ID": self._settings.source,
        }
        fields |= {name: value for name, value in chosen.items() if value}
        params = {"fields": fields, "params": {"REGISTER_SONET_EVENT": "Y"}}
        return _id(await self._rest.call(f"crm.{self._settings.creates}.add", params, writing=progress))

    async def _known_contact(self, case: Case) -> str | None:
        """The contact that the portal has by this telephone or address already, the oldest."""
        for kind, value in (("PHONE", case.phone), ("EMAIL", case.email)):
            if value:
                params = {"type": kind, "values": [value], "entity_type": "CONTACT"}
                found = await self._rest.call("crm.duplicate.findbycomm", params)
                if ids := ids_of(found, "CONTACT"):
                    return min(ids, key=int)
        return None

    async def _own_contact(self, case: Case, progress: Progress) -> str:
        origin_id = str(case.visitor_id)
        if found := await self._find("contact", origin_id=origin_id):
            return found
        name = fill(self._mapping["NAME"], case, max_chars=MAX_TITLE_CHARS) or "Посетитель сайта"
        fields: dict[str, Any] = {"NAME": name, **_reach(case), **self._origin(origin_id), "OPENED": "Y"}
        if self._settings.responsible_id:
            fields["ASSIGNED_BY_ID"] = self._settings.responsible_id
        id = _id(await self._rest.call("crm.contact.add", {"fields": fields}, writing=progress))
        await progress.wrote(case.known)
        return id

    async def _tell(self, case: Case, receipt: Receipt, progress: Progress, *, is_new: bool) -> Receipt:
        """Adds the messages that the card lacks, by what is noted and what stands there."""
        told_seq = receipt.told_seq
        owner = {"ENTITY_ID": int(receipt.remote_id), "ENTITY_TYPE": self._settings.creates.value}
        if case.said and not is_new:
            select = {"filter": owner, "select": ["ID", "COMMENT"], "order": {"ID": "DESC"}}
            # The newest come first, and so does the mark of the last piece that has arrived.
            async for page in self._rest.pages("crm.timeline.comment.list", select, max_pages=MAX_PAGES):
                if seq := told_by(case.conversation_id, (str(row.get("COMMENT", "")) for row in page)):
                    told_seq = max(told_seq, seq)
                    break
        said = [one for one in case.said if one.seq > told_seq]
        receipt = msgspec.structs.replace(receipt, told_seq=told_seq)
        for piece in pieces_of(case.conversation_id, said, max_chars=MAX_COMMENT_CHARS):
            comment = {"fields": owner | {"COMMENT": piece.text}}
            await self._rest.call("crm.timeline.comment.add", comment, writing=progress)
            receipt = msgspec.structs.replace(receipt, told_seq=piece.last_seq)
            await progress.wrote(receipt)
        return receipt

    async def _find(self, what: str, *, origin_id: str) -> str | None:
        """Our card; where there are two after all, the older one, which has been worked with for longer."""
        origin = self._origin(origin_id)
        params = {"filter": origin, "select": ["ID", *origin], "order": {"ID": "ASC"}}
        rows = rows_of(await self._rest.call(f"crm.{what}.list", params))
        if any(row.get(name) != value for row in rows for name, value in origin.items()):
            # Among strangers' cards ours may be on any page, and the first must not get what is said here.
            raise CrmMisconfigured(NOT_SEARCHED)
        return _id(rows[0].get("ID")) if rows else None

    async def _statuses(self, of: str) -> tuple[Choice, ...]:
        params = {"filter": {"ENTITY_ID": of}, "order": {"SORT": "ASC"}}
        rows = await self._rest.rows("crm.status.list", params, max_pages=MAX_PAGES)
        return tuple(Choice(str(row.get("STATUS_ID", "")), str(row.get("NAME", ""))) for row in rows)

    def _origin(self, origin_id: str) -> dict[str, str]:
        return {"ORIGINATOR_ID": ORIGINATOR, "ORIGIN_ID": origin_id}

    def _url(self, id: str) -> str:
        return f"{self._line.target.origin}/crm/{self._settings.creates}/details/{id}/"


def _reach(case: Case) -> dict[str, list[dict[str, str]]]:
    named = (("PHONE", case.phone), ("EMAIL", case.email))
    return {name: [{"VALUE": value, "VALUE_TYPE": "WORK"}] for name, value in named if value}


def _id(value: object) -> str:
    if not is_number(value) or int(str(value)) == 0:
        raise CrmRefused("Битрикс24 не назвал номер карточки: её нельзя будет найти. Посмотрите, что ответил портал.")
    return str(value)


def _open(settings: bytes, mapping: Mapping[str, str], line: CrmLine) -> Connector:
    read = read_settings(settings)
    check_mapping(mapping, reserved=RESERVED)
    return Bitrix24(read, mapping, line)


BITRIX24 = Kind(
    name="bitrix24",
    title="Битрикс24",
    per_second=PER_SECOND,
    burst=BURST,
    target_of=lambda settings: target_of(read_settings(settings)),
    open=_open,
)
