"""`ryadom settings`: the table of settings, with the values of this environment or as docs/settings.md."""

import click


@click.command()
@click.option("--markdown", is_flag=True, help="Print docs/settings.md instead, which has no values.")
def settings(markdown: bool) -> None:
    """Show every setting and its value; of a secret only whether it is set."""
    import os

    from ryadom.cli.tables import print_table
    from ryadom.settings import SETTINGS, load_settings

    if markdown:
        click.echo(as_markdown(), nl=False)
        return
    loaded = load_settings(os.environ)
    rows = [(setting.env, setting.shown(loaded), setting.unit, setting.help.replace("`", "")) for setting in SETTINGS]
    print_table(("Variable", "Value", "Unit", "Meaning"), rows)


def as_markdown() -> str:
    """The text of docs/settings.md."""
    from ryadom.settings import SETTINGS

    lines = [f"| `{row.env}` | {row.unit} | {row.default} | {row.help} |" for row in SETTINGS]
    return _PREFACE + "\n".join(lines) + "\n"


_PREFACE = """\
# Settings

<!-- Made by `ryadom settings --markdown > docs/settings.md` from backend/ryadom/settings/table.py. Do not edit. -->

Set them as environment variables, or in a TOML file that `RYADOM_CONFIG` names. In the file the keys are the same names
in lower case and without `RYADOM_`:

```toml
public_url = "https://chat.example.ru"
port = 8000
trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]
```

The environment beats the file. A value that can't be used, or a name that does not exist, stops the start and is named
with the remedy; all of them at once. `ryadom settings` shows what holds, `ryadom doctor` checks that it works.

| Variable | Unit | Default | Meaning |
|---|---|---|---|
"""
