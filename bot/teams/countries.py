"""Which countries' public holidays are known, and when they are. Pure.

The `holidays` library knows them. Its first import takes a third of a second and 20 MB, and each
country after that under a millisecond, so it is imported only once a country is asked for.
"""

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

_ALIKE = 0.75
"""How much alike what was written and what is suggested must be, from 0 to 1."""


def is_known(country: str) -> bool:
    """Say whether this is the ISO 3166-1 code of a country whose public holidays are known."""
    if not re.fullmatch(r"[A-Z]{2}", country):
        return False
    from holidays import country_holidays  # noqa: PLC0415 - see above

    try:
        # The library knows other names too, such as UK: only the code itself will do.
        return bool(country_holidays(country).country == country)
    except NotImplementedError:
        return False


def near(words: str) -> str | None:
    """Return the code of the country that somebody probably means by a code or name; or None."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415

    codes: dict[str, str] = {}
    for name, (_, code, *aliases) in COUNTRIES.items():
        codes |= dict.fromkeys((alias.lower() for alias in (code, *aliases)), code)
        codes[name.replace("_", " ")] = code
    return _nearest(words, codes)


def subdivisions(country: str) -> tuple[str, ...]:
    """Return the ISO 3166-2 codes, without the country, of its parts with holidays of their own."""
    from holidays import country_holidays  # noqa: PLC0415

    return tuple(country_holidays(country).subdivisions)


def near_subdivision(country: str, words: str) -> str | None:
    """Return the code of the subdivision that somebody probably means; or None."""
    from holidays import country_holidays  # noqa: PLC0415

    known = country_holidays(country)
    codes = {code.lower(): code for code in known.subdivisions}
    codes |= {f"{country}-{code}".lower(): code for code in known.subdivisions}
    codes |= {name.lower(): code for name, code in known.subdivisions_aliases.items()}
    return _nearest(words, codes)


@lru_cache(maxsize=1024)
def public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """Return the public holidays of a year, on the days on which they are observed.

    A whole year at a time, and never changed after: the library's own objects grow when they are
    asked, so that a second thread could see half a year.
    """
    from holidays import country_holidays  # noqa: PLC0415

    return frozenset(country_holidays(country, subdiv=subdivision, years=year, expand=False))


def _nearest(words: str, codes: Mapping[str, str]) -> str | None:
    found = get_close_matches(" ".join(words.lower().split())[:40], codes, n=1, cutoff=_ALIKE)
    return codes[found[0]] if found else None
