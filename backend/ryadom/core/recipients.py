"""The register of recipients: adding, removing, listing. Source: 152-FZ articles 12 and 18 p. 5."""

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.controllers import find_controller
from ryadom.core.texts import clean_line
from ryadom.errors import BadBody, EgressForbidden, RecipientKnown, RecipientUnknown
from ryadom.privacy.countries import HOME
from ryadom.privacy.egress import Clearance, Egress, clean_host
from ryadom.privacy.overruling import check_overruled
from ryadom.privacy.residency import DEFAULT_PORT
from ryadom.privacy.resolver import Resolver
from ryadom.store import egress as store
from ryadom.store import journal
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database
from ryadom.store.egress import Recipient
from ryadom.store.journal import Naming, Noted
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record
from ryadom.store.sql import Connection


async def add_recipient(
    database: Database,
    resolver: Resolver,
    recipient: Recipient,
    *,
    default_port: int = DEFAULT_PORT,
    today: date,
    by: Actor = COMMAND_LINE,
) -> Clearance:
    """Puts a recipient into the register, if its addresses fit what it says; who did it (`by`) is journalled with it.

    `default_port` is what to look its addresses up for where it is listed for any port. A recipient abroad may be
    listed as soon as the notice is given; nothing is sent there before the wait is over (`privacy.adequacy`).

    Raises:
        BadBody: a field that can't be so; `field` says which.
        EgressForbidden: see `Egress.judge`.
        HostUnresolved: the name has no address, or nobody answers.
        RecipientKnown: this host and port are in the register already.
    """
    recipient = _clean(recipient, today=today)
    clearance = await Egress(database, resolver).judge(recipient, port=recipient.port or default_port)
    async with database.transaction() as connection:
        if not await store.insert_recipient(connection, recipient):
            raise RecipientKnown(
                f"{recipient.host} is in the register already. Remove it first to say something else of it.",
                field="host",
            )
        await _note(connection, recipient, "recipient_added", by)
    return clearance


async def change_recipient(
    database: Database,
    resolver: Resolver,
    recipient: Recipient,
    *,
    keeps_level: bool = False,
    seen: Recipient | None = None,
    today: date,
    by: Actor,
) -> Clearance:
    """Says something else of a host and port in the register, by the rules for adding it; the change is journalled.

    `keeps_level`: but not of how much webhooks may send there. `seen`: what it said when somebody decided.

    Raises:
        BadBody, EgressForbidden, HostUnresolved: see `add_recipient`.
        RecipientUnknown: it is not in the register.
        SettingsChanged: somebody else has changed what it says since it was `seen`; `field` says what of it.
    """
    recipient = _clean(recipient, today=today)
    clearance = await Egress(database, resolver).judge(recipient, port=recipient.port or DEFAULT_PORT)
    async with database.transaction() as connection:
        now = await store.hold_recipient(
            connection, controller_id=recipient.controller_id, host=recipient.host, port=recipient.port
        )
        if now is None:
            raise _unknown(recipient.host, recipient.port)
        names = [name for name in Recipient.__struct_fields__ if name not in ("controller_id", "host", "port")]
        wanted = [name for name in names if name != "most_data" or not keeps_level]
        await check_overruled(
            connection,
            {name: getattr(recipient, name) for name in wanted},
            seen={name: getattr(seen, name) for name in names} if seen else None,
            now={name: getattr(now, name) for name in names},
            noted=Noted(
                controller_id=recipient.controller_id,
                whats=("recipient_added", "recipient_changed"),
                told={"host": recipient.host, "port": str(recipient.port)},
                naming=Naming.FIELDS,
            ),
            by=by,
        )
        if not await store.update_recipient(connection, recipient, keeps_level=keeps_level):
            raise _unknown(recipient.host, recipient.port)
        changed = [name for name in wanted if getattr(recipient, name) != getattr(now, name)]
        await _note(connection, recipient, "recipient_changed", by, has_level=not keeps_level, fields=" ".join(changed))
    return clearance


async def check_own_machine(database: Database, recipient: Recipient) -> None:
    """Lets machines of a closed network be listed in the panel only where all sites are one controller's.

    Where several firms share an installation, the network it is in is none of theirs: calls to whatever is there would
    be a way into it. What was listed as such already may be described anew.

    Raises:
        EgressForbidden: it is declared to be one, and several controllers share the installation.
    """
    if not recipient.is_local:
        return
    async with database.connection() as connection:
        known = await store.find_recipient(
            connection, controller_id=recipient.controller_id, host=clean_host(recipient.host), port=recipient.port
        )
        is_listed = known is not None and known.is_local and known.port == recipient.port
        is_shared = len(await all_controllers(connection)) > 1
    if is_shared and not is_listed:
        raise EgressForbidden(
            "Several controllers share this installation: a machine of its network is listed on the server, by "
            "`ryadom egress add --local`.",
            field="is_local",
        )


