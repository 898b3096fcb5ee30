"""What a person is asked for to set RetailCRM up."""

from ryadom.core.connectors import retailcrm_settings
from ryadom.core.connectors.form_shapes import Form, Input, Setting, Words
from ryadom.core.connectors.retailcrm import RETAILCRM

RETAILCRM_FORM = Form(
    kind=RETAILCRM.name,
    title=RETAILCRM.title,
    lead=Words(
        "В\u00a0RetailCRM: Администрирование → Интеграция → Ключи доступа к\u00a0API. "
        "Права: заказы, клиенты и\u00a0их заметки, а\u00a0для\u00a0списков пользователи и\u00a0справочники.",
        "In RetailCRM: Administration → Integration → API access keys, for orders, customers and their notes; for the "
        "lists also users and references.",
    ),
    settings=(
        Setting(
            name="url",
            input=Input.LINE,
            words=Words("Адрес аккаунта", "Address of the account"),
            hint=Words("https://магазин.retailcrm.ru", "https://shop.retailcrm.ru"),
        ),
        Setting(name="api_key", input=Input.SECRET, words=Words("Ключ API", "API key")),
        Setting(
            name="site",
            input=Input.PLACE,
            words=Words("Магазин", "Shop"),
            hint=Words("Единственный, к\u00a0которому дан ключ", "The only one that the key is of"),
        ),
        Setting(name="stage", input=Input.STAGE, words=Words("Статус заказа", "Status of the order")),
        Setting(
            name="responsible_id",
            input=Input.PERSON,
            words=Words("Ответственный", "Responsible person"),
            nothing="0",
        ),
        Setting(
            name="source",
            input=Input.SOURCE,
            words=Words("Способ оформления", "How the order came"),
            default="live-chat",
        ),
    ),
    mapping=dict(retailcrm_settings.DEFAULTS),
    reserved=tuple(sorted(retailcrm_settings.RESERVED)),
)
