"""Long lists come in pages, and no number of a page can be wrong."""

import pytest

from core.paging import paged


@pytest.mark.parametrize(
    ("total", "asked", "number", "rows", "first", "last"),
    [(45, 1, 1, 20, 1, 20), (45, 3, 3, 5, 41, 45), (45, 99, 3, 5, 41, 45), (45, -1, 1, 20, 1, 20), (0, 1, 1, 0, 0, 0)],
)
def test_a_page_says_what_it_shows(total: int, asked: int, number: int, rows: int, first: int, last: int) -> None:
    page = paged(range(total), asked, 20)
    assert (page.number, len(page.rows), page.first, page.last, page.total) == (number, rows, first, last, total)


def test_numbers_of_far_pages_are_left_out() -> None:
    assert paged(range(200), 5, 20).numbers == [1, None, 4, 5, 6, None, 10]
    assert paged(range(60), 2, 20).numbers == [1, 2, 3]
    assert paged([], 1, 20).numbers == [1]
