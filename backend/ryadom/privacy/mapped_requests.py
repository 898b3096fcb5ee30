"""The part of the data map on requests of data subjects: who asked what, and that it was answered in time."""

from ryadom.privacy.classification import Category, Found, Table, kept_by_law, of_staff, technical

_PROOF = "доказательство ответа субъекту: 152-ФЗ, статьи 14, 20 и 21; три года — ГК РФ, статья 196"
_THREE_YEARS = "три года после ответа или отказа, потом удаляется вместе со своей историей"

REQUEST_TABLES = (
    Table(
        name="subject_requests",
        meaning="Обращения субъектов: кто, о чём, в какой срок, чем кончилось.",
        kept=_THREE_YEARS,
        found=Found.REQUEST,
        owner_column="id",
        order_by="id",
        columns=(
            technical("id", "номер строки"),
            technical("controller_id", "оператор ПДн"),
            kept_by_law("number", "номер обращения", Category.ACTIVITY, why=_PROOF),
            technical("site_id", "сайт, если известен"),
            kept_by_law("kind", "о чём просят", Category.ACTIVITY, why=_PROOF),
            kept_by_law("source", "каким путём пришло", Category.ACTIVITY, why=_PROOF),
            kept_by_law("subject_name", "имя, каким оно названо в обращении", Category.CONTACT, why=_PROOF),
            kept_by_law("contact", "куда ответить", Category.CONTACT, why=_PROOF),
            kept_by_law("body", "текст обращения", Category.MESSAGE, why=_PROOF),
            technical("echo_id", "номер формы"),
            kept_by_law("status", "состояние", Category.ACTIVITY, why=_PROOF),
            technical("version", "номер изменения"),
            kept_by_law("received_at", "когда пришло", Category.ACTIVITY, why=_PROOF),
            technical("created_at", "когда записано"),
            kept_by_law("deadline_on", "срок ответа", Category.ACTIVITY, why=_PROOF),
            kept_by_law("extended_on", "продлённый срок", Category.ACTIVITY, why=_PROOF),
            kept_by_law("extension_reason", "почему срок продлён", Category.ACTIVITY, why=_PROOF),
            technical("due_on", "действующий срок, для порядка в списке"),
            technical("alarm_stage", "о чём ответственный предупреждён"),
            kept_by_law("identity_method", "как подтверждена личность", Category.ACTIVITY, why=_PROOF),
            kept_by_law("identity_note", "чем подтверждена личность", Category.ACTIVITY, why=_PROOF),
            of_staff("identity_by", "кто подтвердил личность"),
            of_staff("identity_by_name", "его имя, каким оно было"),
            kept_by_law("identity_at", "когда подтверждена личность", Category.ACTIVITY, why=_PROOF),
            kept_by_law("closed_at", "когда отвечено или отказано", Category.ACTIVITY, why=_PROOF),
            kept_by_law("outcome", "ответ или причина отказа", Category.ACTIVITY, why=_PROOF),
        ),
    ),
    Table(
        name="subject_request_people",
        meaning="О каких посетителях обращение.",
        kept=_THREE_YEARS,
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="request_id",
        columns=(
            technical("site_id", "сайт"),
            kept_by_law("visitor_id", "номер посетителя", Category.IDENTIFIER, why=_PROOF),
            technical("request_id", "обращение"),
            of_staff("added_by_name", "кто из сотрудников нашёл"),
            kept_by_law("added_at", "когда", Category.ACTIVITY, why=_PROOF),
        ),
    ),
    Table(
        name="subject_request_events",
        meaning="История обращения: записи только добавляются.",
        kept=_THREE_YEARS,
        found=Found.REQUEST,
        owner_column="request_id",
        order_by="ordinal",
        columns=(
            technical("request_id", "обращение"),
            technical("ordinal", "порядок записей"),
            kept_by_law("kind", "что произошло", Category.ACTIVITY, why=_PROOF),
            of_staff("actor_id", "номер сотрудника"),
            of_staff("actor_name", "имя сотрудника, каким оно было"),
            kept_by_law("note", "пояснение", Category.ACTIVITY, why=_PROOF),
            kept_by_law("at", "когда", Category.ACTIVITY, why=_PROOF),
        ),
    ),
    Table(
        name="subject_request_numbers",
        meaning="Последний номер обращения каждого оператора ПДн.",
        kept="всегда",
        columns=(
            technical("controller_id", "оператор ПДн"),
            technical("last_number", "номер"),
        ),
    ),
)
