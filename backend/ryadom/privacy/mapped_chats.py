"""The part of the data map on visitors: who they are, their conversations, and what was said."""

from ryadom.privacy.classification import (
    Category,
    Column,
    Disposal,
    Found,
    Table,
    Whose,
    blanked,
    left,
    of_staff,
    technical,
)
from ryadom.store.lifetimes import Lifetime

_NOBODY = "без имени, сообщений и страниц ни на кого не указывает"
_RANDOM = f"случайное число {_NOBODY}"
_TIME = f"время {_NOBODY}"
_STATE = f"состояние диалога {_NOBODY}"
_STATE_OF_DATA = f"одно слово из списка {_NOBODY}"
_TIMELINE = "пустая запись держит нумерацию ленты без пропусков и ни на кого не указывает"
_UNTIL_ERASED = "до уничтожения по запросу, по решению оператора ПДн или по сроку хранения, если он задан"


def _of_file(name: str, meaning: str, category: Category, *, lifetime: Lifetime | None = None) -> Column:
    """A column that goes with its row."""
    return Column(
        name=name,
        meaning=meaning,
        category=category,
        whose=Whose.VISITOR,
        answered=True,
        disposal=Disposal.DELETED,
        lifetime=lifetime,
    )


CHAT_TABLES = (
    Table(
        name="visitors",
        meaning="Посетители: строка появляется с первым сообщением.",
        kept=f"{_UNTIL_ERASED}; после уничтожения остаётся номер с отметкой, по которой отвергаются старые ключи",
        found=Found.VISITOR,
        owner_column="id",
        order_by="id",
        columns=(
            technical("site_id", "сайт"),
            left("id", "номер посетителя", Category.IDENTIFIER, why=_RANDOM),
            blanked("name", "имя", Category.CONTACT, by="''", lifetime=Lifetime.CARD),
            technical("named_at", "когда имя изменено"),
            blanked("locale", "язык браузера", Category.ACTIVITY, by="''"),
            technical("revoked_generation", "до какого времени ключи посетителя отозваны"),
            left("created_at", "когда написал впервые", Category.ACTIVITY, why=_TIME),
            technical("erased_at", "когда начато уничтожение"),
            left("blocked_at", "с какого времени данные заблокированы", Category.ACTIVITY, why=_TIME),
            left("block_reason", "почему заблокированы", Category.ACTIVITY, why=_STATE_OF_DATA),
        ),
    ),
    Table(
        name="conversations",
        meaning="Диалоги: состояние, сотрудник, страница, с которой пишут.",
        kept=_UNTIL_ERASED,
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="id",
        conversation_column="id",
        columns=(
            technical("site_id", "сайт"),
            left("id", "номер диалога", Category.IDENTIFIER, why=_RANDOM),
            left("visitor_id", "номер посетителя", Category.IDENTIFIER, why=_RANDOM),
            left("status", "открыт или закрыт", Category.ACTIVITY, why=_STATE),
            of_staff("assignee_id", "кто ведёт диалог"),
            technical("bot_id", "какой бот ведёт диалог, пока его не взял сотрудник"),
            left("department_id", "направление, в котором диалог", Category.ACTIVITY, why=_STATE),
            technical("last_seq", "номер последней записи"),
            technical("last_public_seq", "номер последней записи, видимой посетителю"),
            left("visitor_read_seq", "до какой записи прочёл посетитель", Category.ACTIVITY, why=_STATE),
            technical("operator_read_seq", "до какой записи прочли сотрудники"),
            blanked("page_url", "адрес страницы", Category.PAGE, by="NULL", lifetime=Lifetime.PAGES),
            blanked("page_title", "заголовок страницы", Category.PAGE, by="NULL", lifetime=Lifetime.PAGES),
            blanked("page_referrer", "откуда пришёл", Category.PAGE, by="NULL", lifetime=Lifetime.PAGES),
            blanked(
                "landing_url", "страница, с которой начат диалог", Category.PAGE, by="NULL", lifetime=Lifetime.PAGES
            ),
            blanked(
                "metrica_client_id",
                "номер браузера у счётчика Яндекс Метрики",
                Category.IDENTIFIER,
                by="NULL",
                lifetime=Lifetime.PAGES,
            ),
            technical("queued_at", "с какого времени в очереди"),
            left("waiting_since", "с какого времени ждёт ответа", Category.ACTIVITY, why=_TIME),
            left("active_at", "время последней записи", Category.ACTIVITY, why=_TIME),
            technical("active_minute", "то же время с точностью до минуты, для порядка в списках"),
            left("created_at", "когда начат", Category.ACTIVITY, why=_TIME),
            left("score", "как посетитель оценил закрытый диалог", Category.ACTIVITY, why=_STATE),
            technical("snoozed_until", "до какого времени отложен"),
            of_staff("snoozed_by", "кто отложил"),
            left("tag_ids", "какие метки на диалоге", Category.ACTIVITY, why=_STATE),
            left("result_id", "с каким итогом закрыт", Category.ACTIVITY, why=_STATE),
            left(
                "merged_into_id",
                "с каким диалогом того же человека объединён закрытый; открытие снимает",
                Category.ACTIVITY,
                why=_STATE,
            ),
            technical("is_blocked", "заблокированы ли данные посетителя"),
            technical(
                "consent_id", "на какую версию согласия согласен посетитель: выводится из доказательств согласия"
            ),
        ),
    ),
    Table(
        name="entries",
        meaning="Лента диалога: сообщения обеих сторон и заметки сотрудников, их правка и удаление, назначения, "
        "смены состояния, оценки, метки.",
        kept=_UNTIL_ERASED,
        found=Found.CONVERSATION,
        owner_column="conversation_id",
        order_by="seq",
        columns=(
            technical("site_id", "сайт"),
            left("conversation_id", "номер диалога", Category.IDENTIFIER, why=_RANDOM),
            left("seq", "номер записи", Category.ACTIVITY, why=_TIMELINE),
            left("kind", "вид записи", Category.ACTIVITY, why=_TIMELINE),
            technical("public", "видна ли посетителю"),
            technical("prev_public_seq", "номер предыдущей видимой посетителю записи"),
            left("author_kind", "кто написал: посетитель, сотрудник или бот", Category.ACTIVITY, why=_TIMELINE),
            of_staff("author_id", "номер автора: сотрудника, бота или, у записей посетителя, его самого"),
            # An operator's stays: a browser of theirs that did not hear of its being stored may send it once more.
            blanked(
                "echo_id",
                "номер, который дал сообщению браузер",
                Category.IDENTIFIER,
                by="CASE WHEN author_kind <> 'visitor' THEN echo_id END",
            ),
            # An operator's words too: they quote the visitor. Null, in what has no words, stays null.
            blanked(
                "body",
                "текст сообщения или заметки, прежний текст исправленного, слова к оценке",
                Category.MESSAGE,
                by="left(body, 0)",
                lifetime=Lifetime.MESSAGES,
            ),
            blanked("choices", "предложенные варианты ответа", Category.MESSAGE, by="NULL", lifetime=Lifetime.MESSAGES),
            left("reply_to_seq", "на какое сообщение это ответ", Category.ACTIVITY, why=_TIMELINE),
            left("message_seq", "какое сообщение исправлено или удалено", Category.ACTIVITY, why=_TIMELINE),
            left("score", "оценка от 1 до 5", Category.ACTIVITY, why=_TIMELINE),
            of_staff("operator_id", "кому передан диалог"),
            of_staff("mentions", "кто из сотрудников упомянут в заметке"),
            left("department_id", "в какое направление передан диалог", Category.ACTIVITY, why=_TIMELINE),
            left("status", "новое состояние диалога", Category.ACTIVITY, why=_TIMELINE),
            left("created_at", "время записи", Category.ACTIVITY, why=_TIMELINE),
            technical("xact_id", "номер транзакции"),
            left("label_ids", "какие метки поставлены, с каким итогом закрыт", Category.ACTIVITY, why=_TIMELINE),
            left("dropped_label_ids", "какие метки сняты", Category.ACTIVITY, why=_TIMELINE),
            left("other_id", "с каким диалогом того же человека объединён", Category.ACTIVITY, why=_TIMELINE),
            technical("until", "до какого времени отложен"),
            technical("is_automatic", "передал ли диалог сам сервер"),
            technical("bot_id", "какой бот ведёт диалог с этой записи"),
            technical("rule_name", "какое правило сайта передало диалог или поставило метки"),
            technical("has_left", "вернулся ли в очередь оттого, что сотрудник там больше не отвечает"),
            # As with messages: an operator's words quote the visitor.
            blanked(
                "remark",
                "комментарий для коллег при передаче диалога",
                Category.MESSAGE,
                by="left(remark, 0)",
                lifetime=Lifetime.MESSAGES,
            ),
            Column(
                name="files",
                meaning="имена и размеры файлов сообщения",
                category=Category.FILE,
                whose=Whose.VISITOR,
                disposal=Disposal.BLANKED,
                blank="NULL",
                why="то же сообщается из таблицы files",
                lifetime=Lifetime.MESSAGES,
            ),
        ),
    ),
    Table(
        name="visited_pages",
        meaning="Страницы, на которые посетитель переходил после начала диалога: последние 100.",
        kept=_UNTIL_ERASED,
        found=Found.CONVERSATION,
        owner_column="conversation_id",
        order_by="id",
        columns=(
            technical("site_id", "сайт"),
            Column(name="conversation_id", meaning="номер диалога", disposal=Disposal.DELETED),
            Column(name="id", meaning="номер перехода", disposal=Disposal.DELETED),
            _of_file("url", "адрес страницы", Category.PAGE, lifetime=Lifetime.PAGES),
            _of_file("title", "заголовок страницы", Category.PAGE, lifetime=Lifetime.PAGES),
            _of_file("at", "когда посетитель перешёл", Category.ACTIVITY, lifetime=Lifetime.PAGES),
        ),
    ),
    Table(
        name="files",
        meaning="Файлы диалогов обеих сторон; само содержимое лежит в папке файлов.",
        kept=f"{_UNTIL_ERASED}, вместе с сообщением; неотправленный файл сутки",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="id",
        conversation_column="conversation_id",
        columns=(
            technical("site_id", "сайт"),
            _of_file("id", "номер файла", Category.IDENTIFIER),
            Column(name="visitor_id", meaning="номер посетителя", disposal=Disposal.DELETED),
            _of_file("author_kind", "кто загрузил: посетитель или сотрудник", Category.ACTIVITY),
            of_staff("author_id", "номер загрузившего: сотрудника, ключа программы или самого посетителя"),
            _of_file("conversation_id", "номер диалога", Category.IDENTIFIER),
            _of_file("seq", "номер записи с этим файлом", Category.ACTIVITY),
            Column(name="sha256", meaning="хеш содержимого", disposal=Disposal.DELETED),
            _of_file("name", "имя файла", Category.MESSAGE, lifetime=Lifetime.MESSAGES),
            _of_file("media_type", "вид файла по содержимому", Category.FILE),
            _of_file("size_bytes", "размер в байтах", Category.FILE),
            _of_file("width", "ширина изображения", Category.FILE),
            _of_file("height", "высота изображения", Category.FILE),
            _of_file("created_at", "когда загружен", Category.ACTIVITY),
        ),
    ),
    Table(
        name="file_contents",
        meaning="Какое содержимое лежит в папке файлов: одно на сайт, сколько бы файлов его ни имело.",
        kept="пока есть хоть один файл с таким содержимым",
        columns=(
            technical("site_id", "сайт"),
            technical("sha256", "хеш содержимого"),
            technical("size_bytes", "размер"),
            technical("kept_at", "когда положено"),
        ),
    ),
)
