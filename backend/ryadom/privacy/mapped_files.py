"""The part of the data map on files: what lies in the data folder, and what a server writes elsewhere."""

from ryadom.privacy.classification import FileKind, Whose

FILE_KINDS = (
    FileKind(
        path="RYADOM_DATA_DIR/postgres/data-18/",
        meaning="Встроенный Postgres: все таблицы этой карты и журнал их изменений (WAL).",
        whose=Whose.VISITOR,
        erased="вместе со строками; прежние версии строк убирает autovacuum, из WAL они уходят со сменой его файлов",
        kept="как таблицы",
    ),
    FileKind(
        path="RYADOM_DATA_DIR/postgres/server.log",
        meaning="Журнал встроенного Postgres: без запросов и значений.",
        whose=Whose.NOBODY,
        erased="нечего стирать",
        kept="пока не удалит владелец",
    ),
    FileKind(
        path="RYADOM_FILES_DIR/САЙТ/",
        meaning="Содержимое файлов, которые посетители и сотрудники прислали в диалог, по хешам. У изображений убраны "
        "место съёмки и другие сведения, не нужные для показа.",
        whose=Whose.VISITOR,
        erased="удаляется до акта, если содержимого нет больше ни у одного файла сайта",
        kept="как сообщение, с которым файл отправлен; неотправленный файл сутки",
    ),
    FileKind(
        path="RYADOM_FILES_DIR/drafts/",
        meaning="Файлы, которые ещё загружаются.",
        whose=Whose.VISITOR,
        erased="пропадает с концом загрузки, удачной или нет",
        kept="не больше часа, если процесс убит",
    ),
    FileKind(
        path="RYADOM_FILES_DIR/exports/",
        meaning="Выгрузки, сделанные в панели: таблицы файлами. Заблокированных и уничтоженных в них нет.",
        whose=Whose.VISITOR,
        erased="удаляются все, в которых мог быть тот, чьи данные уничтожены или заблокированы",
        kept="24 часа; если процесс убит, начатый файл удаляет следующий",
    ),
    FileKind(
        path="RYADOM_DATA_DIR/secret_key",
        meaning="Ключ, которым подписаны номера посетителей в их браузерах.",
        whose=Whose.NOBODY,
        erased="нечего стирать",
        kept="пока не сменит владелец",
    ),
    FileKind(
        path="стандартный поток ошибок",
        meaning="Журнал сервера: номера и счётчики, без текстов, имён, страниц и сетевых адресов.",
        whose=Whose.VISITOR,
        erased="остаются случайные номера, которые без строк таблиц ни на кого не указывают",
        kept="как настроен journald или тот, кто собирает журналы",
    ),
    FileKind(
        path="файлы команды `ryadom export`",
        meaning="Диалоги, сообщения, клиенты, согласия или оценки таблицей; заблокированных и уничтоженных в ней нет.",
        whose=Whose.VISITOR,
        erased="не меняются: удаляет тот, кто выгрузил; кто и что выгрузил, видно в журнале действий",
        kept="решает оператор ПДн",
    ),
    FileKind(
        path="папка команды `ryadom person export`",
        meaning="Ответ субъекту: всё, что о нём хранится.",
        whose=Whose.VISITOR,
        erased="удаляет тот, кто выгрузил, когда ответ отдан",
        kept="решает оператор ПДн",
    ),
    FileKind(
        path="файлы команды `ryadom destruction export`",
        meaning="Акт об уничтожении (PDF) и выгрузка (CSV): случайные номера людей, без имён и текстов.",
        whose=Whose.VISITOR,
        erased="не стираются: это доказательство уничтожения",
        kept="не меньше 3 лет: приказ Роскомнадзора № 179",
    ),
    FileKind(
        path="временный файл в папке TMPDIR",
        meaning="Ответ на обращение субъекта, пока его скачивают; имени у файла нет, открыть его больше некому.",
        whose=Whose.VISITOR,
        erased="пропадает с концом скачивания или вместе с процессом",
        kept="пока скачивают",
    ),
    FileKind(
        path="временный файл в папке файлов",
        meaning="Выгрузка по ключу программы, пока её скачивают; имени у файла нет, открыть его больше некому.",
        whose=Whose.VISITOR,
        erased="пропадает с концом скачивания или вместе с процессом",
        kept="пока скачивают, не дольше часа",
    ),
    FileKind(
        path="резервные копии",
        meaning="Копии базы, которые делает владелец (docs/operations.md, Backups).",
        whose=Whose.VISITOR,
        erased="не меняются: уходят по сроку хранения копий; после восстановления уничтожение повторяют",
        kept="решает оператор ПДн",
    ),
)
