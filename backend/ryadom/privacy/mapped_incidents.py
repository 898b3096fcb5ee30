"""The part of the data map on incidents: their cards, their timelines, and what officers were told of."""

from ryadom.privacy.classification import Category, Table, of_staff, technical

_KEPT = "всегда: карточка и уведомления доказывают, что сроки соблюдены"

INCIDENT_TABLES = (
    Table(
        name="incidents",
        meaning="Инциденты с персональными данными: 152-ФЗ, статья 21 часть 3.1.",
        kept=_KEPT,
        columns=(
            technical("controller_id", "оператор ПДн"),
            technical("id", "номер"),
            technical("number", "номер, которым его называют"),
            technical("version", "сколько раз меняли карточку"),
            technical("title", "заголовок"),
            technical("happened", "что произошло: словами ответственного, без имён посетителей"),
            technical("kind", "вид"),
            technical("discovered_at", "когда выявлен"),
            technical("occurred_from", "с какого времени"),
            technical("occurred_to", "по какое время"),
            technical("categories", "категории данных"),
            technical("cause", "причины"),
            technical("harm", "вред"),
            technical("measures", "меры"),
            technical("results", "результаты расследования"),
            of_staff("culprits", "лица, действия которых стали причиной", Category.CONTROLLER),
            of_staff("contact", "кто отвечает на вопросы РКН", Category.CONTROLLER),
            technical("first_notice_at", "когда отправлено первое уведомление"),
            technical("first_notice_number", "его номер"),
            technical("second_notice_at", "когда отправлено второе уведомление"),
            technical("second_notice_number", "его номер"),
            technical("closed_at", "когда закрыт"),
            technical("created_at", "когда открыта карточка"),
        ),
    ),
    Table(
        name="incident_events",
        meaning="Хронология инцидента: записи только добавляются.",
        kept=_KEPT,
        columns=(
            technical("controller_id", "оператор ПДн"),
            technical("incident_id", "инцидент"),
            technical("ordinal", "порядок"),
            technical("at", "когда"),
            technical("kind", "что сделано"),
            of_staff("actor_name", "кем"),
            technical("note", "что найдено или сделано, словами ответственного"),
            technical("alarm", "о каком сроке написано ответственному"),
            technical("details", "у подсчёта — запрос и числа, у изменения — имена полей"),
        ),
    ),
    Table(
        name="controller_alarms",
        meaning="О чём ответственному написано один раз.",
        kept="всегда",
        columns=(
            technical("controller_id", "оператор ПДн"),
            technical("alarm", "о чём"),
            technical("raised_at", "когда"),
        ),
    ),
)
