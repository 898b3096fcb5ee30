"""The demo's contents: a site for the shop, who answers, whose shop it is, and a few conversations."""

import time
from collections.abc import Sequence
from uuid import uuid4

from msgspec import Struct

from ryadom.core.controllers import describe_controller
from ryadom.core.conversations import Conversations, Visit, no_gate
from ryadom.core.leading import Leading
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site, clean_origin
from ryadom.live.bus import NoBus
from ryadom.live.hub import Hub
from ryadom.live.metrics import Metrics
from ryadom.live.owner import Owner
from ryadom.live.publisher import Publisher
from ryadom.live.relay import Relay
from ryadom.live.writer import Writer
from ryadom.privacy.consent_documents import Scope, draft_document, publish_document
from ryadom.privacy.policies import Masking
from ryadom.protocol.operator import SetStatus
from ryadom.protocol.shared import Author, AuthorKind, Page, Status
from ryadom.protocol.visitor import Purpose
from ryadom.store import demo as store
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.operators import Role, find_operator_by_email
from ryadom.store.sites import Basis, Site, find_site, set_origins
from ryadom.store.visitors import name_visitor

SITE_KEY = "demo-shop"
EMAIL = "anna@demo.example"
OWNER_EMAIL = "vera@demo.example"
LEGAL_NAME = "ООО «Чайная лавка» (вымышленное)"
INN = "0012345673"
"""Its digits check, and there is no region 00: it is nobody's."""
ADDRESS = "420111, Казань, ул. Вымышленная, 1"


class DemoAccess(Struct, frozen=True, kw_only=True):
    """How to get in: as who answers (`email`) and as whose shop it is (`owner_email`), by one password.

    The owner is asked for a second factor, as owners are.
    """

    site_key: str
    email: str
    owner_email: str
    password: str


class Sample(Struct, frozen=True, kw_only=True):
    """One sample conversation; lines that begin with ">" are the operator's."""

    name: str
    path: str
    title: str
    referrer: str
    lines: tuple[str, ...]
    age_s: float
    is_closed: bool = False


SAMPLES = (
    Sample(
        name="Марина",
        path="/product.html",
        title="Да Хун Пао",
        referrer="https://ya.ru/",
        lines=(
            "Здравствуйте! Подскажите, этот улун сильно прогретый?",
            "> Добрый день! Прогрев средний: есть хлебные ноты, но цветок не потерян.",
            "Отлично, тогда беру 100 граммов. А пробник можно положить?",
            "> Положу пробник габы, он близок по духу. Напишите номер заказа, когда оформите.",
            "Спасибо, вы очень помогли",
        ),
        age_s=26 * 3_600,
        is_closed=True,
    ),
    Sample(
        name="Илья Петрович",
        path="/delivery.html",
        title="Доставка и оплата",
        referrer="",
        lines=(
            "Добрый день. Привезёте завтра до обеда в Химки?",
            "> Здравствуйте! Да, курьер будет с 10 до 13. Удобно?",
            "Да, только пусть позвонит за час",
        ),
        age_s=1_500,
    ),
    Sample(
        name="",
        path="/catalog.html",
        title="Каталог",
        referrer="https://vk.com/",
        lines=("Есть ли у вас чай без кофеина? Ищу что-нибудь на вечер, но не ромашку.",),
        age_s=240,
    ),
    Sample(
        name="",
        path="/",
        title="Чайная лавка",
        referrer="",
        lines=("Здравствуйте", "Не приходит письмо с подтверждением заказа, проверил спам"),
        age_s=70,
    ),
)


async def fill_demo(database: Database, *, shop_origins: Sequence[str], password: str) -> DemoAccess:
    """Makes what the demo needs where it is missing, and lets the shop's origins in; safe to call at every start."""
    origins = tuple(clean_origin(origin) for origin in shop_origins)
    access = DemoAccess(site_key=SITE_KEY, email=EMAIL, owner_email=OWNER_EMAIL, password=password)
    async with database.transaction() as connection:
        site = await find_site(connection, SITE_KEY)
        if site is not None:
            await set_origins(connection, site.id, origins)
        has_owner = await find_operator_by_email(connection, OWNER_EMAIL) is not None
    if site is not None:
        await _ask_for_consent(database, site)
        if not has_owner:
            await _add_owner(database, password)
        return access
    site = await add_site(database, name="Чайная лавка", origins=origins, key=SITE_KEY)
    await _ask_for_consent(database, site)
    await add_operator(database, email=EMAIL, name="Анна", password=password, site_keys=[SITE_KEY])
    await _add_owner(database, password)
    for sample in SAMPLES:
        await _tell(database, site, sample, origins[0])
    return access


async def _add_owner(database: Database, password: str) -> None:
    await add_operator(
        database, email=OWNER_EMAIL, name="Вера", password=password, site_keys=[SITE_KEY], role=Role.OWNER
    )


async def _ask_for_consent(database: Database, site: Site) -> None:
    """Names the invented controller, publishes its consent and makes it the basis, unless a basis was chosen before."""
    if site.basis is not Basis.UNDECIDED:
        return
    await describe_controller(database, site.controller_id, legal_name=LEGAL_NAME, inn=INN, address=ADDRESS)
    draft = await draft_document(database, Scope(controller_id=site.controller_id), Purpose.PROCESSING, {})
    await publish_document(database, draft.id)


async def _tell(database: Database, site: Site, sample: Sample, origin: str) -> None:
    # Nobody is here: a server that runs on this database reads the entries from the feed.
    hub = Hub()
    relay = Relay(
        hub,
        NoBus(),
        on_news=lambda: None,
        on_entry=lambda _owner, _stored: None,
        on_site=lambda _site_id: None,
        clock=time.monotonic,
    )
    writer = Writer(database, Publisher(hub), Metrics(), on_published=relay.tell_entries)
    masking = Masking(database)
    conversations = Conversations(database, writer, relay, masking)
    page = Page(url=origin + sample.path, title=sample.title, referrer=sample.referrer)
    visit = Visit(owner=Owner(site.id, new_id()), locale="ru", page=None).on(page)
    async with database.connection() as connection:
        found = await find_operator_by_email(connection, EMAIL)
    if found is None:
        raise LookupError(EMAIL)
    operator = Author(kind=AuthorKind.OPERATOR, id=found.id, name=found.name)
    first, *others = sample.lines
    entry = await conversations.post_from_visitor(
        visit, echo_id=uuid4(), body=first, conversation_id=None, gate=no_gate
    )
    conversation_id = entry.conversation_id
    for line in others:
        if line.startswith("> "):
            await conversations.post_from_operator(
                visit.owner, operator, conversation_id=conversation_id, echo_id=uuid4(), body=line[2:]
            )
        else:
            await conversations.post_from_visitor(
                visit, echo_id=uuid4(), body=line, conversation_id=conversation_id, gate=no_gate
            )
    if sample.is_closed:
        closing = SetStatus(conversation_id=conversation_id, echo_id=uuid4(), status=Status.CLOSED)
        await Leading(writer, masking).set_status(visit.owner, operator, closing)
    async with database.transaction() as connection:
        await name_visitor(connection, site_id=site.id, visitor_id=visit.owner.visitor_id, name=sample.name)
        await store.age_conversation(
            connection, site_id=site.id, conversation_id=conversation_id, age_s=sample.age_s, pause_s=25.0
        )
