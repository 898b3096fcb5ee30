"""What a person is asked for to set amoCRM up."""

from ryadom.core.connectors import amocrm_settings
from ryadom.core.connectors.amocrm import AMOCRM
from ryadom.core.connectors.form_shapes import Form, Input, Setting, Words

AMOCRM_FORM = Form(
    kind=AMOCRM.name,
    title=AMOCRM.title,
    lead=Words(
        "В\u00a0amoCRM: amoМаркет → Создать интеграцию → Внешняя. Дайте доступ и\u00a0выпустите долгосрочный токен.",
        "In amoCRM: amoMarket → Create an integration → External. Give it access, and issue a long-lived token.",
    ),
    settings=(
        Setting(
            name="url",
            input=Input.LINE,
            words=Words("Адрес аккаунта", "Address of the account"),
            hint=Words("https://магазин.amocrm.ru", "https://shop.amocrm.ru"),
        ),
        Setting(name="token", input=Input.SECRET, words=Words("Долгосрочный токен", "Long-lived token")),
        Setting(name="stage", input=Input.STAGE, words=Words("Воронка и\u00a0этап", "Pipeline and status")),
        Setting(
            name="responsible_id",
            input=Input.PERSON,
            words=Words("Ответственный", "Responsible person"),
            nothing="0",
        ),
    ),
    mapping=dict(amocrm_settings.DEFAULTS),
    reserved=tuple(sorted(amocrm_settings.RESERVED)),
)
