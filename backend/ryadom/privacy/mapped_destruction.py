"""The part of the data map on destruction: acts and what is under way, lifetimes, legal holds."""

from ryadom.privacy.classification import Category, Column, Disposal, Found, Table, Whose, of_staff, technical

DESTRUCTION_TABLES = (
    Table(
        name="legal_holds",
        meaning="Запреты на уничтожение: о ком или о каком диалоге, почему и кем поставлены.",
        kept="до снятия запрета",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="id",
        columns=(
            Column(name="id", meaning="номер", disposal=Disposal.DELETED),
            technical("site_id", "сайт"),
            Column(name="visitor_id", meaning="номер посетителя", disposal=Disposal.DELETED),
            Column(
                name="conversation_id", meaning="номер диалога, если запрет только о нём", disposal=Disposal.DELETED
            ),
            Column(
                name="reason",
                meaning="причина словами сотрудника",
                category=Category.ACTIVITY,
                whose=Whose.VISITOR,
                answered=True,
                disposal=Disposal.DELETED,
            ),
            of_staff("placed_by", "кто поставил"),
            technical("placed_at", "когда поставлен"),
        ),
    ),
    Table(
        name="lifetimes",
        meaning="Сроки хранения: для каждого сайта и вида данных.",
        kept="пока сайт подключён",
        columns=(
            technical("site_id", "сайт"),
            technical("kind", "вид данных"),
            technical("days", "сколько дней"),
            technical("set_at", "когда задан"),
            technical("swept_until", "до какого времени уже уничтожено"),
        ),
    ),
    Table(
        name="destructions_begun",
        meaning="Уничтожения, которые ещё идут: что уже сделано.",
        kept="до акта",
        columns=(
            technical("id", "номер"),
            technical("controller_id", "оператор ПДн"),
            technical("site_id", "сайт"),
            technical("visitor_id", "о ком: случайный номер; пусто, если по сроку хранения"),
            technical("ground", "причина"),
            of_staff("executor", "имя сотрудника, который начал"),
            technical("started_at", "когда начато"),
            technical("resumed_at", "когда продолжено"),
            technical("changed", "сколько строк стёрто, по таблицам"),
        ),
    ),
    Table(
        name="destruction_subjects",
        meaning="Чьи данные уже стёрты в уничтожении, которое ещё идёт.",
        kept="до акта",
        columns=(
            technical("site_id", "сайт"),
            technical("destruction_id", "номер уничтожения"),
            technical("visitor_id", "о ком: случайный номер"),
            technical("categories", "категории стёртых данных"),
        ),
    ),
    Table(
        name="destructions",
        meaning="Акты об уничтожении и выгрузки из журнала: приказ Роскомнадзора № 179.",
        kept="не меньше 3 лет; записи только добавляются",
        columns=(
            technical("id", "номер строки"),
            technical("controller_id", "оператор ПДн"),
            technical("number", "номер акта"),
            technical("site_id", "сайт"),
            technical("ground", "причина"),
            technical("started_at", "когда начато"),
            technical("finished_at", "когда закончено"),
            technical("changed", "сколько строк стёрто, по таблицам"),
            technical("subjects", "скольких людей касается"),
            of_staff("act", "акт (PDF): случайные номера людей, имена и должности исполнителей", Category.CONTROLLER),
            technical("act_sha256", "его хеш"),
            technical("log", "выгрузка (CSV): случайные номера людей и категории стёртого"),
            technical("log_sha256", "её хеш"),
            technical("kept_until", "до какого времени хранить обязательно"),
        ),
    ),
)
