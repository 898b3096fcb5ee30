"""What the server refuses an operator with, the panel says in plain words: nobody is shown a code in their place."""

import re
from pathlib import Path

from ryadom.errors import tree

ROOT = Path(__file__).parents[2]
PANEL = ROOT / "backend/panel/src"
TEXTS = [PANEL / "texts" / name for name in ("error_words.ts", "later_error_words.ts", "pages/error_words.ts")]
WORDS = "".join(file.read_text(encoding="utf-8") for file in TEXTS)
FILES = "widget/src/live/file_refusals.ts"
TRIALS = "backend/panel/src/texts/pages/webhooks.ts"
REQUESTS = "backend/panel/src/texts/pages/subject_requests.ts"
INCIDENTS = "backend/panel/src/views/privacy/incidents/incident_problem.tsx"
VISITORS = "backend/panel/src/texts/pages/visitors.ts"
SECURITY = "backend/panel/src/views/security/security_problem.tsx"

SAID_WHERE_IT_CAN_COME = {
    "file_empty": FILES,
    "file_too_large": FILES,
    "file_kind_refused": FILES,
    "file_name_lies": FILES,
    "file_broken": FILES,
    "image_too_large": FILES,
    "too_many_files": FILES,
    "files_off": FILES,
    "host_unreachable": TRIALS,
    "host_untrusted": TRIALS,
    "call_too_slow": TRIALS,
    "call_broken": TRIALS,
    "answer_redirects": TRIALS,
    "answer_too_large": TRIALS,
    "answer_unreadable": TRIALS,
    "webhook_sealed": TRIALS,
    "request_unknown": REQUESTS,
    "request_changed": REQUESTS,
    "request_closed": REQUESTS,
    "identity_unconfirmed": REQUESTS,
    "deed_unsuitable": REQUESTS,
    "incident_unknown": INCIDENTS,
    "incident_changed": INCIDENTS,
    "incident_closed": INCIDENTS,
    "sign_in_refused": SECURITY,
    "sign_in_locked": SECURITY,
    "second_factor_refused": SECURITY,
    "second_factor_expected": "backend/panel/src/live/session_requests.ts",
    "second_factor_due": "backend/panel/src/views/app.tsx",
    "session_unknown": "backend/panel/src/views/security/own_sessions.tsx",
    "not_signed_in": "backend/panel/src/views/problem.tsx",
    "invitation_unknown": "backend/panel/src/views/invited.tsx",
    "password_link_unknown": "backend/panel/src/views/new_password.tsx",
    "export_unready": "backend/panel/src/views/privacy/exports/exports.tsx",
    "connector_sealed": "backend/panel/src/views/privacy/connectors/refusal.tsx",
    "visitors_off": VISITORS,
    "list_expired": "backend/panel/src/views/privacy/visitors/use_visitors.ts",
    "visitor_gone": VISITORS,
    "invitation_unsuitable": VISITORS,
    "seq_ahead": "backend/panel/src/live/panel.ts",
}
"""By file: a page, or what a page takes its words from."""

TOLD_TO_NO_OPERATOR = {
    "visitors": """bad_attributes visitor_banned hello_outdated token_invalid token_expired token_revoked
        consent_required consent_outdated identity_refused identity_differs rating_unsuitable copy_unsuitable mail_off
        too_many_copies work_required link_expired""",
    "programs that have a key": """cursor_invalid cursor_expired idempotency_expected idempotency_mismatch
        precondition_expected precondition_failed api_key_invalid scope_missing""",
    "who has the command line, or reads the log": """heads_unusable bad_setting retention_running mail_unknown
        mail_refused refusals_sealed bus_unavailable start_failed workbook_too_large""",
    "who looks at how a CRM is doing, in the server's own Russian": "crm_busy crm_misconfigured crm_refused",
    "a socket that is closed: the panel says by its close code that it is off": """hello_expected protocol_unsupported
        origin_forbidden too_many_sockets slow_consumer""",
    "a client that keeps another protocol than ours": """binary_frame unknown_command hello_repeated echo_id_taken
        method_unknown""",
}


def codes() -> set[str]:
    """Every one that anybody is told, as `errors/tree.py` shows them."""
    return set(re.findall(r"[├└]── \w+ +([a-z_]+) +", tree.__doc__ or ""))


def said(language: str) -> set[str]:
    """The codes that have words in a language."""
    pattern = rf"^export const (?:errors|laterErrors|pagesErrors){language}: \w+ = {{$(.*?)^}};$"
    blocks = re.findall(pattern, WORDS, re.MULTILINE | re.DOTALL)
    found = [dict(re.findall(r'^  (\w+): "(.+)",$', block, re.MULTILINE)) for block in blocks]
    assert len(found) == 3
    words = {code for block in found for code in block}
    assert len(words) == sum(map(len, found)), "said twice"
    assert len(words) > 30, language
    # The panel's own name for one kind of `right_missing`.
    return words - {"controller_shared"}


def test_every_code_that_an_operator_can_get_has_words() -> None:
    nobody = {code for listed in TOLD_TO_NO_OPERATOR.values() for code in listed.split()}
    for language in ("Ru", "En"):
        words = said(language)
        assert codes() - words - set(SAID_WHERE_IT_CAN_COME) - nobody == set(), language
        assert words & nobody == set()
        assert words - codes() == set()
    assert (set(SAID_WHERE_IT_CAN_COME) | nobody) - codes() == set()
    assert set(SAID_WHERE_IT_CAN_COME) & nobody == set()


def test_what_is_said_by_a_page_alone_is_said_there() -> None:
    for code, place in SAID_WHERE_IT_CAN_COME.items():
        assert re.search(rf"\b{code}\b", (ROOT / place).read_text(encoding="utf-8")), (code, place)


def test_no_words_for_operators_name_a_code() -> None:
    for line in WORDS.splitlines():
        found = re.fullmatch(r'  (\w+): "(.+)",', line)
        assert found is None or "_" not in found[2], line
