"""The part of the data map on webhooks: who is told of what, what is still to be told, and the log of that."""

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


WEBHOOK_TABLES = (
    Table(
        name="webhook_endpoints",
        meaning="Программы оператора ПДн, которым сообщается о происходящем.",
        kept="пока не удалят",
        columns=(
            technical("id", "номер"),
            technical("controller_id", "оператор ПДн"),
            technical("site_ids", "о каких сайтах"),
            technical("events", "о каких событиях"),
            technical("data", "сколько данных"),
            technical("origin", "узел"),
            Column(name="sealed_url", meaning="адрес, зашифрованный", category=Category.SECRET),
            Column(name="sealed_secret", meaning="секрет подписи, зашифрованный", category=Category.SECRET),
            Column(name="sealed_before", meaning="прежний секрет подписи, зашифрованный", category=Category.SECRET),
            technical("before_until", "до какого времени подписывает и прежний"),
            technical("made_at", "когда добавлен"),
            technical("failures", "сколько отправок подряд не удалось"),
            technical("failing_since", "с какого времени"),
            technical("failed_at", "когда не удалась последняя"),
            technical("paused_until", "до какого времени не тревожить"),
            technical("disabled_at", "когда отключён"),
            technical("disabled_because", "почему"),
            technical("leased_by", "какой процесс отправляет"),
            technical("leased_until", "до какого времени"),
            technical("api_key_id", "какая программа им распоряжается, если не сотрудник"),
            technical("bot_id", "от имени какого бота отвечает посетителям"),
            technical("answer_within_s", "за сколько секунд должен ответить бот"),
            technical("close_after_min", "через сколько минут тишины закрывать то, что бот ведёт"),
        ),
    ),
    Table(
        name="webhook_feed",
        meaning="До какой записи диалогов вебхукам уже сообщено.",
        kept="всегда: одна строка",
        columns=(
            technical("is_only", "строка одна"),
            technical("cluster", "какой базы"),
            technical("cursor", "до какого места"),
            technical("read_at", "когда прочитано"),
        ),
    ),
    Table(
        name="bot_watch",
        meaning="Когда в последний раз искали, кого боты оставили без ответа.",
        kept="всегда: одна строка",
        columns=(
            technical("is_only", "строка одна"),
            technical("looked_at", "когда искали"),
        ),
    ),
    Table(
        name="webhook_news",
        meaning="О чём вебхукам ещё не сообщено, кроме записей диалогов.",
        kept="около секунды",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="ordinal",
        is_derived=True,
        columns=(
            technical("ordinal", "номер по порядку"),
            technical("event", "что произошло"),
            technical("controller_id", "оператор ПДн"),
            technical("site_id", "сайт"),
            Column(name="visitor_id", meaning="номер посетителя", disposal=Disposal.DELETED),
            technical("object_id", "номер того, о чём событие"),
            technical("seq", "номер согласия"),
            technical("at", "когда"),
        ),
    ),
    Table(
        name="webhook_deliveries",
        meaning="Отправки вебхукам: только номера. Данные читаются в момент отправки и здесь не хранятся.",
        kept="30 дней",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="ordinal",
        columns=(
            technical("endpoint_id", "какому получателю"),
            technical("event_id", "номер события"),
            technical("ordinal", "номер по порядку"),
            _of_visitor("event", "о чём сообщено", Category.ACTIVITY),
            technical("site_id", "сайт"),
            Column(name="visitor_id", meaning="номер посетителя", disposal=Disposal.DELETED),
            _of_visitor("object_id", "номер диалога, посетителя или обращения", Category.IDENTIFIER),
            technical("seq", "номер записи"),
            technical("message_seq", "номер сообщения"),
            _of_visitor("happened_at", "когда произошло", Category.ACTIVITY),
            technical("queued_at", "когда поставлено в очередь"),
            technical("due_at", "когда отправить"),
            technical("attempts", "сколько раз пробовали"),
            technical("outcome", "чем кончилось"),
            technical("tried_at", "когда пробовали в последний раз"),
            technical("origin", "узел, на который отправляли в последний раз"),
            technical("status", "код ответа получателя"),
            technical("took_ms", "за сколько ответил"),
            technical("failure", "почему не удалось"),
            _of_visitor("answer", "начало ответа получателя", Category.ACTIVITY),
        ),
    ),
)
