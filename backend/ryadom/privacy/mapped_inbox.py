"""The part of the data map on how operators sort their work: labels, goals and views of the inbox."""

from ryadom.privacy.classification import Table, of_staff, technical

INBOX_TABLES = (
    Table(
        name="labels",
        meaning="Слова, которыми оператор ПДн помечает диалоги: метки и итоги.",
        kept="всегда: лишние убирают в архив, диалоги их помнят",
        columns=(
            technical("controller_id", "оператор ПДн"),
            technical("id", "номер"),
            technical("kind", "метка или итог"),
            technical("name", "название"),
            technical("colour", "цвет"),
            technical("place", "место в списке"),
            technical("archived_at", "с какого времени не предлагается"),
            technical("created_at", "когда заведено"),
        ),
    ),
    Table(
        name="label_lists",
        meaning="Сколько раз менялись метки и итоги каждого оператора ПДн.",
        kept="всегда",
        columns=(technical("controller_id", "оператор ПДн"), technical("version", "номер изменения")),
    ),
    Table(
        name="answer_goals",
        meaning="За сколько минут на сайте хотят отвечать.",
        kept="пока есть сайт",
        columns=(
            technical("site_id", "сайт"),
            technical("version", "номер изменения"),
            technical("minutes", "минут до ответа"),
        ),
    ),
    Table(
        name="inbox_views",
        meaning="Свои подборки диалогов каждого сотрудника.",
        kept="пока есть учётная запись",
        columns=(
            of_staff("operator_id", "чьи"),
            technical("version", "номер изменения"),
            of_staff("views", "названия и условия подборок"),
        ),
    ),
    Table(
        name="new_alerts",
        meaning="Через сколько минут ожидания писать на почту новым сотрудникам сайта, пока не выбрано иное.",
        kept="пока есть сайт",
        columns=(
            technical("site_id", "сайт"),
            technical("version", "номер изменения"),
            technical("minutes", "минут ожидания"),
        ),
    ),
    Table(
        name="waiting_alerts",
        meaning="Кому из сотрудников писать на почту, когда посетитель ждёт, а в панели никого нет.",
        kept="пока не отключат или есть учётная запись",
        columns=(
            of_staff("operator_id", "кому"),
            of_staff("minutes", "через сколько минут ожидания"),
            of_staff("mailed_at", "когда отправлено последнее письмо"),
            technical("told", "о каких ещё не отвеченных диалогах уже сказано"),
        ),
    ),
)
