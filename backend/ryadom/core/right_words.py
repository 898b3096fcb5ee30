"""What each right is called in docs/rights.md; a test fails on a right without words."""

from collections.abc import Mapping
from types import MappingProxyType

from ryadom.core.rights import Right

RIGHT_WORDS: Mapping[Right, str] = MappingProxyType(
    {
        Right.OWN_ACCOUNT: "Own password, second factor and sessions",
        Right.READ_CONVERSATIONS: "Read conversations",
        Right.ANSWER_VISITORS: "Answer visitors",
        Right.DELETE_MESSAGES: "Delete what others wrote",
        Right.LEAD_CONVERSATIONS: "Take, hand over, close, snooze, tag conversations",
        Right.EDIT_CARDS: "Write down who a customer is, and notes on them",
        Right.LINK_PEOPLE: "Take visitors for one person, and part them",
        Right.SEE_VISITORS: "See who is on the site now, of those who agreed",
        Right.BAN_VISITORS: "Keep a visitor from writing for a while",
        Right.SEE_BANS: "See who may not write",
        Right.MANAGE_LABELS: "Choose tags and results",
        Right.SEE_OPERATORS: "See who works on these sites",
        Right.END_SESSIONS: "Sign others out",
        Right.MANAGE_OPERATORS: "Invite colleagues, change names, roles, sites, limits, access, alerts by mail",
        Right.HANDLE_REQUESTS: "Handle requests of data subjects",
        Right.SEE_CONSENTS: "See documents of consent, and who agreed",
        Right.MANAGE_CONSENTS: "Publish them, choose a site's basis, note withdrawals",
        Right.SEE_ACTS: "See lifetimes, legal holds and acts of destruction",
        Right.MANAGE_RETENTION: "Set lifetimes, place and lift legal holds",
        Right.SEE_JOURNAL: "See the journal of actions",
        Right.HANDLE_INCIDENTS: "Handle incidents",
        Right.SEE_PAPERS: "See and download papers",
        Right.MANAGE_CONTROLLER: "Describe the controller, mark sites",
        Right.SEE_CONTACTS: "See what sites mask on display",
        Right.REVEAL_CONTACTS: "Reveal a masked message, journalled each time",
        Right.MANAGE_MASKING: "Say what sites keep, mask and replace",
        Right.MANAGE_SITES: "Choose how widgets look, what they say, hours, departments, distribution",
        Right.SEE_REPORTS: "See reports",
        Right.MANAGE_REPLIES: "Change ready replies that colleagues share",
        Right.SEE_SYSTEM: "See how the installation is",
        Right.SEE_REGISTER: "See where data is and whom it may be sent to",
        Right.MANAGE_REGISTER: "Change whom data may be sent to",
        Right.EXPORT_DATA: "Export tables as files",
        Right.MANAGE_KEYS: "Make and revoke keys of programs",
        Right.MANAGE_WEBHOOKS: "Have programs told of what happens, and look after that",
        Right.MANAGE_CONNECTORS: "Have conversations pushed to CRMs, and look after that",
    }
)
"""Every right, in the order in which the docs show them."""
