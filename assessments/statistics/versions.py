"""Whether the Kazakh version of an item is harder or easier than the Russian one for candidates who are equally good.

Mantel and Haenszel's common odds ratio over the levels of the whole result, on the delta scale of ETS (−2.35 · ln α): below zero the item
is harder in Kazakh. Its error is that of Robins, Breslow and Greenland. Source of the classes and of the test, read on 2026-11-22:
https://itemanalysis.com/faq/what-is-the-information-in-the-dif-analysis-output/ and https://pubmed.ncbi.nlm.nih.gov/24337958/ (C needs the
interval hypothesis |delta| > 1); worked example of the test: `Rabbits` in the manual of R's mantelhaen.test (p = 0.047).
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from assessments.statistics.sheet import Floats, Marks, Sheet, Whole

FEWEST = 100
"""Answers that each version needs."""
LEVELS = 100
"""Levels of the whole result: whole per cents. With sixty items of one point that is each score by itself."""
ONE_SIDED = 1.645
"""Normal quantile at 5 %, for "significantly more than 1"."""


@dataclass(frozen=True)
class Difference:
    """Delta of the Kazakh version against the Russian one, its standard error, and the class A, B or C."""

    delta: float
    error: float
    kind: str
    p: float


def difference(sheet: Sheet, item: int) -> Difference | None:
    """None while either version has fewer than `FEWEST` answers, or where no level has both kinds of both."""
    had = sheet.drawn[:, item]
    kazakh = sheet.kazakh[had]
    if min(int(kazakh.sum()), int((~kazakh).sum())) < FEWEST:
        return None
    right = sheet.share[had, item] > 1 - 1e-9
    level = np.floor(LEVELS * sheet.reached[had] / sheet.most[had] + 1e-9).astype(np.int64)
    return of_tables(_counts(~kazakh & right, level), _counts(~kazakh & ~right, level),
                     _counts(kazakh & right, level), _counts(kazakh & ~right, level))  # fmt: skip


def of_tables(a: Floats, b: Floats, c: Floats, d: Floats) -> Difference | None:
    """The same from the counts of each level: Russian right and wrong, Kazakh right and wrong."""
    total = a + b + c + d
    used = total > 1
    a, b, c, d, total = a[used], b[used], c[used], d[used], total[used]
    for_russian, for_kazakh = float((a * d / total).sum()), float((b * c / total).sum())
    if for_russian <= 0 or for_kazakh <= 0:
        return None
    delta = -2.35 * float(np.log(for_russian / for_kazakh))
    error, p = 2.35 * _log_error(a, b, c, d, total), test(a, b, c, d)
    return Difference(delta, error, ets_class(delta, error, p), p)


def test(a: Floats, b: Floats, c: Floats, d: Floats) -> float:
    """The p-value of Mantel and Haenszel's chi-square with the correction for continuity."""
    total = a + b + c + d
    expected = (a + b) * (a + c) / total
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (total**2 * (total - 1))
    if float(variance.sum()) <= 0:
        return 1.0
    distance = max(0.0, abs(float((a - expected).sum())) - 0.5)
    return float(special.chdtrc(1, distance**2 / float(variance.sum())))


def ets_class(delta: float, error: float, p: float) -> str:
    """A: below 1 or not to be told from nothing; C: from 1.5 on and surely more than 1; B: the rest."""
    if abs(delta) < 1 or p >= 0.05:
        return "A"
    return "C" if abs(delta) >= 1.5 and abs(delta) - 1 > ONE_SIDED * error else "B"


def _log_error(a: Floats, b: Floats, c: Floats, d: Floats, total: Floats) -> float:
    """Standard error of the logarithm of the common odds ratio (Robins, Breslow and Greenland 1986)."""
    p, q, r, s = (a + d) / total, (b + c) / total, a * d / total, b * c / total
    whole_r, whole_s = float(r.sum()), float(s.sum())
    variance = (
        float((p * r).sum()) / (2 * whole_r**2)
        + float((p * s + q * r).sum()) / (2 * whole_r * whole_s)
        + float((q * s).sum()) / (2 * whole_s**2)
    )
    return float(np.sqrt(variance))


def _counts(who: Marks, level: Whole) -> Floats:
    return np.bincount(level[who], minlength=LEVELS + 1).astype(np.float64)
