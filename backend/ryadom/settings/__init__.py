"""Every setting: its variable, default, unit and help in one table, read and validated together at start.

A value comes from the environment, else from the TOML file that RYADOM_CONFIG names (keys are the lower-case names
without `RYADOM_`), else from the table. `docs/settings.md` is made from the same table.
"""

from ryadom.settings.load import load_settings
from ryadom.settings.secret import with_secret_keys
from ryadom.settings.table import SETTINGS, Setting, Settings

__all__ = ["SETTINGS", "Setting", "Settings", "load_settings", "with_secret_keys"]
