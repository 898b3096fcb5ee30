"""The part of the data map on the ban list: visitors whom operators keep from writing."""

from ryadom.privacy.classification import Category, Column, Disposal, Found, Table, Whose, of_staff
from ryadom.store.lifetimes import Lifetime


def _of_visitor(name: str, meaning: str, category: Category) -> Column:
    """A column that goes with its row."""
    return Column(
        name=name,
        meaning=meaning,
        category=category,
        whose=Whose.VISITOR,
        answered=True,
        disposal=Disposal.DELETED,
        lifetime=Lifetime.CARD,
    )


BAN_TABLES = (
    Table(
        name="bans",
        meaning="Чёрный список: кому из посетителей пока нельзя писать на сайт. Это не блокирование данных.",
        kept="до конца запрета и сутки после, до снятия, до уничтожения по запросу или по сроку хранения карточки",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="visitor_id",
        columns=(
            Column(name="site_id", meaning="сайт", disposal=Disposal.DELETED),
            Column(name="visitor_id", meaning="номер посетителя", disposal=Disposal.DELETED),
            Column(name="conversation_id", meaning="номер диалога, из которого запретили", disposal=Disposal.DELETED),
            _of_visitor("reason", "почему запрещено, словами сотрудника", Category.MESSAGE),
            of_staff("banned_by", "кто запретил"),
            _of_visitor("banned_at", "когда запрещено", Category.ACTIVITY),
            _of_visitor("until", "до какого времени", Category.ACTIVITY),
        ),
    ),
)
