"""The part of the data map on reports: times and numbers of conversations, and how far they are kept."""

from ryadom.privacy.classification import Category, Column, Found, Table, Whose, of_staff, technical

_WHY = "время и числа без имени, сообщений и страниц ни на кого не указывают; то же сообщается из ленты диалога"


def _derived(name: str, meaning: str, category: Category = Category.ACTIVITY) -> Column:
    """A column that repeats what the timeline says, of which its person is told there."""
    return Column(name=name, meaning=meaning, category=category, whose=Whose.VISITOR, why=_WHY)


REPORT_TABLES = (
    Table(
        name="rounds",
        meaning="Из чего сделаны отчёты: обращения в диалогах, их время и число сообщений.",
        kept="всегда: после уничтожения данных посетителя остаются время и числа, ни на кого не указывающие",
        found=Found.CONVERSATION,
        owner_column="conversation_id",
        order_by="number",
        columns=(
            technical("site_id", "сайт"),
            _derived("conversation_id", "номер диалога", Category.IDENTIFIER),
            _derived("number", "которое обращение в диалоге"),
            technical("last_seq", "до какой записи ленты посчитано"),
            _derived("asked_at", "когда написал посетитель"),
            _derived("answered_at", "когда ответил сотрудник"),
            of_staff("answered_by", "кто ответил первым"),
            _derived("answer_work_s", "сколько рабочего времени до ответа"),
            _derived("closed_at", "когда закрыто"),
            of_staff("operator_id", "кому передано последним"),
            _derived("department_id", "направление"),
            _derived("score", "оценка от 1 до 5"),
            _derived("has_comment", "есть ли слова к оценке"),
            _derived("visitor_messages", "сколько сообщений написал посетитель"),
            _derived("operator_messages", "сколько сообщений написали сотрудники"),
            technical("bot_id", "какой бот довёл обращение до конца или ведёт сейчас"),
            _derived("bot_messages", "сколько сообщений написал этот бот"),
            technical("led_seq", "до какой записи ленты посчитано, кто вёл"),
            technical("is_unled", "пересчитать ли, кто вёл"),
            _derived("is_merged", "закончилось ли объединением с другим диалогом"),
        ),
    ),
    Table(
        name="rounds_progress",
        meaning="До какого места лента изменений посчитана для отчётов.",
        kept="всегда, одна строка",
        columns=(
            technical("is_only", "строка одна"),
            technical("feed_cursor", "место в ленте изменений"),
            technical("swept_site_id", "сайт последнего просмотренного диалога"),
            technical("swept_id", "последний просмотренный диалог"),
            technical("read_at", "когда считано"),
        ),
    ),
)
