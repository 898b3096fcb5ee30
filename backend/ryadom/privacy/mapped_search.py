"""The part of the data map on the operators' search: derived from messages and cards, and gone together with them."""

from ryadom.privacy.classification import Category, Column, Disposal, Found, Table, Whose, technical
from ryadom.store.lifetimes import Lifetime

_DERIVED = "выводится из сообщений и карточки, о которых сообщается из их таблиц"


def _of_text(name: str, meaning: str, category: Category, *, lifetime: Lifetime | None = None) -> Column:
    """A column that goes with its row, and of which nobody is told: they are told what it is derived from."""
    return Column(
        name=name,
        meaning=meaning,
        category=category,
        whose=Whose.VISITOR,
        disposal=Disposal.DELETED,
        why=_DERIVED,
        lifetime=lifetime,
    )


SEARCH_TABLES = (
    Table(
        name="search_texts",
        meaning="По каким словам находятся сообщения, заметки, карточки посетителей и имена файлов.",
        kept="пока есть сообщение или карточка; строка удаляется вместе с ними, а изменённая карточка читается заново",
        found=Found.CONVERSATION,
        owner_column="conversation_id",
        order_by="seq",
        is_derived=True,
        # Of a card: it has a lifetime of its own, and whatever of it ends is forgotten here by triggers.
        outlives="t.seq = 0",
        columns=(
            technical("site_id", "сайт"),
            _of_text("conversation_id", "номер диалога", Category.IDENTIFIER),
            _of_text("seq", "номер записи, 0 у карточки", Category.ACTIVITY),
            _of_text("said_at", "время сообщения", Category.ACTIVITY),
            _of_text("has_files", "есть ли файлы", Category.ACTIVITY),
            technical("slots", "хеши сайта с днём и месяцем"),
            _of_text("words", "основы слов и их места", Category.MESSAGE, lifetime=Lifetime.MESSAGES),
        ),
    ),
    Table(
        name="search_words",
        meaning="Употребительные слова: те, что есть в диалогах хотя бы трёх посетителей; без контактов и имён.",
        kept="пока слово есть в диалогах хотя бы трёх посетителей; редкие слова пересчитываются раз в сутки",
        columns=(
            technical("site_id", "сайт"),
            technical("word", "основа слова"),
            technical("cuts", "она же без одной из букв, чтобы прощать опечатки"),
            technical("visitors", "у скольких посетителей встретилось, не больше 20"),
            technical("checked_at", "когда пересчитано"),
        ),
    ),
    Table(
        name="search_feed",
        meaning="Докуда прочитана лента изменений для поиска: одна строка.",
        kept="всегда",
        columns=(
            technical("is_only", "что строка одна"),
            technical("cluster", "номер кластера Postgres"),
            technical("cursor", "место в ленте изменений"),
            technical("read_at", "когда прочитано"),
            technical("walk", "место в истории, которая была до поиска"),
            technical("cards_walk", "место среди карточек, которые были до поиска по ним"),
            technical("cards_cursor", "место в ленте изменений, до которого дошла версия с поиском по карточкам"),
        ),
    ),
    Table(
        name="search_due_cards",
        meaning="Чьё имя или чья карточка изменились и ещё не прочитаны заново.",
        kept="несколько секунд",
        columns=(
            technical("site_id", "сайт"),
            technical("visitor_id", "номер посетителя: случайное число, имени здесь нет"),
        ),
    ),
    Table(
        name="search_renamed",
        meaning="То же в предыдущей версии; новая только дочитывает.",
        kept="несколько секунд",
        columns=(
            technical("site_id", "сайт"),
            technical("visitor_id", "номер посетителя: случайное число, имени здесь нет"),
        ),
    ),
)
