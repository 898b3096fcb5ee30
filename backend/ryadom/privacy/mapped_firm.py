"""The part of the data map on the firm: controllers, sites, accounts of operators, and the database's bookkeeping."""

from ryadom.privacy.classification import Category, Column, Table, Whose, of_staff, technical

_UNTIL_REMOVED = "пока сотрудник работает с сайтами"


def _of_controller(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning, category=Category.CONTROLLER)


FIRM_TABLES = (
    Table(
        name="controllers",
        meaning="Операторы ПДн: кто отвечает по закону за данные сайтов.",
        kept="пока есть сайты оператора ПДн",
        columns=(
            technical("id", "номер"),
            _of_controller("legal_name", "наименование"),
            _of_controller("inn", "ИНН"),
            _of_controller("address", "адрес"),
            of_staff("officer_name", "ответственный за обработку ПДн", Category.CONTROLLER),
            of_staff("officer_email", "его почта", Category.CONTROLLER),
            technical("created_at", "когда добавлен"),
            technical("is_regulated", "из перечня 41-ФЗ"),
            _of_controller("ispdn_name", "название ИСПДн"),
            of_staff("officer_post", "должность ответственного", Category.CONTROLLER),
            _of_controller("processor_name", "кому поручена обработка"),
            _of_controller("processor_address", "его адрес"),
        ),
    ),
    Table(
        name="sites",
        meaning="Сайты с чатом.",
        kept="пока сайт подключён",
        columns=(
            technical("id", "номер"),
            technical("key", "открытый ключ сайта"),
            technical("name", "название"),
            technical("origins", "адреса, с которых открывается чат"),
            technical("created_at", "когда добавлен"),
            technical("controller_id", "оператор ПДн"),
            technical("basis", "основание обработки"),
            technical("basis_wording", "основание словами владельца"),
            technical("required_consent_id", "какая версия согласия нужна, где основание — согласие"),
            technical("special", "могут ли прийти сведения о здоровье"),
        ),
    ),
    Table(
        name="widget_settings",
        meaning="Вид и слова чата на сайте, часы работы.",
        kept="пока сайт подключён",
        columns=(
            technical("site_id", "сайт"),
            technical("version", "номер редакции"),
            technical("settings", "цвет, место, слова, часы, номер счётчика"),
            technical("changed_at", "когда изменены"),
        ),
    ),
    Table(
        name="departments",
        meaning="Направления, из которых выбирают посетители.",
        kept="пока сайт подключён: ненужное убирают в архив",
        columns=(
            technical("site_id", "сайт"),
            technical("id", "номер"),
            technical("name", "название"),
            technical("name_en", "название на страницах на английском"),
            technical("place", "место в списке"),
            technical("archived_at", "с какого времени в архиве"),
            technical("created_at", "когда добавлено"),
        ),
    ),
    Table(
        name="department_members",
        meaning="Кто из сотрудников в каком направлении.",
        kept=_UNTIL_REMOVED,
        columns=(
            technical("site_id", "сайт"),
            technical("department_id", "направление"),
            of_staff("operator_id", "сотрудник"),
        ),
    ),
    Table(
        name="department_choices",
        meaning="Как посетителям предлагают направления сайта.",
        kept="пока сайт подключён",
        columns=(
            technical("site_id", "сайт"),
            technical("version", "номер редакции"),
            technical("is_required", "нужно ли выбрать до первого сообщения"),
        ),
    ),
    Table(
        name="operators",
        meaning="Сотрудники, которые отвечают в панели.",
        kept=_UNTIL_REMOVED,
        columns=(
            of_staff("id", "номер"),
            of_staff("email", "почта для входа"),
            of_staff("name", "имя, которое видят коллеги, а без имени для посетителей и они"),
            of_staff("public_name", "имя для посетителей"),
            of_staff("avatar", "фотография или рисунок 96 на 96 точек, видны посетителям"),
            of_staff("avatar_digest", "хеш картинки: её адрес"),
            of_staff("password_hash", "хеш пароля", Category.SECRET),
            of_staff("role", "роль"),
            of_staff("created_at", "когда добавлен"),
            of_staff("deactivated_at", "с какого времени доступ закрыт"),
            of_staff("sees_own_departments_only", "видит ли только диалоги своих направлений"),
            technical("place_version", "номер редакции роли, сайтов и направлений"),
            technical("person_version", "номер редакции имени и почты"),
            technical("leaves_since", "с какого времени возвращаются в очередь диалоги, где ему больше не отвечать"),
        ),
    ),
    Table(
        name="operator_invitations",
        meaning="Приглашения сотрудников, которые ещё не приняты.",
        kept="пока не принято и не отозвано, просроченное 30 дней",
        columns=(
            technical("id", "номер"),
            of_staff("token_sha256", "хеш ключа из ссылки", Category.SECRET),
            of_staff("email", "кого пригласили"),
            of_staff("role", "в какой роли"),
            technical("site_ids", "на какие сайты"),
            technical("department_ids", "в какие направления"),
            technical("sees_own_departments_only", "будут ли видны только диалоги своих направлений"),
            of_staff("invited_by", "кто пригласил"),
            technical("created_at", "когда отправлено"),
            technical("expires_at", "до какого времени действует"),
        ),
    ),
    Table(
        name="identity_secrets",
        meaning="Чем сайты подписывают, кто их посетитель; есть у сайтов, где такой секрет создан.",
        kept="пока не заменён; прежний, пока его не отозвали или не заменили ещё раз",
        columns=(
            technical("site_id", "сайт"),
            technical("version", "номер изменения"),
            Column(name="sealed", meaning="секрет, зашифрован", category=Category.SECRET),
            Column(name="sealed_before", meaning="прежний секрет, зашифрован", category=Category.SECRET),
            technical("made_at", "когда создан"),
        ),
    ),
    Table(
        name="api_keys",
        meaning="Ключи программ, которые забирают данные (/api/v1).",
        kept="бессрочно: и отозванный ключ нужен, чтобы прочесть журнал",
        columns=(
            technical("id", "номер"),
            technical("controller_id", "оператор ПДн"),
            technical("name", "название"),
            Column(name="secret_sha256", meaning="хеш ключа", category=Category.SECRET),
            technical("scopes", "что разрешено"),
            technical("site_ids", "какие сайты; пусто: все"),
            technical("made_at", "когда создан"),
            of_staff("made_by", "кто создал"),
            technical("expires_at", "до какого времени действует"),
            technical("used_at", "когда использован, с точностью до минуты"),
            technical("revoked_at", "когда отозван"),
        ),
    ),
    Table(
        name="bots",
        meaning="Боты: имена, от которых программы пишут в диалоги, и сами программы там, где они ведут диалоги.",
        kept="бессрочно: их называют ленты диалогов",
        columns=(
            technical("id", "номер"),
            technical("controller_id", "оператор ПДн"),
            technical("api_key_id", "какая программа, если это она сама"),
            technical("name", "имя"),
            technical("public_name", "имя для посетителей, если другое"),
            technical("made_at", "когда появился"),
        ),
    ),
    Table(
        name="operator_sites",
        meaning="На каких сайтах работает сотрудник.",
        kept=_UNTIL_REMOVED,
        columns=(technical("site_id", "сайт"), of_staff("operator_id", "сотрудник")),
    ),
    Table(
        name="operator_sessions",
        meaning="Входы сотрудников в панель.",
        kept="до выхода или RYADOM_SESSION_IDLE_HOURS без открытой панели",
        columns=(
            technical("id", "номер"),
            of_staff("operator_id", "сотрудник"),
            of_staff("token_sha256", "хеш ключа входа", Category.SECRET),
            of_staff("created_at", "когда вошёл"),
            of_staff("last_seen_at", "когда был в панели"),
        ),
    ),
    Table(
        name="sign_in_failures",
        meaning="Неудачные попытки входа в панель и обращения с публичной страницы, по сетям.",
        kept="сутки после последней попытки",
        columns=(
            Column(
                name="key_hmac",
                meaning="хеш почты или сетевого адреса с ключом: самого адреса нет",
                category=Category.SECRET,
                whose=Whose.OPERATOR,
            ),
            technical("failures", "сколько раз"),
            technical("last_failed_at", "когда в последний раз"),
        ),
    ),
    Table(
        name="schema_migrations",
        meaning="Какие изменения схемы применены.",
        kept="всегда",
        columns=(technical("name", "имя"), technical("sha256", "хеш"), technical("applied_at", "когда применено")),
    ),
)
