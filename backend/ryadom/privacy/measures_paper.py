"""The list of measures of FSTEC order 21 as a paper: what the product does for each, and what the owner must do."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from ryadom.privacy.drafts import Block, Draft, Fields, Grid, Heading, Paragraph, Signatures, moscow_time
from ryadom.privacy.fstec_measure import Measure
from ryadom.privacy.fstec_measures import GROUPS, OUTSIDE, group_of, measures_for
from ryadom.store.controllers import Controller

_LEAD = (
    "Базовый набор мер по приложению к приказу ФСТЭК России от 18.02.2013 № 21. Это начало работы: набор адаптируют к "
    "своим актуальным угрозам и технологиям (пп. 8–10 приказа). Составлен по вторичным источникам: перед утверждением "
    "сверьте каждую строку с приказом; где источники расходятся, это сказано в строке. Продукт не сертифицирован; "
    "достаточность мер определяет оператор ПДн."
)
_WIDTHS = (2.0, 5.0, 6.0, 5.0)


def measures_paper(controller: Controller, level: int, *, subjects: str, now: datetime) -> Draft:
    """The paper for УЗ-4 or УЗ-3; `subjects` is the number of people held, in words."""
    return Draft(
        title=f"Перечень мер защиты персональных данных, УЗ-{level}",
        footer=f"{controller.legal_name or 'Оператор ПДн'}, УЗ-{level}, {moscow_time(now)}",
        made_at=now,
        blocks=tuple(_blocks(controller, level, subjects)),
    )


def _blocks(controller: Controller, level: int, subjects: str) -> Iterator[Block]:
    yield Fields(
        (
            ("Оператор ПДн", controller.legal_name),
            ("Система", "Чат на сайте и панель сотрудников (Ryadom)"),
            ("Уровень защищённости", f"УЗ-{level}: угрозы 3-го типа, иные категории ПДн (постановление № 1119)"),
            ("Субъектов в базе", subjects),
        )
    )
    yield Paragraph(_LEAD)
    for group, measures in groupby(measures_for(level), key=group_of):
        yield Heading(f"{group}. {GROUPS[group]}")
        yield Grid(
            ("Мера", "Содержание", "Что делает продукт", "Что делает владелец"), tuple(map(_row, measures)), _WIDTHS
        )
    yield Heading("Остальные группы")
    yield Paragraph(OUTSIDE)
    yield Signatures((controller.officer_name or "Ответственный за обработку персональных данных",))


def _row(measure: Measure) -> tuple[str, ...]:
    doubt = "" if measure.is_certain else "\nЕсть ли в наборе: сверьте с приказом"
    product = measure.product or "Вне продукта: только владелец"
    where = f"\nГде видно: {measure.where}" if measure.where else ""
    return (measure.code, measure.title + doubt, product + where, measure.owner)
