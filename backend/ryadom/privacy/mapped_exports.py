"""The part of the data map on exports that are made beside the chats; their files are in mapped_files.py."""

from ryadom.privacy.classification import Category, Column, Table, of_staff, technical

EXPORT_TABLES = (
    Table(
        name="export_jobs",
        meaning="Выгрузки таблиц: кто и что попросил, сколько готово. Самих данных здесь нет.",
        kept="30 дней",
        columns=(
            technical("id", "номер"),
            of_staff("operator_id", "кто попросил: сотрудник"),
            technical("api_key_id", "или программа по ключу"),
            technical("site_ids", "каких сайтов"),
            technical("kind", "какая таблица"),
            technical("form", "какой файл"),
            technical("columns", "какие столбцы"),
            technical("since", "с какого времени"),
            technical("before", "до какого времени"),
            technical("conditions", "каких диалогов: номера направлений, сотрудников и меток, состояния, оценки"),
            technical("delimiter", "чем разделены столбцы CSV"),
            technical("has_mark", "есть ли метка UTF-8"),
            technical("is_masked", "скрыты ли контакты"),
            technical("state", "что с ней"),
            technical("reason", "почему"),
            of_staff("asked_at", "когда попросили"),
            technical("due_at", "когда начать"),
            technical("runs", "сколько раз начата"),
            technical("tries", "из них не прервано остановкой сервера"),
            technical("started_at", "когда начата"),
            technical("reads_from", "с какого времени уничтоженные данные могут быть в файле"),
            technical("rows_done", "сколько строк готово"),
            technical("rows_about", "сколько ожидается"),
            technical("size_bytes", "размер файла"),
            technical("finished_at", "когда закончена"),
            technical("expires_at", "до какого времени хранится файл"),
            technical("leased_by", "какой процесс её делает"),
            technical("leased_until", "до какого времени она за ним"),
            Column(name="link_sha256", meaning="хеш одноразовой ссылки", category=Category.SECRET),
            technical("link_session_id", "для какого входа в панель ссылка"),
            technical("link_until", "до какого времени она действует"),
        ),
    ),
)
