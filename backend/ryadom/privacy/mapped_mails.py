"""The part of the data map on mail: what waits to be sent, where answers go, and who wants no mail."""

from ryadom.privacy.classification import Category, Column, Disposal, Found, Table, Whose, of_staff, technical
from ryadom.store.lifetimes import Lifetime


def _of_visitor(name: str, meaning: str, category: Category, *, lifetime: Lifetime | None = None) -> Column:
    """A column that goes with its row."""
    return Column(
        name=name,
        meaning=meaning,
        category=category,
        whose=Whose.VISITOR,
        answered=True,
        disposal=Disposal.DELETED,
        lifetime=lifetime,
    )


MAIL_TABLES = (
    Table(
        name="outgoing_mails",
        meaning="Письма ответственным, приглашённым сотрудникам и посетителям, которые ещё не ушли.",
        kept="до отправки; не отправленные 30 дней",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="id",
        conversation_column="conversation_id",
        columns=(
            technical("id", "номер"),
            technical("controller_id", "оператор ПДн"),
            _of_visitor(
                "recipient", "кому: посетителю, ответственному или сотруднику", Category.CONTACT, lifetime=Lifetime.CARD
            ),
            of_staff("subject", "тема письма сотруднику", Category.CONTROLLER),
            of_staff(
                "body",
                "текст письма сотруднику; письмо посетителю составляется в момент отправки и не хранится",
                Category.CONTROLLER,
            ),
            technical("attempts", "сколько раз пробовали"),
            technical("next_attempt_at", "когда попробуем снова"),
            technical("last_error", "что ответил почтовый сервер"),
            _of_visitor("queued_at", "когда поставлено в очередь", Category.ACTIVITY),
            technical("dead_at", "когда перестали пробовать"),
            _of_visitor("purpose", "зачем письмо посетителю: ответы или копия", Category.ACTIVITY),
            technical("site_id", "сайт посетителя"),
            Column(name="visitor_id", meaning="номер посетителя", disposal=Disposal.DELETED),
            _of_visitor("conversation_id", "номер диалога", Category.IDENTIFIER),
            _of_visitor("locale", "язык письма", Category.ACTIVITY),
            technical("after_seq", "после какой записи диалога"),
            technical("until_seq", "до какой записи диалога"),
            technical("in_hand", "передаётся ли почтовому серверу"),
        ),
    ),
    Table(
        name="answer_addresses",
        meaning="Куда посетитель получает ответы почтой: адрес, который он оставил в анкете.",
        kept="до уничтожения по запросу, по решению оператора ПДн или по сроку хранения карточки, если он задан",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="conversation_id",
        conversation_column="conversation_id",
        columns=(
            technical("site_id", "сайт"),
            _of_visitor("conversation_id", "номер диалога", Category.IDENTIFIER),
            Column(name="visitor_id", meaning="номер посетителя", disposal=Disposal.DELETED),
            _of_visitor("email", "адрес почты", Category.CONTACT, lifetime=Lifetime.CARD),
            _of_visitor("locale", "язык писем", Category.ACTIVITY),
            technical("mailed_seq", "до какой записи ответы отправлены"),
            _of_visitor("created_at", "когда оставлен", Category.ACTIVITY),
        ),
    ),
    Table(
        name="mail_copies",
        meaning="Кто за сутки просил копию переписки: чтобы не прислать лишнего.",
        kept="сутки, до следующей копии на том же сайте",
        found=Found.VISITOR,
        owner_column="visitor_id",
        order_by="echo_id",
        columns=(
            technical("site_id", "сайт"),
            Column(name="visitor_id", meaning="номер посетителя", disposal=Disposal.DELETED),
            Column(name="echo_id", meaning="номер просьбы", disposal=Disposal.DELETED),
            technical("address_hmac", "хеш адреса под секретным ключом: самого адреса нет"),
            _of_visitor("created_at", "когда попросил", Category.ACTIVITY),
        ),
    ),
    Table(
        name="mail_refusals",
        meaning="Кто отказался от писем из чата.",
        kept="пока сайт подключён: иначе письма начались бы снова",
        columns=(
            technical("site_id", "сайт"),
            technical(
                "address_hmac", "хеш адреса под ключом от секретного, он хранится в kept_keys: самого адреса нет"
            ),
            technical("created_at", "когда отказался"),
        ),
    ),
    Table(
        name="kept_keys",
        meaning="Ключи, под которыми хранятся отказы от писем и подписаны ссылки в них: переживают секретный ключ.",
        kept="всегда: иначе письма начались бы снова",
        columns=(
            technical("id", "номер"),
            technical("purpose", "для чего"),
            Column(name="sealed", meaning="ключ, зашифрованный", category=Category.SECRET),
            technical("made_at", "когда создан"),
        ),
    ),
)
