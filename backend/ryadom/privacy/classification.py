"""The words in which the data map speaks: whose a column is, of which category, and what becomes of it.

What is shown of them is Russian: the map is a paper for the officer.
"""

from enum import StrEnum

from msgspec import Struct

from ryadom.store.lifetimes import ENDS, End, Lifetime


class Whose(StrEnum):
    """Whose data a column holds."""

    VISITOR = "посетитель"
    OPERATOR = "сотрудник"
    NOBODY = "ничьи"


class Category(StrEnum):
    """What kind of data it is, as a notice to the regulator names it."""

    CONTACT = "имя и контакты"
    MESSAGE = "текст сообщений"
    FILE = "файлы и изображения"
    IDENTIFIER = "случайный номер"
    PAGE = "посещённые страницы"
    ACTIVITY = "время и ход обращения"
    NETWORK = "сетевой адрес"
    STAFF = "учётная запись сотрудника"
    SECRET = "секреты доступа"  # noqa: S105 - the name of a category
    CONTROLLER = "сведения об операторе ПДн"
    TECHNICAL = "служебные"


class Disposal(StrEnum):
    """What the erasure of a person does to a column of their rows."""

    BLANKED = "стирается"
    DELETED = "строка удаляется"
    KEY_DESTROYED = "уничтожается ключ шифрования"
    KEPT_BY_LAW = "хранится по закону"
    STAYS = "остаётся"


class Found(StrEnum):
    """By what a person's rows are found in a table; see `Table.owner_column`."""

    VISITOR = "по номеру посетителя"
    CONVERSATION = "по номерам диалогов посетителя"
    REQUEST = "по номерам обращений, в которых речь о посетителе"
    NEVER = "не ищется"


class Column(Struct, frozen=True, kw_only=True):
    """One column. `whose` is `NOBODY` where it holds nothing personal.

    `answered`: it is a part of what a person is told is held on them. `blank`: what erasure puts in its place, an SQL
    expression of the row's columns; "NULL" or "''" as a rule. `why`: the reason where something personal stays.
    `lifetime`: as what a site may let it be erased by itself: blanked where erasure blanks it, else with its row.
    """

    name: str
    meaning: str
    category: Category = Category.TECHNICAL
    whose: Whose = Whose.NOBODY
    answered: bool = False
    disposal: Disposal = Disposal.STAYS
    blank: str = ""
    why: str = ""
    lifetime: Lifetime | None = None


class Table(Struct, frozen=True, kw_only=True):
    """One table. `owner_column` holds the visitor's, the conversation's or the request's id, as `found` says.

    For the first two there is `site_id`.

    `order_by`: the column that, beside those two, makes a row unique: rows are read and erased in pages by it.
    `kept`: for how long, unless somebody sets or asks for something else. `conversation_column`: where rows are found
    by the visitor's id, but end with a conversation. `is_derived`: says nothing that another table does not, and goes
    with it, so neither counts nor acts name its rows. `outlives`: an SQL condition of the row `t`, where there are rows
    that no lifetime of the table's own ends, because they go with what they are derived from; erasure takes them too.
    """

    name: str
    meaning: str
    kept: str
    columns: tuple[Column, ...]
    found: Found = Found.NEVER
    owner_column: str = ""
    order_by: str = ""
    conversation_column: str = ""
    is_derived: bool = False
    outlives: str = ""

    @property
    def answered(self) -> tuple[Column, ...]:
        """What of a row its person is told."""
        return tuple(column for column in self.columns if column.answered)

    @property
    def blanked(self) -> tuple[Column, ...]:
        """What of a row is overwritten when its person is erased."""
        return tuple(column for column in self.columns if column.disposal is Disposal.BLANKED)

    @property
    def is_deleted(self) -> bool:
        """Whether rows go as a whole when their person is erased."""
        return any(column.disposal is Disposal.DELETED for column in self.columns)

    @property
    def is_changed(self) -> bool:
        """Whether the erasure of a person does anything to their rows."""
        return self.is_deleted or bool(self.blanked)

    def of_lifetime(self, kind: Lifetime) -> tuple[Column, ...]:
        """What of a row has this lifetime."""
        return tuple(column for column in self.columns if column.lifetime is kind)

    def end_column(self, kind: Lifetime) -> str:
        """The column with the id of whose end begins a lifetime; empty where the table has none."""
        if ENDS[kind] is not End.CONVERSATION:
            return self.owner_column if self.found is Found.VISITOR else ""
        return self.owner_column if self.found is Found.CONVERSATION else self.conversation_column


class FileKind(Struct, frozen=True, kw_only=True):
    """One kind of file that the product writes, or has written. `erased`: how a person's data leaves it."""

    path: str
    meaning: str
    whose: Whose
    erased: str
    kept: str


def technical(name: str, meaning: str) -> Column:
    """A column that holds nothing of anybody."""
    return Column(name=name, meaning=meaning)


def of_staff(name: str, meaning: str, category: Category = Category.STAFF) -> Column:
    """A column of an operator's, in no answer to a visitor: 152-FZ, article 14 part 7, leaves the staff out."""
    return Column(name=name, meaning=meaning, category=category, whose=Whose.OPERATOR)


def blanked(name: str, meaning: str, category: Category, *, by: str, lifetime: Lifetime | None = None) -> Column:
    """A column of a visitor's that they are told, and that erasure overwrites with the expression `by`."""
    return Column(
        name=name,
        meaning=meaning,
        category=category,
        whose=Whose.VISITOR,
        answered=True,
        disposal=Disposal.BLANKED,
        blank=by,
        lifetime=lifetime,
    )


def left(name: str, meaning: str, category: Category, *, why: str) -> Column:
    """A column of a visitor's that they are told, and that stays after erasure: it points at nobody by then."""
    return Column(name=name, meaning=meaning, category=category, whose=Whose.VISITOR, answered=True, why=why)


def kept_by_law(name: str, meaning: str, category: Category, *, why: str, lifetime: Lifetime | None = None) -> Column:
    """A column of a visitor's that they are told, and that the law makes us keep whatever else is erased."""
    return Column(
        name=name,
        meaning=meaning,
        category=category,
        whose=Whose.VISITOR,
        answered=True,
        disposal=Disposal.KEPT_BY_LAW,
        why=why,
        lifetime=lifetime,
    )
