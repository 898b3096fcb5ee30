"""The part of the data map on connectors to CRMs: which there are, and which conversations they have pushed."""

from ryadom.privacy.classification import Category, Column, Disposal, Found, Table, Whose, technical


def _of_visitor(name: str, meaning: str, category: Category) -> Column:
    """A column that goes with its row."""
    return Column(
        name=name,
        meaning=meaning,
        category=category,
        whose=Whose.VISITOR,
        answered=True,
        disposal=Disposal.DELETED,
    )


CONNECTOR_TABLES = (
    Table(
        name="connectors",
        meaning="Подключения к CRM оператора ПДн.",
        kept="пока не удалят",
        columns=(
            technical("id", "номер"),
            technical("controller_id", "оператор ПДн"),
            technical("site_ids", "каких сайтов"),
            technical("kind", "какая CRM"),
            technical("origin", "узел"),
            Column(name="sealed_settings", meaning="настройки и доступ, зашифрованные", category=Category.SECRET),
            technical("mapping", "что писать в какое поле"),
            technical("rules", "когда отправлять"),
            technical("made_at", "когда добавлено"),
            technical("failures", "сколько отправок подряд не удалось"),
            technical("failing_since", "с какого времени"),
            technical("paused_until", "до какого времени не тревожить"),
            technical("trouble", "что мешает"),
            technical("stopped_at", "когда остановлено из-за настроек"),
            technical("disabled_at", "когда отключено"),
            technical("generation", "сколько раз меняли настройки"),
            technical("leased_by", "какой процесс отправляет"),
            technical("leased_until", "до какого времени"),
        ),
    ),
    Table(
        name="crm_paces",
        meaning="Сколько запросов узел CRM ещё примет: общий счёт всех процессов.",
        kept="сутки после последнего запроса",
        columns=(
            technical("origin", "узел CRM"),
            technical("paid_until", "до какого времени исчерпано"),
        ),
    ),
    Table(
        name="crm_rests",
        meaning="Какие аккаунты CRM просили пока их не вызывать.",
        kept="пока просьба не истечёт",
        columns=(
            technical("account", "хеш аккаунта"),
            technical("rest_until", "до какого времени"),
        ),
    ),
    Table(
        name="connector_pushes",
        meaning="Какие диалоги отправлены в CRM или ждут отправки. Слова и контакты читаются в момент отправки.",
        kept="пока не сотрут данные посетителя или не удалят подключение",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="ordinal",
        columns=(
            technical("site_id", "сайт"),
            technical("connector_id", "каким подключением"),
            _of_visitor("conversation_id", "номер диалога", Category.IDENTIFIER),
            technical("ordinal", "номер по порядку"),
            Column(name="visitor_id", meaning="номер посетителя", disposal=Disposal.DELETED),
            technical("cause", "по какому правилу"),
            _of_visitor("status", "отправлен ли", Category.ACTIVITY),
            technical("asks", "сколько раз поставлен в очередь"),
            technical("queued_at", "когда поставлен в очередь"),
            technical("due_at", "когда отправить"),
            technical("attempts", "сколько раз пробовали"),
            technical("tried_at", "когда пробовали в последний раз"),
            _of_visitor("sent_at", "когда отправлен", Category.ACTIVITY),
            _of_visitor("remote_id", "номер карточки в CRM", Category.IDENTIFIER),
            _of_visitor("remote_number", "номер документа, каким его видят люди в CRM", Category.IDENTIFIER),
            _of_visitor("url", "адрес карточки в CRM", Category.IDENTIFIER),
            technical("told_seq", "до какой записи отправлена переписка"),
            _of_visitor("failure", "почему не отправлен; может повторять слова CRM", Category.ACTIVITY),
        ),
    ),
)
