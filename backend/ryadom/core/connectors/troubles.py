"""What keeps a connector from pushing: in words, and who is told of it."""

from collections.abc import Mapping
from types import MappingProxyType

import structlog

from ryadom.core.alarms import Alarms
from ryadom.core.connectors.forms import FORMS
from ryadom.errors import BadBody, CrmBusy, CrmMisconfigured, CrmRefused, RyadomError
from ryadom.store import connectors as store
from ryadom.store import journal
from ryadom.store.connectors import StoredConnector
from ryadom.store.database import Database
from ryadom.store.journal_chain import SERVER, Action, Record

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "egress_forbidden": "Реестр получателей не разрешает отправлять этому узлу имена и контакты.",
        "calendar_unknown": "Неизвестно, закончился ли срок после уведомления о передаче за рубеж.",
        "host_unresolved": "Имя узла CRM не находится в DNS.",
        "host_unreachable": "CRM не отвечает: соединиться не удалось.",
        "host_untrusted": "Сертификат CRM не подтверждён.",
        "call_too_slow": "CRM не ответила вовремя.",
        "call_broken": "CRM оборвала соединение.",
        "answer_redirects": "CRM отвечает перенаправлением: проверьте адрес.",
        "answer_too_large": "CRM ответила слишком длинно.",
        "answer_unreadable": "CRM ответила не данными, а, например, страницей.",
        "connector_unknown": "Подключение удалили.",
        "database_unavailable": "База данных Рядом не отвечает: повторите чуть позже.",
        "journal_unavailable": "В журнал сейчас не записать, поэтому ничего не отправлено: повторите чуть позже.",
        "connector_sealed": "Настройки зашифрованы прежним ключом сервера: верните его или подключите CRM заново.",
    }
)

_UNFIT = "Настройки подключения не\u00a0подходят: проверьте и\u00a0сохраните их заново."
_UNFIT_MAPPING = "Поля карточки не\u00a0подходят: проверьте их имена, шаблоны и\u00a0сколько их."

BUSY = "CRM просит подождать: причина в журнале отправок."
"""What a connector keeps of it. A CRM's own words may be about a customer, and people of other sites are shown this."""

NOT_TAKEN = "CRM не принимает диалоги: причина в журнале отправок."
TOLD_REFUSALS = 5
"""At so many in a row somebody is told: it is the settings, then, that something in the CRM does not fit any more."""

log = structlog.get_logger(__name__)


def words_of(error: RyadomError, *, kind: str) -> str:
    """What went wrong, in Russian, for whoever set the connector up. `kind`: of CRM."""
    if isinstance(error, BadBody):
        return unfit(error, kind=kind)
    return _WORDS.get(error.code, f"Внутренняя ошибка сервера Рядом ({error.code}): подробности в\u00a0его журнале.")


def said_of(error: RyadomError, *, kind: str) -> str:
    """The same for whoever tries it: what a CRM's connector says is in Russian already."""
    return error.message if isinstance(error, (CrmBusy, CrmMisconfigured, CrmRefused)) else words_of(error, kind=kind)


def unfit(error: BadBody, *, kind: str) -> str:
    """Which of the settings does not fit, as its form calls it. The error's own words are for programs, in English."""
    part, _, name = (error.field or "").partition(".")
    form = FORMS.get(kind)
    if part == "mapping":
        return f"Шаблон поля «{name}» не\u00a0подходит: исправьте его." if name else _UNFIT_MAPPING
    words = next((one.words.ru for one in form.settings if one.name == name), name) if form else name
    return f"Настройки подключения не\u00a0подходят: исправьте «{words}»." if words else _UNFIT


async def stop(database: Database, alarms: Alarms, connector: StoredConnector, words: str) -> bool:
    """Stops a connector whose settings are wrong; False where it is, or has got others.

    The controller's officer gets a mail, the journal a record. What is to be pushed waits until somebody mends it.
    """
    async with database.transaction() as connection:
        if not await store.stop_connector(connection, connector.id, generation=connector.generation, trouble=words):
            return False
        record = Record(
            controller_id=connector.controller_id,
            action=Action.SETTINGS_CHANGED,
            actor=SERVER,
            details={"what": "connector_stopped", "host": connector.origin},
        )
        await journal.append(connection, [record])
        await alarms.tell_of_connector(connection, connector.controller_id, host=connector.origin, trouble=words)
    log.warning("connector_stopped", connector=str(connector.id))
    return True


async def note_refusal(database: Database, alarms: Alarms, connector: StoredConnector) -> None:
    """Notes that a CRM did not take a conversation; at the fifth in a row the controller's officer gets a mail.

    It stops nothing, and lets nothing wait: what is not taken may be a visitor's words.
    """
    async with database.transaction() as connection:
        failures = await store.note_failure(
            connection, connector.id, generation=connector.generation, trouble=NOT_TAKEN
        )
        if failures == TOLD_REFUSALS:
            await alarms.tell_of_refusals(
                connection, connector.controller_id, host=connector.origin, refusals=TOLD_REFUSALS
            )
