"""What a person is asked for to set Megaplan up."""

from ryadom.core.connectors import megaplan_settings
from ryadom.core.connectors.form_shapes import Form, Input, Setting, Words
from ryadom.core.connectors.megaplan import MEGAPLAN

MEGAPLAN_FORM = Form(
    kind=MEGAPLAN.name,
    title=MEGAPLAN.title,
    lead=Words(
        "Заведите в\u00a0Мегаплане сотрудника, которому видны клиенты и\u00a0сделки нужной схемы. "
        "Вход у\u00a0него по\u00a0паролю, без\u00a0второго фактора.",
        "Make an employee in Megaplan who sees clients and the deals of the scheme, with a password and without a "
        "second factor.",
    ),
    settings=(
        Setting(
            name="url",
            input=Input.LINE,
            words=Words("Адрес аккаунта", "Address of the account"),
            hint=Words("https://магазин.megaplan.ru", "https://shop.megaplan.ru"),
        ),
        Setting(
            name="user",
            input=Input.LINE,
            words=Words("Логин сотрудника", "Login of the employee"),
            is_access=True,
        ),
        Setting(name="password", input=Input.SECRET, words=Words("Пароль", "Password")),
        Setting(
            name="program_id",
            input=Input.STAGE,
            words=Words("Схема сделок, обязательно", "Scheme of deals, needed"),
            nothing="0",
        ),
        Setting(
            name="responsible_id",
            input=Input.PERSON,
            words=Words("Ответственный", "Responsible person"),
            nothing="0",
        ),
    ),
    mapping=dict(megaplan_settings.DEFAULTS),
    reserved=(),
)
