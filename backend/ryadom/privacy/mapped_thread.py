"""The part of the data map on what operators have in a thread: calls of notes, their own marks, and ready replies."""

from ryadom.privacy.classification import Category, Column, Disposal, Found, Table, of_staff, technical

THREAD_TABLES = (
    Table(
        name="mentions",
        meaning="Кого из сотрудников зовёт заметка, которую он ещё не видел.",
        kept="до просмотра; при уничтожении данных посетителя удаляется",
        found=Found.CONVERSATION,
        owner_column="conversation_id",
        order_by="operator_id",
        columns=(
            technical("site_id", "сайт"),
            Column(name="conversation_id", meaning="номер диалога", disposal=Disposal.DELETED),
            of_staff("operator_id", "кого зовут"),
            Column(name="seq", meaning="номер записи с заметкой", disposal=Disposal.DELETED),
        ),
    ),
    Table(
        name="unread_marks",
        meaning="Какие диалоги сотрудник отметил непрочитанными для себя.",
        kept="пока он не прочтёт диалог, не ответит или не перестанет его видеть; не больше 200 у сотрудника; "
        "при уничтожении данных посетителя удаляется",
        found=Found.CONVERSATION,
        owner_column="conversation_id",
        order_by="operator_id",
        columns=(
            technical("site_id", "сайт"),
            Column(name="conversation_id", meaning="номер диалога", disposal=Disposal.DELETED),
            of_staff("operator_id", "кто отметил"),
            of_staff("marked_at", "когда"),
        ),
    ),
    Table(
        name="canned_replies",
        meaning="Быстрые ответы: общие для сайтов оператора ПДн или одного сайта и личные заготовки сотрудников. "
        "Их пишут до диалогов, и данных посетителей в них быть не должно.",
        kept="пока их не удалят",
        columns=(
            technical("id", "номер ответа"),
            technical("controller_id", "чьих сайтов"),
            technical("site_id", "какого сайта"),
            of_staff("operator_id", "чей личный"),
            of_staff("shortcut", "короткое имя"),
            of_staff("body", "текст", Category.STAFF),
            technical("version", "версия"),
            technical("changed_at", "когда изменён"),
        ),
    ),
)
