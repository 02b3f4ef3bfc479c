"""`python -m core.i18n …`: the catalogue commands where no application is needed, as during set-up."""

from core.i18n.cli import i18n

if __name__ == "__main__":
    i18n(prog_name="python -m core.i18n")
