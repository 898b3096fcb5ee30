"""What goes wrong at a connector is told in Russian, whatever it is: in its log, by its trial and in the mail."""

import pytest

from ryadom.core.connectors.forms import FORMS
from ryadom.core.connectors.troubles import said_of, unfit, words_of
from ryadom.core.controllers import describe_controller
from ryadom.core.mailer import Mailer
from ryadom.errors import (
    BadBody,
    CalendarUnknown,
    CallFailed,
    ConnectorSealed,
    ConnectorUnknown,
    DatabaseUnavailable,
    EgressForbidden,
    HostUnreachable,
    HostUnresolved,
    JournalUnavailable,
    RyadomError,
)
from ryadom.privacy.egress import Egress
from ryadom.protocol.shared import Status
from ryadom.settings.smtp_url import SmtpUrl
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from tests.connectors import CLOSED, close_office, crms, open_office
from tests.simulators.amocrm import account

OWN = (ConnectorSealed, ConnectorUnknown, CalendarUnknown, DatabaseUnavailable, EgressForbidden, JournalUnavailable)
TO_BE_TOLD = (*CallFailed.__subclasses__(), HostUnreachable, HostUnresolved, *OWN)


@pytest.mark.parametrize("error", TO_BE_TOLD, ids=lambda error: error.code)
def test_every_error_of_a_push_or_a_trial_has_words_without_its_code(error: type[RyadomError]) -> None:
    words = words_of(error("A word of English."), kind="amocrm")
    assert words.endswith(".")
    for strange in ("English", error.code, "Внутренняя ошибка"):
        assert strange not in words


@pytest.mark.parametrize("kind", FORMS)
def test_setting_that_does_not_fit_is_named_as_its_form_calls_it(kind: str) -> None:
    for setting in FORMS[kind].settings:
        words = unfit(BadBody("A word of English.", field=f"settings.{setting.name}"), kind=kind)
        assert f"«{setting.words.ru}»" in words
        assert "English" not in words
    assert "«TITLE»" in said_of(BadBody("A word of English.", field="mapping.TITLE"), kind=kind)
    for field in ("settings", "mapping", None):
        assert "English" not in unfit(BadBody("A word of English.", field=field), kind=kind)


async def test_settings_of_an_older_version_stop_the_connector_in_russian_in_the_mail_too(database: Database) -> None:
    server = SmtpUrl(host="mail.test", port=587, user=None, password=None, tls=False)
    mailer = Mailer(database, Egress(database, crms()), server=server, sender="chat@shop.test", language="ru")
    office = await open_office(database, mailer=mailer)
    await describe_controller(database, office.site.controller_id, officer_email="officer@shop.test")
    async with account() as crm:
        await office.add(crm, CLOSED)
        await office.execute("""UPDATE connectors SET mapping = '{"name": "{shoe_size}"}'""")
        await office.say(NewMessage(body="раз"), NewStatus(status=Status.CLOSED))
        await office.push()
        wanted = "Шаблон поля «name» не\u00a0подходит: исправьте его."
        assert (await office.stored()).trouble == wanted
        assert await office.column("failure") == [wanted]
        async with database.connection() as connection:
            [mail] = await connection.fetch("SELECT body FROM outgoing_mails")
        assert wanted in mail["body"]
        assert "There are" not in mail["body"]
    await close_office(office)
