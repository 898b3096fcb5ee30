"""The commands: one file each. They import what is heavy when they run, so that `--help` answers at once."""
