"""What a person is asked for to set 1C up."""

from ryadom.core.connectors import onec_settings
from ryadom.core.connectors.form_shapes import Form, Input, Setting, Words
from ryadom.core.connectors.onec import ONE_C

ONE_C_FORM = Form(
    kind=ONE_C.name,
    title=ONE_C.title,
    lead=Words(
        "Нужен HTTP-сервис в\u00a0вашей конфигурации: договор и\u00a0пример модуля есть в\u00a0docs/connector-1c.md. "
        "Базу в\u00a0своей сети внесите в\u00a0реестр как\u00a0свою.",
        "It takes an HTTP service in your configuration: docs/connector-1c.md has its contract and an example. "
        "A base in your own network is put into the register as your own.",
    ),
    settings=(
        Setting(
            name="url",
            input=Input.LINE,
            words=Words("Адрес HTTP-сервиса", "URL of the HTTP service"),
            hint=Words("https://1c.магазин.ru/base/hs/ryadom", "https://1c.shop.ru/base/hs/ryadom"),
        ),
        Setting(
            name="user",
            input=Input.LINE,
            words=Words("Пользователь базы", "User of the base"),
            is_access=True,
        ),
        Setting(name="password", input=Input.SECRET, words=Words("Пароль", "Password")),
    ),
    mapping=dict(onec_settings.DEFAULTS),
    reserved=(),
)
