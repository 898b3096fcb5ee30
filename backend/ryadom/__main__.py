"""The `ryadom` command; also `python -m ryadom`."""

from ryadom.cli.commands import ryadom


def main() -> None:
    """Runs the command that the arguments name, and exits with its status."""
    ryadom(prog_name="ryadom")


if __name__ == "__main__":
    main()
