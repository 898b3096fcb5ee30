"""The answer to a subject as a paper: what is held, why, how long, who saw it. Source: 152-FZ article 14 part 7."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from ryadom.privacy.answer_archive import Gist
from ryadom.privacy.calendar import MOSCOW
from ryadom.privacy.consent_text import title_of
from ryadom.privacy.evidence import Evidence
from ryadom.privacy.persons import Person
from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_events import Action as ConsentAction
from ryadom.store.controllers import Controller
from ryadom.store.egress import Recipient
from ryadom.store.journal_chain import Action
from ryadom.store.sites import Basis
from ryadom.store.subject_requests import IdentityMethod, SubjectRequest

if TYPE_CHECKING:
    from ryadom.privacy.paper import Paper

STAFF_NOT_NAMED = "Сотрудники оператора здесь не названы: 152-ФЗ, статья 14, часть 7."
OTHERS_LEFT_OUT = (
    "Телефоны и адреса почты, которые не названы в обращении, а в сообщениях сотрудников и номера документов, "
    "заменены пометкой «••••»: это могут быть данные других людей (152-ФЗ, статья 14, часть 8, пункт 4)."
)
NAMES_NOT_TOLD = (
    "Имена и адреса других людей по виду не узнаются: перед отправкой переписку просматривает ответственный."
)
RIGHTS = (
    "Вы вправе требовать уточнить эти данные, заблокировать или уничтожить их, если они неполные, устаревшие, "
    "неточные, незаконно полученные или не нужны для цели обработки; отозвать согласие; обжаловать действия оператора "
    "в уполномоченный орган по защите прав субъектов персональных данных (Роскомнадзор) или в суд (152-ФЗ, статьи 9, "
    "14 и 17)."
)
IDENTITY = {
    IdentityMethod.IN_PERSON: "документ предъявлен лично",
    IdentityMethod.KNOWN_CONTACT: "ответ с телефона или почты, известных по переписке",
    IdentityMethod.SAME_CHAT: "подтверждение в том же чате",
    IdentityMethod.SIGNATURE: "подпись, собственноручная или электронная",
    IdentityMethod.REPRESENTATIVE: "представитель с доверенностью",
}
ACTIONS: Mapping[str, str] = {
    Action.CONVERSATIONS_LISTED: "показано в списке диалогов",
    Action.CONVERSATIONS_SEARCHED: "показано в найденном",
    Action.CONVERSATION_OPENED: "открыта переписка",
    Action.CARD_VIEWED: "открыта карточка",
    Action.REVEALED: "показано скрытое",
    Action.EXPORTED: "выгружено",
    Action.EDITED: "исправлено",
    Action.DELETED: "уничтожено",
    Action.REQUEST_OPENED: "открыто обращение",
    Action.REQUEST_CHANGED: "изменено обращение",
    Action.PEOPLE_SEARCHED: "найдено по имени, контакту или номеру",
    Action.HOLDS_LISTED: "показано в списке запретов на уничтожение",
    Action.FILE_OPENED: "открыт файл",
    Action.MAILED: "отправлено письмом посетителю",
    Action.VISITOR_INVITED: "посетитель приглашён в чат",
}


class View(Struct, frozen=True):
    """One record of the journal about a person, without who of the staff it was."""

    at: datetime
    action: Action | str
    result: str
    by: str


class PersonOnPaper(Struct, frozen=True, kw_only=True):
    """What of one person stands in the paper. `views` are the newest, `view_count` is of all."""

    person: Person
    gist: Gist
    evidence: Evidence
    views: Sequence[View]
    view_count: int


def answer_paper(
    request: SubjectRequest,
    controller: Controller,
    people: Sequence[PersonOnPaper],
    recipients: Sequence[Recipient],
    *,
    made_at: datetime,
) -> bytes:
    """The PDF."""
    from ryadom.privacy.paper import Paper

    paper = Paper(
        f"Ответ на обращение № {request.number}", made_at=made_at, footer=f"Ответ на обращение № {request.number}"
    )
    identity = IDENTITY[request.identity_method] if request.identity_method else ""
    paper.fields(
        [
            ("Оператор персональных данных", controller.legal_name),
            ("ИНН", controller.inn or ""),
            ("Адрес", controller.address),
            ("Заявитель", request.subject_name),
            ("Обращение получено", _when(request.received_at)),
            ("Личность подтверждена", identity),
            ("Ответ составлен", _when(made_at)),
        ]
    )
    paper.paragraph(
        "Оператор подтверждает, что обрабатывает персональные данные заявителя. Ниже — что именно хранится, на каком "
        "основании, как долго и кому данные показывались. Полные сведения — в файлах JSON рядом с этим документом."
    )
    paper.paragraph(STAFF_NOT_NAMED)
    paper.paragraph(OTHERS_LEFT_OUT)
    for one in people:
        _person(paper, one)
    paper.heading("Кому данные могут передаваться")
    if recipients:
        paper.table(
            ("Получатель", "Страна", "Цель", "Категории"),
            [(one.recipient, one.country, one.purpose, one.categories) for one in recipients],
            widths=(3, 1, 3, 3),
        )
    else:
        paper.paragraph("Получателей за пределами систем оператора нет; за границу данные не передаются.")
    paper.heading("Ваши права")
    paper.paragraph(RIGHTS)
    return paper.pdf()


def _person(paper: "Paper", one: PersonOnPaper) -> None:
    site = one.person.site
    paper.heading(f"Сайт «{site.name}»")
    paper.fields(
        [
            ("Номер посетителя", str(one.person.visitor_id)),
            ("Основание обработки", _basis(site.basis, site.basis_wording)),
            ("Источник данных", "получены от вас в чате на сайте"),
            ("Способ обработки", "автоматизированный: чат и панель сотрудников оператора"),
        ]
    )
    paper.table(
        ("Что хранится", "Записей", "Как долго"),
        [(table.meaning, str(one.gist.rows[table.name]), table.kept) for table in one.gist.tables],
        widths=(5, 1, 4),
    )
    _consents(paper, one.evidence)
    _messages(paper, one.gist)
    _views(paper, one)


def _consents(paper: "Paper", evidence: Evidence) -> None:
    paper.heading("Согласия")
    if not evidence.events:
        paper.paragraph("Согласий и отзывов не записано.")
        return
    words = {ConsentAction.GIVEN.value: "дано", ConsentAction.WITHDRAWN.value: "отозвано"}
    paper.table(
        ("Когда", "Документ", "Версия", "Действие"),
        [
            (_when(event.at), title_of(Purpose(event.purpose)), str(event.version), words.get(event.action, ""))
            for event in evidence.events
        ],
        widths=(3, 5, 1, 2),
    )


def _messages(paper: "Paper", gist: Gist) -> None:
    paper.heading("Переписка")
    if not gist.message_count:
        paper.paragraph("Сообщений нет.")
        return
    if len(gist.messages) < gist.message_count:
        paper.paragraph(
            f"Здесь последние {len(gist.messages)} сообщений из {gist.message_count}; все — в файле entries.json."
        )
    paper.table(
        ("Когда", "Кто", "Текст"),
        [
            (_when(message.at), "вы" if message.is_subjects else "сотрудник", message.body or "(сообщение уничтожено)")
            for message in gist.messages
        ],
        widths=(3, 2, 8),
    )


def _views(paper: "Paper", one: PersonOnPaper) -> None:
    paper.heading("Кому данные показывались")
    if not one.views:
        paper.paragraph("В журнале нет записей о вас.")
        return
    if len(one.views) < one.view_count:
        paper.paragraph(f"Здесь последние {len(one.views)} записей из {one.view_count}; все — в файле journal.json.")
    paper.table(
        ("Когда", "Что сделано", "Кем"),
        [(_when(view.at), ACTIONS.get(view.action, view.action), view.by) for view in one.views],
        widths=(3, 4, 4),
    )


def _basis(basis: Basis, wording: str) -> str:
    if basis is Basis.OTHER:
        return wording
    return "согласие (152-ФЗ, статья 6, часть 1, пункт 1)" if basis is Basis.CONSENT else "не указано оператором"


def _when(at: datetime) -> str:
    return f"{at.astimezone(MOSCOW):%d.%m.%Y %H:%M} МСК"
