"""`ryadom rights`: which role may do what, down to each address of the panel's API and each command of its socket."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ryadom.core.rights import Right

_MARK = "✓"


@click.command()
@click.option("--markdown", is_flag=True, help="Print docs/rights.md instead.")
def rights(markdown: bool) -> None:
    """Show which role may do what."""
    from ryadom.cli.tables import print_table
    from ryadom.core.right_words import RIGHT_WORDS
    from ryadom.store.operators import Role

    if markdown:
        click.echo(rights_as_markdown(), nl=False)
    else:
        print_table(("Right", *Role), [(words, *_marks(right)) for right, words in RIGHT_WORDS.items()])


def rights_as_markdown() -> str:
    """The text of docs/rights.md."""
    from ryadom.core.right_words import RIGHT_WORDS
    from ryadom.core.rights import SECOND_FACTOR_ROLES
    from ryadom.store.operators import Role

    needed = ["required" if role in SECOND_FACTOR_ROLES else "optional" for role in Role]
    return "\n".join(
        [
            _PREFACE,
            _row("", *Role),
            "|---" * (len(Role) + 1) + "|",
            *(_row(words, *_marks(right)) for right, words in RIGHT_WORDS.items()),
            _row("Second factor", *needed),
            _ACTIONS,
            *(_row(action, RIGHT_WORDS[right], *_marks(right)) for action, right in actions()),
            "",
        ]
    )


def actions() -> Iterator[tuple[str, "Right"]]:
    """Everything that an operator can ask for, as the docs name it, and the right that it needs."""
    from ryadom.core.rights import COMMAND_RIGHTS
    from ryadom.web.guarded import GuardedRoute
    from ryadom.web.routes import routes

    for command, right in COMMAND_RIGHTS.items():
        yield f"`{command.__struct_config__.tag}`", right
    for route in routes():
        if isinstance(route, GuardedRoute):
            yield f"`{route.method} {route.path}`", route.right


def _marks(right: "Right") -> Iterator[str]:
    from ryadom.core.rights import ONLY_OWNERS_ON_OWNERS, may
    from ryadom.store.operators import Role

    for role in Role:
        if not may(role, right):
            yield ""
        elif right in ONLY_OWNERS_ON_OWNERS and role is not Role.OWNER:
            yield "not owners"
        else:
            yield _MARK


def _row(*cells: str) -> str:
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


_PREFACE = """\
# Who may do what

<!-- Made by `ryadom rights --markdown > docs/rights.md` from core/rights.py, the URL table and the protocol. -->

An operator has one role, and works on the sites that they were given: a right counts on those alone. What is not
ticked is refused with `right_missing`; what is of another site's is answered as if it did not exist. Where it says
"not owners", nobody but an owner may act on an owner. `tests/web/test_role_matrix.py` tries every line below as every
role, and as every role of another firm. Supervisors and operators can be limited to conversations of their own
departments, those that they lead and those of no department: to them all others are as if they did not exist, whatever
is ticked (`tests/web/test_own_departments_everywhere.py`); owners, admins and auditors can't.

## Rights of roles
"""

_ACTIONS = """
## Actions

Commands of the panel's socket first, then addresses of its API.

| Action | Right | owner | admin | supervisor | operator | auditor |
|---|---|---|---|---|---|---|"""
