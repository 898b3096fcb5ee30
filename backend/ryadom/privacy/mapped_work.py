"""The part of the data map on who works on what: presence and limits of operators, and what sites do with chats."""

from ryadom.privacy.classification import Table, of_staff, technical

_ACCOUNT = "пока есть учётная запись"

WORK_TABLES = (
    Table(
        name="operator_work",
        meaning="Отошёл ли сотрудник и сколько диалогов сразу ему передаёт сервер.",
        kept=_ACCOUNT,
        columns=(
            of_staff("operator_id", "сотрудник"),
            of_staff("is_away", "отошёл ли"),
            of_staff("max_chats", "сколько диалогов сразу ему передают"),
            of_staff("given_at", "когда сервер передал последний диалог"),
        ),
    ),
    Table(
        name="operator_presences",
        meaning="Открыта ли у сотрудника панель; прежние приходы и уходы не хранятся.",
        kept=_ACCOUNT,
        columns=(
            of_staff("operator_id", "сотрудник"),
            of_staff("seen_at", "когда панель была открыта в последний раз"),
            of_staff("gone_s", "сколько секунд её нет, не больше часа с небольшим"),
            technical("counted_at", "до какого времени это посчитано"),
        ),
    ),
    Table(
        name="work_rules",
        meaning="Как сайт распределяет диалоги между сотрудниками.",
        kept="пока сайт подключён",
        columns=(
            technical("site_id", "сайт"),
            technical("version", "номер изменения"),
            technical("mode", "способ распределения"),
            technical("return_min", "через сколько минут без сотрудника диалог возвращается в очередь"),
        ),
    ),
    Table(
        name="conversation_rules",
        meaning="Правила сайта: каким диалогам сами собой даются направление и метки.",
        kept="пока сайт подключён",
        columns=(
            technical("site_id", "сайт"),
            technical("version", "номер изменения"),
            technical("rules", "правила по порядку: название, условия, направление, метки"),
        ),
    ),
)
