"""The part of the data map on visitors: who they are, their conversations, and what was said."""

from ryadom.privacy.classification import Category, Found, Table, blanked, left, of_staff, technical
from ryadom.store.lifetimes import Lifetime

_NOBODY = "без имени, сообщений и страниц ни на кого не указывает"
_RANDOM = f"случайное число {_NOBODY}"
_TIME = f"время {_NOBODY}"
_STATE = f"состояние диалога {_NOBODY}"
_STATE_OF_DATA = f"одно слово из списка {_NOBODY}"
_TIMELINE = "пустая запись держит нумерацию ленты без пропусков и ни на кого не указывает"
_UNTIL_ERASED = "до уничтожения по запросу, по решению оператора ПДн или по сроку хранения, если он задан"

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
            technical("queued_at", "с какого времени в очереди"),
            left("waiting_since", "с какого времени ждёт ответа", Category.ACTIVITY, why=_TIME),
            left("active_at", "время последней записи", Category.ACTIVITY, why=_TIME),
            technical("active_minute", "то же время с точностью до минуты, для порядка в списках"),
            left("created_at", "когда начат", Category.ACTIVITY, why=_TIME),
            left("score", "как посетитель оценил закрытый диалог", Category.ACTIVITY, why=_STATE),
            technical("is_blocked", "заблокированы ли данные посетителя"),
            technical(
                "consent_id", "на какую версию согласия согласен посетитель: выводится из доказательств согласия"
            ),
        ),
    ),
    Table(
        name="entries",
        meaning="Лента диалога: сообщения обеих сторон, их правка и удаление, назначения, смены состояния, оценки.",
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
            left("author_kind", "кто написал: посетитель или сотрудник", Category.ACTIVITY, why=_TIMELINE),
            of_staff("author_id", "номер автора: сотрудника или, у записей посетителя, его самого"),
            # An operator's stays: a browser of theirs that did not hear of its being stored may send it once more.
            blanked(
                "echo_id",
                "номер, который дал сообщению браузер",
                Category.IDENTIFIER,
                by="CASE author_kind WHEN 'operator' THEN echo_id END",
            ),
            # An operator's words too: they quote the visitor. Null, in what has no words, stays null.
            blanked(
                "body",
                "текст сообщения, прежний текст исправленного, слова к оценке",
                Category.MESSAGE,
                by="left(body, 0)",
                lifetime=Lifetime.MESSAGES,
            ),
            blanked("choices", "предложенные варианты ответа", Category.MESSAGE, by="NULL", lifetime=Lifetime.MESSAGES),
            left("message_seq", "какое сообщение исправлено или удалено", Category.ACTIVITY, why=_TIMELINE),
            left("score", "оценка от 1 до 5", Category.ACTIVITY, why=_TIMELINE),
            of_staff("operator_id", "кому передан диалог"),
            left("department_id", "в какое направление передан диалог", Category.ACTIVITY, why=_TIMELINE),
            left("status", "новое состояние диалога", Category.ACTIVITY, why=_TIMELINE),
            left("created_at", "время записи", Category.ACTIVITY, why=_TIMELINE),
            technical("xact_id", "номер транзакции"),
        ),
    ),
)
