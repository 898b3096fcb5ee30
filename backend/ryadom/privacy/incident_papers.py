"""The papers of an incident: drafts of both notices to the regulator, and the closing report.

The points follow 152-FZ article 21 part 3.1 and the regulator's form as far as we know it (order of Roskomnadzor
No. 187 of 2022-11-14). No lawyer has checked them: each draft says so.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from ryadom.privacy.drafts import Block, Draft, Fields, Grid, Heading, Paragraph, Signatures, moscow_time, section
from ryadom.privacy.incident_words import CATEGORIES, KINDS, STATES, event_words
from ryadom.privacy.incidents import Clock, Notice, clocks
from ryadom.store.controllers import Controller
from ryadom.store.incidents import Event, Incident

NOT_CHECKED = (
    "Черновик собран из карточки инцидента. Сверьте поля с действующей формой на портале Роскомнадзора: уведомление "
    "подаётся там. Тексты требуют проверки юристом."
)


class PaperKind(StrEnum):
    """Which paper of an incident."""

    FIRST_NOTICE = "first-notice"
    SECOND_NOTICE = "second-notice"
    REPORT = "report"


class Told(Struct, frozen=True, kw_only=True):
    """What a paper is made of.

    `count`: the newest count of affected people in words, "" while there is none; `sites`: their names by id.
    """

    incident: Incident
    controller: Controller
    events: Sequence[Event]
    count: str
    sites: Mapping[str, str]
    now: datetime


def incident_paper(kind: PaperKind, told: Told) -> Draft:
    """The paper of this kind, as far as the card is filled; what is missing says what to write."""
    match kind:
        case PaperKind.FIRST_NOTICE:
            return _draft("Первичное уведомление об инциденте с персональными данными", told, _first(told))
        case PaperKind.SECOND_NOTICE:
            return _draft("Дополнительное уведомление: результаты внутреннего расследования", told, _second(told))
        case PaperKind.REPORT:
            return _draft("Отчёт об инциденте с персональными данными", told, _report(told))


def _draft(title: str, told: Told, blocks: Sequence[Block]) -> Draft:
    footer = f"Инцидент № {told.incident.number}, черновик от {moscow_time(told.now)}"
    return Draft(title=title, footer=footer, made_at=told.now, blocks=tuple(blocks))


def _first(told: Told) -> Sequence[Block]:
    incident = told.incident
    return (
        Paragraph(f"В соответствии с п. 1 ч. 3.1 ст. 21 Федерального закона № 152-ФЗ. {NOT_CHECKED}"),
        *_controller(told),
        *_facts(told),
        *section("Что произошло", incident.happened, hint="опишите произошедшее"),
        *section(
            "Предполагаемые причины инцидента", incident.cause, hint="напишите, что известно о причинах на этот час"
        ),
        *section(
            "Предполагаемый вред правам субъектов",
            incident.harm,
            hint="напишите, чем это грозит людям, с опорой на оценку вреда по п. 5 ч. 1 ст. 18.1",
        ),
        *section(
            "Принятые меры по устранению последствий", incident.measures, hint="напишите, что сделано и что делается"
        ),
        *_contact(told),
    )


def _second(told: Told) -> Sequence[Block]:
    incident = told.incident
    first = clocks(incident, told.now)[0]
    return (
        Paragraph(f"В соответствии с п. 2 ч. 3.1 ст. 21 Федерального закона № 152-ФЗ. {NOT_CHECKED}"),
        *_controller(told),
        Heading("Первичное уведомление"),
        Fields((("Отправлено", moscow_time(first.sent_at)), ("Номер, присвоенный РКН", first.number))),
        *_facts(told),
        *section(
            "Результаты внутреннего расследования",
            incident.results,
            hint="напишите, что установлено: что, как, когда; реквизиты решения о расследовании",
        ),
        *section("Причины инцидента", incident.cause, hint="напишите установленные причины"),
        *section("Вред, причинённый правам субъектов", incident.harm, hint="напишите, какой вред установлен"),
        *section("Принятые меры", incident.measures, hint="напишите, что сделано, чтобы это не повторилось"),
        *section(
            "Лица, действия которых стали причиной инцидента (при наличии)",
            incident.culprits,
            hint="ФИО и должность, или наименование, ИНН и адрес; если не установлены, так и напишите",
        ),
        *_contact(told),
    )


def _report(told: Told) -> Sequence[Block]:
    incident = told.incident
    return (
        Paragraph(incident.title),
        *_controller(told),
        *_facts(told),
        *section("Что произошло", incident.happened, hint="не описано"),
        *section("Причины", incident.cause, hint="не описаны"),
        *section("Вред", incident.harm, hint="не описан"),
        *section("Меры", incident.measures, hint="не описаны"),
        *section("Результаты расследования", incident.results, hint="не описаны"),
        *section("Лица, действия которых стали причиной", incident.culprits, hint="не названы"),
        Heading("Уведомления Роскомнадзора"),
        Grid(
            ("Уведомление", "Срок", "Отправлено", "Номер РКН", "Итог"),
            tuple(_clock_row(clock) for clock in clocks(incident, told.now)),
            (3, 4, 4, 3, 4),
        ),
        Heading("Хронология"),
        Grid(
            ("Когда", "Что", "Кто"),
            tuple((moscow_time(one.at), event_words(one, told.sites), one.actor_name) for one in told.events),
            (3, 6, 2),
        ),
        Fields((("Инцидент закрыт", moscow_time(incident.closed_at)),)),
        Signatures((told.controller.officer_name or "Ответственный за обработку персональных данных",)),
    )


def _controller(told: Told) -> tuple[Block, ...]:
    one = told.controller
    return (
        Heading("Оператор персональных данных"),
        Fields(
            (
                ("Наименование", one.legal_name),
                ("ИНН", one.inn or ""),
                ("Адрес", one.address),
                ("Электронная почта", one.officer_email or ""),
            )
        ),
    )


def _facts(told: Told) -> tuple[Block, ...]:
    incident = told.incident
    occurred = " — ".join(filter(None, map(moscow_time, (incident.occurred_from, incident.occurred_to))))
    return (
        Heading("Сведения об инциденте"),
        Fields(
            (
                ("Дата и время выявления", moscow_time(incident.discovered_at)),
                ("Когда произошёл", occurred),
                ("Вид", KINDS[incident.kind]),
                ("Информационная система", "Чат на сайте и панель сотрудников (Ryadom)"),
                ("Чьи данные", "Посетители сайта, которые писали в чат"),
                ("Категории данных", "; ".join(CATEGORIES[one] for one in incident.categories)),
                ("Сколько людей затронуто", told.count),
            )
        ),
    )


def _contact(told: Told) -> tuple[Block, ...]:
    one = told.controller
    return (
        Heading("Уполномоченный на взаимодействие с Роскомнадзором"),
        Fields(
            (
                ("Контакт", told.incident.contact or one.officer_name),
                ("Ответственный за обработку", one.officer_name),
                ("Его почта", one.officer_email or ""),
                ("Телефон", ""),
            )
        ),
        Signatures((one.officer_name or "Ответственный за обработку персональных данных",)),
    )


def _clock_row(clock: Clock) -> tuple[str, ...]:
    name = "Первичное, 24 часа" if clock.notice is Notice.FIRST else "Дополнительное, 72 часа"
    return (name, moscow_time(clock.deadline_at), moscow_time(clock.sent_at), clock.number, STATES[clock.state])
