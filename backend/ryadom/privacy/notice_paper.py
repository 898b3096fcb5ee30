"""The data sheet for the notice of processing, from which somebody fills the form on the regulator's portal.

The points follow 152-FZ article 22 part 3 and 3.1. Not checked by a lawyer.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from msgspec import Struct

from ryadom.privacy.classification import Whose
from ryadom.privacy.countries import HOME
from ryadom.privacy.drafts import Block, Draft, Fields, Grid, Heading, Paragraph, Signatures, moscow_time
from ryadom.privacy.subject_data import held_categories, kept_terms
from ryadom.store.controllers import Controller
from ryadom.store.egress import Recipient
from ryadom.store.sites import Basis, Site

_ACTIONS = (
    "Сбор, запись, систематизация, накопление, хранение, уточнение (обновление, изменение), извлечение, использование, "
    "блокирование, удаление, уничтожение. Передача — получателям из раздела о передаче. Способ: автоматизированная "
    "обработка с передачей по сети Интернет."
)
_MEASURES = (
    "Назначен ответственный за обработку; разграничение доступа по ролям; второй фактор для управляющих ролей; журнал "
    "действий с персональными данными, защищённый от изменения; ограничение неуспешных попыток входа; замена номеров "
    "карт и паспортов до записи; реестр получателей и запрет остальных исходящих соединений; уничтожение по карте "
    "данных. "
    "Документы: политика обработки ПДн [опубликуйте её на сайте], перечень мер по приказу ФСТЭК № 21 (ryadom papers "
    "measures). Шифровальные средства: [назовите, если применяются: наименование, класс; TLS без сертификации ими не "
    "считается, требует проверки]."
)


class Held(Struct, frozen=True, kw_only=True):
    """What the sheet is made of, beside the data map.

    `purposes`: of the published consents, by site, in their authors' words. `database_place`: where the database is, as
    far as the settings tell.
    """

    controller: Controller
    sites: Sequence[Site]
    purposes: Sequence[tuple[str, str]]
    recipients: Sequence[Recipient]
    database_place: str
    first_visitor_on: date | None
    subjects: str
    now: datetime


def notice_paper(held: Held) -> Draft:
    """The sheet; brackets mark what only the owner knows."""
    return Draft(
        title="Сведения для уведомления об обработке персональных данных",
        footer=f"{held.controller.legal_name or 'Оператор ПДн'}, {moscow_time(held.now)}",
        made_at=held.now,
        blocks=tuple(_blocks(held)),
    )


def _blocks(held: Held) -> Iterator[Block]:
    controller = held.controller
    yield Paragraph(
        "По ст. 22 ч. 3 Федерального закона № 152-ФЗ, собрано из карты данных и настроек чата. Уведомление подаётся на "
        "портале Роскомнадзора до начала обработки; здесь только то, что делает чат: добавьте остальную обработку "
        "своей "
        "организации. Требует проверки юристом."
    )
    yield Heading("1. Оператор")
    yield Fields(
        (
            ("Наименование", controller.legal_name),
            ("ИНН", controller.inn or ""),
            ("Адрес", controller.address),
            ("Ответственный за обработку", controller.officer_name),
            ("Его почта", controller.officer_email or ""),
            ("Его телефон и адрес", ""),
        )
    )
    yield Heading("2. Цели и правовые основания")
    yield Grid(("Чьи данные и цель", "Правовое основание"), tuple(_purposes(held)), (4, 4))
    yield Heading("3. Посетители сайта: категории данных")
    yield Grid(("Категория", "Что именно"), tuple(held_categories()), (2, 5))
    yield Paragraph(_special(held.sites))
    yield Heading("4. Сотрудники, которые отвечают в чате: категории данных")
    yield Grid(("Категория", "Что именно"), tuple(held_categories(Whose.OPERATOR)), (2, 5))
    yield Heading("5. Действия и способы")
    yield Paragraph(_ACTIONS)
    yield Heading("6. Дата начала и срок")
    begun = f"{held.first_visitor_on:%d.%m.%Y} (первый посетитель в базе)" if held.first_visitor_on else ""
    yield Fields((("Дата начала обработки", begun), ("Субъектов в базе", held.subjects)))
    yield Grid(("Что хранится", "Сколько"), tuple(kept_terms()), (4, 4))
    yield Heading("7. Место базы данных")
    yield Fields(
        (
            ("База данных", held.database_place),
            ("Страна", "Россия: подтвердите по договору с хостингом"),
            ("Адрес центра обработки данных", ""),
            ("Владелец центра, ИНН", ""),
        )
    )
    yield Heading("8. Передача, в том числе трансграничная")
    yield from _transfers(held.recipients)
    yield Heading("9. Меры по ст. 18.1 и ст. 19")
    yield Paragraph(_MEASURES)
    yield Signatures((controller.officer_name or "Ответственный за обработку персональных данных",))


def _purposes(held: Held) -> Iterator[tuple[str, str]]:
    for where, purpose in held.purposes:
        yield f"Посетители, {where}: {purpose}", "Согласие субъекта (ст. 6 ч. 1 п. 1), опубликованный текст в чате"
    for site in held.sites:
        if site.basis is Basis.OTHER:
            yield f"Посетители, сайт «{site.name}»: ответ на обращение в чате", site.basis_wording
        elif site.basis is Basis.UNDECIDED:
            yield (
                f"Посетители, сайт «{site.name}»: ответ на обращение в чате",
                "Основание не выбрано: ryadom consent publish или ryadom site basis",
            )
    yield (
        "Сотрудники: учётные записи и журнал их действий в чате",
        "Трудовой договор (ст. 6 ч. 1 п. 5) и обязанность по ст. 19 ч. 2 п. 8: требует проверки",
    )


def _special(sites: Sequence[Site]) -> str:
    marked = [f"«{site.name}»" for site in sites if site.special != "none"]
    if not marked:
        return "Специальные категории и биометрия не запрашиваются; что человек напишет сам, чат заранее не знает."
    return (
        f"Могут прийти сведения о здоровье (специальная категория, ст. 10): сайты {', '.join(marked)}. Укажите это в "
        "уведомлении; письменная форма согласия — ст. 9 ч. 4."
    )


def _transfers(recipients: Sequence[Recipient]) -> Iterator[Block]:
    abroad = [one for one in recipients if one.country != HOME]
    if not recipients:
        yield Paragraph("Реестр получателей пуст: данные никуда не передаются, остальные соединения закрыты.")
        return
    yield Paragraph(
        "Трансграничная передача ведётся: см. страны ниже, уведомление по ст. 12 подаётся отдельно."
        if abroad
        else "Трансграничной передачи по реестру получателей нет."
    )
    yield Grid(
        ("Получатель", "Страна", "Цель", "Категории", "Уведомление РКН"),
        tuple(
            (
                f"{one.recipient} ({one.host})",
                one.country,
                one.purpose,
                one.categories,
                f"{one.notice_on:%d.%m.%Y}" if one.notice_on else "",
            )
            for one in recipients
        ),
        (4, 1.6, 3, 3, 2.4),
    )
