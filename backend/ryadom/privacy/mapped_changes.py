"""The part of the data map on the pull of changes by programs: numbers of what changed, and nothing of it."""

from ryadom.privacy.classification import Table, technical

_RANDOM = "случайное число, имени и слов здесь нет"

CHANGE_TABLES = (
    Table(
        name="changed_objects",
        meaning="Что изменилось, скрыто или стёрто, чтобы сказать об этом программам с ключом.",
        kept="40 дней: дольше, чем годится место в выгрузке изменений",
        columns=(
            technical("site_id", "сайт"),
            technical("kind", "что это: посетитель, диалог, диалог целиком, сообщение"),
            technical("id", f"номер посетителя или диалога: {_RANDOM}"),
            technical("seq", "номер сообщения в диалоге"),
            technical("xact_id", "номер транзакции"),
            technical("marked_at", "когда отмечено"),
        ),
    ),
    Table(
        name="database_starts",
        meaning="Запуски Postgres, чтобы отличить восстановленную копию.",
        kept="всегда",
        columns=(
            technical("started_at", "когда запущен"),
            technical("id", "номер запуска"),
        ),
    ),
)
