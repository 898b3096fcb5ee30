"""The part of the data map on what sites tell of their visitors: who they are, attributes, events."""

from ryadom.privacy.classification import Category, Column, Disposal, Found, Table, Whose
from ryadom.store.lifetimes import Lifetime

_KEPT = "до уничтожения по запросу, по решению оператора ПДн или по сроку хранения карточки, если он задан"


def _told(name: str, meaning: str, category: Category) -> Column:
    """A column of the visitor's that goes with its row."""
    return Column(
        name=name,
        meaning=meaning,
        category=category,
        whose=Whose.VISITOR,
        answered=True,
        disposal=Disposal.DELETED,
        lifetime=Lifetime.CARD,
    )


def _key(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning, disposal=Disposal.DELETED)


PROFILE_TABLES = (
    Table(
        name="visitor_identities",
        meaning="Кто посетитель по данным самого сайта, с его подписью.",
        kept=_KEPT,
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="visitor_id",
        columns=(
            _key("site_id", "сайт"),
            _key("visitor_id", "номер посетителя"),
            _told("external_id", "номер посетителя на сайте", Category.CONTACT),
            _told("name", "имя с сайта", Category.CONTACT),
            _told("email", "почта с сайта", Category.CONTACT),
            _told("phone", "телефон с сайта", Category.CONTACT),
            _told("is_verified", "подписаны ли сайтом имя, почта и телефон", Category.ACTIVITY),
            _told("identified_at", "когда сайт это сообщил", Category.ACTIVITY),
        ),
    ),
    Table(
        name="visitor_attributes",
        meaning="Что страницы сайта сообщили о посетителе: признаки, которые выбирает сайт.",
        kept=_KEPT,
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="visitor_id",
        columns=(
            _key("site_id", "сайт"),
            _key("visitor_id", "номер посетителя"),
            _told("attributes", "признаки и их значения", Category.CONTACT),
            _told("changed_at", "когда сайт их изменил", Category.ACTIVITY),
        ),
    ),
    Table(
        name="visitor_events",
        meaning="События, о которых сообщили страницы сайта: последние 100 у посетителя.",
        kept=_KEPT,
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="id",
        columns=(
            _key("site_id", "сайт"),
            _key("visitor_id", "номер посетителя"),
            _key("id", "номер события"),
            _told("name", "название события", Category.ACTIVITY),
            _told("properties", "свойства события", Category.CONTACT),
            _told("at", "время события", Category.ACTIVITY),
        ),
    ),
)
