"""What a person is asked for to set Planfix up."""

from ryadom.core.connectors import planfix_settings
from ryadom.core.connectors.form_shapes import Form, Input, Setting, Words
from ryadom.core.connectors.planfix import PLANFIX

PLANFIX_FORM = Form(
    kind=PLANFIX.name,
    title=PLANFIX.title,
    lead=Words(
        "В\u00a0Планфиксе: Управление аккаунтом → Доступ к\u00a0API → REST API. "
        "Права токена: контакты, задачи, комментарии, а\u00a0для\u00a0списков шаблоны, поля и\u00a0сотрудники.",
        "In Planfix: Account management → API access → REST API. The token needs contacts, tasks and comments; for the "
        "lists also templates, fields and users.",
    ),
    settings=(
        Setting(
            name="url",
            input=Input.LINE,
            words=Words("Адрес аккаунта", "Address of the account"),
            hint=Words("https://магазин.planfix.ru", "https://shop.planfix.ru"),
        ),
        Setting(name="token", input=Input.SECRET, words=Words("Токен REST API", "Token of the REST API")),
        Setting(
            name="template_id",
            input=Input.STAGE,
            words=Words("Шаблон задачи", "Template of tasks"),
            nothing="0",
        ),
        Setting(
            name="contact_template_id",
            input=Input.SOURCE,
            words=Words("Шаблон нового контакта", "Template of new contacts"),
            nothing="0",
        ),
        Setting(
            name="responsible_id",
            input=Input.PERSON,
            words=Words("Ответственный", "Responsible person"),
            nothing="0",
        ),
    ),
    mapping=dict(planfix_settings.DEFAULTS),
    reserved=(),
)
