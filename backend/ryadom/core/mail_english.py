"""What mail says in English."""

from typing import assert_never

from ryadom.core.mail_occasions import (
    AccountLocked,
    AddressChanged,
    ConnectorRefused,
    ConnectorStopped,
    IncidentAlarm,
    ManyNewcomers,
    ManyRequests,
    ManySubjects,
    Occasion,
    OperatorInvited,
    PasswordChosen,
    PasswordLinkMade,
    RequestDue,
    SecondFactorReset,
    TrialMail,
    VisitorsWait,
    WebhookDisabled,
)
from ryadom.privacy.incidents import AlarmKind
from ryadom.privacy.request_terms import Stage


def english(occasion: Occasion) -> tuple[str, str]:
    """The subject and the body."""
    match occasion:
        case TrialMail():
            return "Ryadom: a trial of mail", "The chat's mail works: this one has arrived.\n"
        case AccountLocked(email=email, attempts=attempts, minutes=minutes):
            return "Ryadom: somebody guesses at a password", (
                f"Account: {email}\n\n"
                f"Somebody guesses at its password: {attempts} attempts in {minutes} minutes or less. Nobody can sign "
                f"in to it for {minutes} minutes, not with the right password either.\n\n"
                "Ask the operator whether it was them. If not, change the password.\n"
            )
        case RequestDue(number=number, stage=stage, on=on):
            last_day = f"{on:%Y-%m-%d}" if on else "not reckoned: update the calendar of working days"
            return f"Ryadom: {_STAGES[stage]}", (
                f"Request of a data subject No. {number}.\n"
                f"Last day for the answer: {last_day} (Moscow time).\n\n"
                "Open “Requests of subjects” under “Personal data” in the panel.\n"
            )
        case ManyRequests(requests=requests):
            return "Ryadom: very many requests of data subjects came", (
                f"By the public pages {requests} requests and more came within a day. All are taken and written down, "
                "and their terms run. For now there is no mail for each new one.\n\n"
                "Open “Requests of subjects” under “Personal data” in the panel.\n"
            )
        case ManyNewcomers(site=site, newcomers=newcomers, minutes=minutes):
            return "Ryadom: very many new visitors write in the chat", (
                f"Site: {site}\n\n"
                f"Within {minutes} minutes {newcomers} new visitors have begun a conversation, or tried to. That is "
                "what bots do. While there are so many, a new visitor's browser solves a task first: a person waits a "
                "second or two, and each message costs a bot more. Who has written before notices nothing. It ends by "
                "itself.\n\n"
                "If that was an advertisement and no bots, the check can be turned off: in the panel, Sites, Widget, "
                "Protection from bots.\n"
            )
        case IncidentAlarm(kind=AlarmKind.OPENED, number=number, title=title):
            return "Ryadom: an incident was opened", (
                f"Incident No. {number}: {title}\n\n"
                "From its discovery on two clocks run: 24 hours to the first notice to Roskomnadzor, 72 hours to the "
                "results of the inquiry (152-FZ, article 21 part 3.1).\n\n"
                "The card with clocks and drafts: in the panel, Personal data, Incidents.\n"
            )
        case IncidentAlarm(number=number, title=title):
            is_over = occasion.kind is AlarmKind.OVERDUE
            subject = "Ryadom: a notice is overdue" if is_over else "Ryadom: less than 4 hours until a notice is due"
            return subject, (
                f"Incident No. {number}: {title}\n\n"
                f"The {occasion.notice} notice {'was' if is_over else 'is'} due on "
                f"{occasion.deadline('%Y-%m-%d %H:%M')}, Moscow time. It is not marked as sent.\n\n"
                "Send it on Roskomnadzor's portal and mark it on the card: in the panel, Personal data, Incidents.\n"
            )
        case ManySubjects(subjects=subjects):
            return "Ryadom: the level of protection may change soon", (
                f"The chat holds data on {subjects} people or more. From 100,000 on decree 1119 asks for the third "
                "level of protection (УЗ-3) instead of the fourth.\n\n"
                "The list of measures for УЗ-3: in the panel, Personal data, Papers, or "
                "ryadom papers measures --level 3.\n"
            )
        case OperatorInvited(inviter=inviter, sites=sites, link=link, days=days):
            return "Ryadom: an invitation to the chat", (
                f"{inviter} invites you to answer visitors of {', '.join(sites)}.\n\n"
                f"Open the link and choose a password:\n{link}\n\n"
                f"The link works once, and for {days} days. Don't pass it on.\n"
                "If you expected no invitation, delete this mail. If you have an account with this address already, "
                "the invitation will not work: tell whoever invited you.\n"
            )
        case AddressChanged(changer=changer):
            return "Ryadom: the address that you sign in with has changed", (
                f"{changer} has changed the address of your account at the chat. This one signs in no more; the "
                "password is the same.\n\n"
                "If you did not ask for that, tell your administrator.\n"
            )
        case PasswordLinkMade(maker=maker, link=link, hours=hours):
            return "Ryadom: a new password", (
                (
                    f"{maker} sends you a link by which you choose a new password for the chat:\n{link}\n\n"
                    if link
                    else f"{maker} has made a link by which you choose a new password for the chat, and hands it on to "
                    "you.\n\n"
                )
                + f"The link works once, and for {hours} hours. Don't pass it on. The password that you have works "
                "until then.\n"
                "If you did not ask for it, delete this mail and tell your administrator.\n"
            )
        case PasswordChosen():
            return "Ryadom: your password has changed", (
                "A new password for your account at the chat was chosen by a link. All sessions have ended.\n\n"
                "If that was not you, tell your administrator.\n"
            )
        case SecondFactorReset(resetter=resetter):
            return "Ryadom: your second factor was reset", (
                f"{resetter} has reset the second factor of your account at the chat. All sessions have ended; the "
                "password alone signs in.\n\n"
                "If you did not ask for that, tell your administrator.\n"
            )
        case VisitorsWait(visitors=visitors, sites=sites, link=link):
            return f"Ryadom: visitors are waiting ({visitors})", (
                f"Waiting for an answer: {visitors}. Site: {', '.join(sites)}. Nobody is at the panel.\n\n"
                + (f"Open the panel:\n{link}\n\n" if link else "")
                + "Such mails come every 15 minutes at most. Turn them off in the panel's menu: "
                "“Notifications and sounds”.\n"
            )
        case WebhookDisabled(host=host, reason=reason):
            return "Ryadom: a webhook was disabled", (
                f"Receiver: {host}\n"
                f"Why: {_WEBHOOKS.get(reason, reason)}.\n\n"
                "New events are sent there no more. Once the receiver works again, enable the webhook in the panel "
                "(“Sites” → “Webhooks”) or on the server: ryadom webhook enable. What it has missed it can pull from "
                "/api/v1/changes.\n"
            )
        case ConnectorStopped(host=host, trouble=trouble):
            return "Ryadom: nothing goes to the CRM any more", (
                f"CRM: {host}\n"
                f"Why, in the words of its connector: {trouble}\n\n"
                "Conversations wait, and none is lost. Mend the settings and enable the connector on the server: "
                "ryadom connector list, ryadom connector test, ryadom connector enable.\n"
            )
        case ConnectorRefused(host=host, refusals=refusals):
            return "Ryadom: the CRM does not take conversations", (
                f"CRM: {host}\n"
                f"Refused in a row: {refusals}\n\n"
                "Most likely a stage, a field or a person that the settings name was deleted in the CRM. Why stands at "
                "each conversation in the log: “Sites” → “CRM” in the panel, or ryadom connector log --failed. Mend "
                "the settings and send the conversations again, there or by ryadom connector send --failed.\n"
            )
        case _:
            assert_never(occasion)


_STAGES = {
    Stage.NONE: "a subject's request waits",
    Stage.ARRIVED: "a subject's request has come",
    Stage.SOON: "three working days or fewer are left to answer a subject",
    Stage.LAST_DAY: "a day or less is left to answer a subject",
    Stage.OVERDUE: "the term to answer a subject is over",
}


_WEBHOOKS = {
    "failing": "for a day not one delivery was taken",
    "gone": "it answered that it wants no more (410)",
    "full": "more waits for it than may",
    "key_over": "the key of the program that looked after it is revoked or over",
}
