"""How far another set of items would have ranked the candidates alike: reliability with its 95 % interval, and the error of a result.

Sources, all read on 2026-11-22:

- alpha and the limits of Feldt (1965; Feldt, Woodruff & Salih 1987): https://rdrr.io/cran/cocron/man/cronbach.alpha.CI.html and the worked
  example of https://rdrr.io/cran/statpsych/man/ci.cronbach.html (alpha .85, 7 items, 89 persons: .7971 to .8931);
- KR-20: the ten students of https://core.ecu.edu/wuenschk/StatHelp/KR20.txt;
- the one-way model for drawn items: ICC(1,k) of Shrout & Fleiss (1979), whose table and results (.44; alpha as ICC(3,k) .91) stand in the
  tests of the R package psych.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from assessments.statistics.models import Method
from assessments.statistics.sheet import Floats, Sheet

FEWEST = 30
"""Candidates from which on a reliability is computed."""
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Reliability:
    """A coefficient with its limits; `error` is the standard error of measurement as a share of the points.

    :ivar why_not: few, constant or uneven when there is none
    """

    method: Method
    value: float | None = None
    low: float | None = None
    high: float | None = None
    error: float | None = None
    why_not: str = ""


def reliability(sheet: Sheet) -> Reliability:
    """The coefficient that fits how the exam was put together.

    Everybody had the same items: alpha, or KR-20 when each gives all or nothing and all weigh alike. Everybody had as many, but others:
    the one-way model. Otherwise there is none.
    """
    if len(sheet.share) < FEWEST:
        return Reliability(Method.NONE, why_not="few")
    if sheet.drawn.all():
        return _of_one_form(sheet)
    counts = sheet.drawn.sum(axis=1)
    if counts.min() < 2 or counts.min() != counts.max():
        return Reliability(Method.NONE, why_not="uneven")
    return _of_drawn_forms(sheet, int(counts[0]))


def alpha(points: Floats) -> float | None:
    """Cronbach's alpha of candidates × items; None for one item, one candidate or a total that never varies."""
    persons, items = points.shape
    if items < 2 or persons < 2:
        return None
    whole = float(points.sum(axis=1).var(ddof=1))
    if whole < 1e-12:
        return None
    return float(items / (items - 1) * (1 - float(points.var(axis=0, ddof=1).sum()) / whole))


def feldt(value: float, persons: int, items: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Limits of an alpha by Feldt: 1 − (1 − alpha)·F with n − 1 and (n − 1)(k − 1) degrees of freedom."""
    tail = (1 - confidence) / 2
    one, other = persons - 1, (persons - 1) * (items - 1)
    low, high = (1 - (1 - value) * _f(share, one, other) for share in (1 - tail, tail))
    return low, high


def one_way(rows: Floats, confidence: float = CONFIDENCE) -> tuple[float, float, float] | None:
    """ICC(1,k) of persons × (their own) items with its limits; None when persons or their items never vary.

    The items of a person are taken as drawn for that person alone, so what is easy or hard about a draw counts as error.
    """
    persons, items = rows.shape
    means = rows.mean(axis=1)
    between = items * float(means.var(ddof=1))
    within = float(((rows - means[:, None]) ** 2).sum()) / (persons * (items - 1))
    if between < 1e-12 or within < 1e-12:
        return None
    one, other, share = persons - 1, persons * (items - 1), 1 - (1 - confidence) / 2
    ratio = between / within
    return 1 - 1 / ratio, 1 - _f(share, one, other) / ratio, 1 - 1 / (ratio * _f(share, other, one))


def _of_one_form(sheet: Sheet) -> Reliability:
    points = sheet.share * sheet.points
    value = alpha(points)
    if value is None:
        return Reliability(Method.NONE, why_not="constant")
    plain = bool(np.isin(sheet.share, (0.0, 1.0)).all()) and bool(np.ptp(sheet.points) < 1e-9)
    spread = float((sheet.reached / sheet.most).std(ddof=1))
    low, high = feldt(value, *points.shape)
    return Reliability(Method.KR20 if plain else Method.ALPHA, value, low, high, _error(spread, value))


def _of_drawn_forms(sheet: Sheet, items: int) -> Reliability:
    rows = sheet.share[sheet.drawn].reshape(len(sheet.share), items)
    found = one_way(rows)
    if found is None:
        return Reliability(Method.NONE, why_not="constant")
    value, low, high = found
    return Reliability(Method.DRAWN, value, low, high, _error(float(rows.mean(axis=1).std(ddof=1)), value))


def _error(spread: float, value: float) -> float:
    return spread * float(np.sqrt(1 - value))


def _f(share: float, one: int, other: int) -> float:
    """The quantile of the F distribution."""
    return float(special.fdtri(one, other, share))
