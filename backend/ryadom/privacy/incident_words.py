"""What papers and mail call the kinds of incident and the categories of data, in Russian."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from ryadom.privacy.affected import Count
from ryadom.privacy.drafts import moscow_time
from ryadom.privacy.incidents import AlarmKind, ClockState, Notice
from ryadom.store.incidents import Affected, Event, EventKind, IncidentKind

KINDS = {
    IncidentKind.ACCESS: "неправомерный доступ к персональным данным",
    IncidentKind.TRANSFER: "неправомерная передача (предоставление) персональных данных",
    IncidentKind.SPREADING: "неправомерное распространение персональных данных",
    IncidentKind.ACCIDENT: "случайная передача (предоставление, распространение, доступ) персональных данных",
}
CATEGORIES = {
    Affected.CONTACT: "имя",
    Affected.MESSAGE: "переписка и всё, что человек написал в ней сам (телефон, почта, иное)",
    Affected.PAGE: "адреса страниц сайта, с которых он писал",
    Affected.NETWORK: "IP-адрес",
}
EVENTS = {
    EventKind.OPENED: "Карточка открыта",
    EventKind.DESCRIBED: "Карточка изменена",
    EventKind.NOTED: "Запись",
    EventKind.COUNTED: "Подсчёт затронутых людей",
    EventKind.FIRST_NOTICE: "Первое уведомление отправлено",
    EventKind.SECOND_NOTICE: "Второе уведомление отправлено",
    EventKind.ALARM: "Письмо ответственному",
    EventKind.CLOSED: "Инцидент закрыт",
}
STATES = {
    ClockState.RUNNING: "срок идёт",
    ClockState.OVERDUE: "срок прошёл, отметки об отправке нет",
    ClockState.SENT: "отправлено в срок",
    ClockState.SENT_LATE: "отправлено позже срока",
}


def event_words(event: Event, sites: Mapping[str, str]) -> str:
    """An entry of the timeline; `sites` are the names of those that the reader knows, by id."""
    words, details = EVENTS[event.kind], event.details
    match event.kind:
        case EventKind.NOTED:
            return event.note
        case EventKind.COUNTED:
            return f"{words}: {count_words(details, sites)}"
        case EventKind.FIRST_NOTICE | EventKind.SECOND_NOTICE:
            number = f", номер {details['number']}" if details.get("number") else ""
            return f"{words}: {_moment(details.get('sent_at'))}{number}"
        case EventKind.ALARM:
            return f"{words}: {_ALARMS.get((str(details.get('notice')), str(details.get('kind'))), 'инцидент открыт')}"
        case EventKind.DESCRIBED if "discovered_at_before" in details:
            return f"{words}; время выявления было {_moment(details['discovered_at_before'])}"
        case _:
            return f"{words}: {event.note}" if event.note else words


def count_words(details: Mapping[str, object], sites: Mapping[str, str]) -> str:
    """A stored count with its query: "12 человек: сайт «Лавка», …"."""
    count = msgspec.convert(details, Count)
    people = f"{count.people}"
    if count.at_most > count.people:
        people = f"от {count.people} (по журналу) до {count.at_most} (с теми, кто писал при открытой панели)"
    names = (f"«{sites[str(id)]}»" if str(id) in sites else "другой сайт" for id in count.site_ids)
    period = " ".join(
        f"{word} {_moment(moment.isoformat())}" for word, moment in (("с", count.since), ("до", count.before)) if moment
    )
    asked = [f"сайты: {', '.join(names)}", period or "за всё время"]
    if count.operator_id:
        asked.append(f"чьи данные показаны учётной записи «{count.operator_name}»")
    if count.categories:
        asked.append(f"категории: {', '.join(_SHORT[one] for one in count.categories)}")
    held = ", ".join(f"{word} — {number}" for word, number in (
        ("имя", count.contact), ("переписка", count.message), ("страницы", count.page), ("IP-адрес", count.network),
    ))  # fmt: skip
    return f"людей: {people} ({'; '.join(asked)}). Из них: {held}"


def _moment(text: object) -> str:
    return moscow_time(datetime.fromisoformat(str(text)))


_SHORT = {
    Affected.CONTACT: "имя",
    Affected.MESSAGE: "переписка",
    Affected.PAGE: "страницы",
    Affected.NETWORK: "IP-адрес",
}
_ALARMS: Mapping[tuple[str, str], str] = {
    (Notice.FIRST, AlarmKind.SOON): "до срока первого уведомления меньше 4 часов",
    (Notice.FIRST, AlarmKind.OVERDUE): "срок первого уведомления прошёл",
    (Notice.SECOND, AlarmKind.SOON): "до срока второго уведомления меньше 4 часов",
    (Notice.SECOND, AlarmKind.OVERDUE): "срок второго уведомления прошёл",
}
