"""Links to the messengers of 41-FZ: what is one, and what only looks like one."""

import pytest

from ryadom.privacy.messengers import MESSENGERS, linked_messenger, messenger_at


@pytest.mark.parametrize(
    ("text", "messenger"),
    [
        ("Пишите сюда: https://t.me/tea_shop", "Telegram"),
        ("t.me/tea", "Telegram"),
        ("(T.ME/tea)", "Telegram"),
        ("tea.t.me.", "Telegram"),
        ("tg://resolve?domain=tea", "Telegram"),
        ("https://wa.me/79991234567?text=1", "WhatsApp"),
        ("https://chat.whatsapp.com/AbC", "WhatsApp"),
        ("whatsapp://send?phone=79991234567", "WhatsApp"),
        ("viber://chat?number=%2B79991234567", "Viber"),
        ("invite.viber.com/?g2=x", "Viber"),
        ("skype:anna?chat", "Skype"),
        ("join.skype.com/xyz", "Skype"),
        ("https://discord.gg/abc", "Discord"),
        ("https://teams.microsoft.com/l/meetup-join/1", "Microsoft Teams"),
        ("https://www.snapchat.com/add/tea", "Snapchat"),
        ("https://threema.id/ABCDEFGH", "Threema"),
        ("weixin://dl/chat?tea", "WeChat"),
        ("https://ｔ.ｍｅ/tea", "Telegram"),
        ("https://t。me/tea", "Telegram"),
        ("t\u200b.\u2060me/tea", "Telegram"),
    ],
)
def test_link_to_a_listed_messenger_is_found(text: str, messenger: str) -> None:
    assert linked_messenger(text) == messenger


@pytest.mark.parametrize(
    "text",
    [
        "Есть ли у вас Telegram или WhatsApp?",
        "contact.me/tea и https://about.me/anna",
        "https://t.me.example.ru/",
        "not-t.me/x, mywhatsapp.com, viber.company",
        "anna@t.me",
        "https://www.microsoft.com/ru-ru и https://live.com",
        "discord: нет такого",
        "https://max.ru/tea, https://vk.me/tea",
        "Стоимость 2.5 т.ме",
        "",
    ],
)
def test_what_only_looks_like_one_is_let_through(text: str) -> None:
    assert linked_messenger(text) is None


def test_every_domain_of_the_table_is_found_in_a_text_and_as_a_host() -> None:
    for name, (domains, schemes) in MESSENGERS.items():
        for domain in domains:
            assert linked_messenger(f"https://{domain}/x") == name
            assert messenger_at(f"api.{domain}") == messenger_at(domain) == name
        for scheme in schemes:
            assert linked_messenger(f"{scheme}://x") == name
    assert messenger_at("smtp.example.ru") is None
    assert messenger_at("xt.me") is None
