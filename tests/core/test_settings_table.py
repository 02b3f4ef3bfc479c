"""The table of settings in docs/running.md says what the program reads."""

from scripts.settings_table import PAGE, table, with_table


def test_the_page_holds_the_table_of_the_program() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert table() in page
    assert with_table(page) == page


def test_every_setting_says_what_it_is_for() -> None:
    assert all(len(line.split("|")[3].strip()) > 10 for line in table().splitlines()[2:])