async def remove_recipient(
    database: Database, controller_id: UUID | None, *, host: str, port: int, by: Actor = COMMAND_LINE
) -> None:
    """Takes a recipient out of the register: nothing is sent there any more. Who did it (`by`) is journalled with it.

    Raises:
        BadBody: it is not the name of a host.
        ControllerUnknown: see `find_controller`.
        RecipientUnknown: it is not in the register.
    """
    host = clean_host(host)
    async with database.transaction() as connection:
        controller = await find_controller(connection, controller_id)
        if not await store.delete_recipient(connection, controller_id=controller.id, host=host, port=port):
            raise _unknown(host, port)
        record = Record(
            controller_id=controller.id,
            action=Action.SETTINGS_CHANGED,
            actor=by,
            details={"what": "recipient_removed", "host": host, "port": str(port)},
        )
        await journal.append(connection, [record])


async def list_recipients(database: Database, controller_id: UUID | None = None) -> list[Recipient]:
    """The register of a controller, or (None) of all, by host."""
    async with database.connection() as connection:
        return await store.all_recipients(connection, controller_id)


def register_rows(recipients: Iterable[Recipient]) -> list[tuple[str, ...]]:
    """The register as a table: the cells under `HEADINGS`."""
    return [
        (
            str(recipient.controller_id),
            recipient.host,
            str(recipient.port or ""),
            recipient.recipient,
            recipient.country,
            recipient.registered_in or "",
            recipient.purpose,
            recipient.categories,
            recipient.notice_on.isoformat() if recipient.notice_on else "",
            "local" if recipient.is_local else "",
            recipient.most_data,
        )
        for recipient in recipients
    ]


# The register is shown to an inspector as it is.
HEADINGS = (
    "Оператор ПДн",
    "Узел",
    "Порт",
    "Получатель",
    "Страна",
    "Страна реестра адресов",
    "Цель",
    "Категории данных",
    "Дата уведомления РКН",
    "Сеть",
    "Вебхукам не более",
)


async def _note(
    connection: Connection, recipient: Recipient, what: str, by: Actor, *, has_level: bool = True, **said: str
) -> None:
    record = Record(
        controller_id=recipient.controller_id,
        action=Action.SETTINGS_CHANGED,
        actor=by,
        details={
            "what": what,
            "host": recipient.host,
            "port": str(recipient.port),
            "country": recipient.country,
            "notice_on": recipient.notice_on.isoformat() if recipient.notice_on else "",
        }
        | ({"most_data": recipient.most_data} if has_level else {})
        | said,
    )
    await journal.append(connection, [record])


def _unknown(host: str, port: int) -> RecipientUnknown:
    return RecipientUnknown(
        f"{host}{f':{port}' if port else ''} is not in the register. `ryadom egress list` shows what is.", field="host"
    )


def _clean(recipient: Recipient, *, today: date) -> Recipient:
    country = _clean_country(recipient.country, field="country")
    if country != HOME and recipient.notice_on is None:
        raise BadBody(
            "A transfer abroad needs the date of the notice to the supervisory authority (152-FZ article 12): "
            "--notice YYYY-MM-DD.",
            field="notice_on",
        )
    if recipient.notice_on and recipient.notice_on > today:
        raise BadBody("The notice must have been given before the data may go: its date is to come.", field="notice_on")
    if recipient.is_local and not recipient.port:
        raise BadBody("In a closed network say which port is meant: --port. All others stay closed.", field="port")
    return replace(
        recipient,
        host=clean_host(recipient.host),
        recipient=clean_line(recipient.recipient, field="recipient"),
        country=country,
        registered_in=_clean_country(recipient.registered_in, field="registered_in")
        if recipient.registered_in
        else None,
        purpose=clean_line(recipient.purpose, field="purpose", max_chars=500),
        categories=clean_line(recipient.categories, field="categories", max_chars=500),
    )


def _clean_country(code: str, *, field: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", code):
        raise BadBody(f"{code!r} is not a country: two letters of ISO 3166, such as RU.", field=field)
    return code.upper()
