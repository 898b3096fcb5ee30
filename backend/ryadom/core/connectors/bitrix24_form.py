"""What a person is asked for to set Bitrix24 up."""

from ryadom.core.connectors import bitrix24_settings
from ryadom.core.connectors.bitrix24 import BITRIX24
from ryadom.core.connectors.form_shapes import Form, Input, Option, Setting, Words

BITRIX24_FORM = Form(
    kind=BITRIX24.name,
    title=BITRIX24.title,
    lead=Words(
        "На\u00a0портале: Разработчикам → Другое → Входящий вебхук. Права: «CRM (crm)» и «Пользователи (user)».",
        "On the portal: Developer resources → Other → Inbound webhook, with the rights “CRM (crm)” and “Users (user)”.",
    ),
    settings=(
        Setting(
            name="url",
            input=Input.SECRET,
            words=Words("Адрес входящего вебхука", "URL of the inbound webhook"),
            hint=Words("https://портал/rest/1/код/, без\u00a0метода", "https://portal/rest/1/code/, without a method"),
        ),
        Setting(
            name="creates",
            input=Input.CHOICE,
            words=Words("Что создавать", "What is made"),
            default="lead",
            options=(
                Option("lead", Words("Лид", "A lead")),
                Option("deal", Words("Сделку с\u00a0контактом", "A deal with its contact")),
            ),
        ),
        Setting(
            name="category_id",
            input=Input.PLACE,
            words=Words("Воронка", "Funnel"),
            hint=Words("Общая воронка", "The common one"),
            nothing="0",
            only_if=("creates", "deal"),
        ),
        Setting(name="stage", input=Input.STAGE, words=Words("Стадия", "Stage")),
        Setting(
            name="responsible_id",
            input=Input.PERSON,
            words=Words("Ответственный", "Responsible person"),
            nothing="0",
        ),
        Setting(name="source", input=Input.SOURCE, words=Words("Источник", "Source"), default="WEB"),
    ),
    mapping=dict(bitrix24_settings.DEFAULTS),
    reserved=tuple(sorted(bitrix24_settings.RESERVED)),
)
