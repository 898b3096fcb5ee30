"""The part of the data map on what operators write down of visitors: their card with its history, notes, links."""

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


def _staff(name: str, meaning: str) -> Column:
    """Of an operator's, in no answer to a visitor, and gone with the row."""
    return Column(name=name, meaning=meaning, category=Category.STAFF, whose=Whose.OPERATOR, disposal=Disposal.DELETED)


CUSTOMER_TABLES = (
    Table(
        name="customer_cards",
        meaning="Что сотрудники записали о посетителе: имя, контакты, заметка о нём.",
        kept=_KEPT,
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="visitor_id",
        columns=(
            _key("site_id", "сайт"),
            _key("visitor_id", "номер посетителя"),
            _key("revision", "номер изменения"),
            _told("name", "имя, записанное сотрудником", Category.CONTACT),
            _told("phone", "телефон, записанный сотрудником", Category.CONTACT),
            _told("email", "почта, записанная сотрудником", Category.CONTACT),
            _told("company", "компания, записанная сотрудником", Category.CONTACT),
            _told("about", "что ещё записано о посетителе", Category.MESSAGE),
            _told("changed_at", "когда карточку изменили", Category.ACTIVITY),
        ),
    ),
    Table(
        name="customer_changes",
        meaning="История карточки: что в ней стояло до изменения и после.",
        kept=_KEPT,
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="id",
        columns=(
            _key("site_id", "сайт"),
            _key("visitor_id", "номер посетителя"),
            _key("id", "номер записи"),
            _key("revision", "номер изменения"),
            _told("field", "поле карточки", Category.ACTIVITY),
            _told("before", "что стояло в карточке до изменения", Category.MESSAGE),
            _told("after", "что записано в карточку", Category.MESSAGE),
            _staff("operator_id", "кто изменил"),
            _key("api_key_id", "какая программа изменила, если не сотрудник"),
            _told("at", "время изменения", Category.ACTIVITY),
        ),
    ),
    Table(
        name="customer_notes",
        meaning="Заметки сотрудников о посетителе; ему они не видны, но входят в ответ на его запрос.",
        kept=f"{_KEPT}; удалённые сотрудником — не дольше двух часов",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="id",
        columns=(
            _key("site_id", "сайт"),
            _key("visitor_id", "номер посетителя"),
            _key("id", "номер заметки"),
            _staff("author_id", "кто написал"),
            _told("body", "заметка сотрудника о посетителе", Category.MESSAGE),
            _key("version", "номер изменения"),
            _told("created_at", "когда заметка написана", Category.ACTIVITY),
            _told("edited_at", "когда заметку изменили", Category.ACTIVITY),
            _told("deleted_at", "когда заметку удалили", Category.ACTIVITY),
        ),
    ),
    Table(
        name="customer_links",
        meaning="Какие посетители — один человек: так решил сотрудник.",
        kept=_KEPT,
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="visitor_id",
        columns=(
            _key("site_id", "сайт"),
            _key("visitor_id", "номер посетителя"),
            _told("customer_id", "номер, общий для посетителей, которых сочли одним человеком", Category.IDENTIFIER),
            _staff("linked_by", "кто объединил"),
            _told("linked_at", "когда объединили", Category.ACTIVITY),
        ),
    ),
)
