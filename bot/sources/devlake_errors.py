"""What DevLake's database says when it refuses, in plain sentences; its own words are dropped.

They name accounts, hosts and whole statements. PostgreSQL tells a refusal by its SQLSTATE once a
connection stands, and before that in words alone; MySQL always tells it by a number.
"""

import re

from bot.errors import CoachError, OperatorError, TransientError

ADDRESS = (
    "DEVLAKE_URL is not the address of a MySQL or PostgreSQL database. Write it as"
    " mysql://user:password@host:3306/lake or postgresql://user:password@host:5432/lake."
)
UNSET = (
    "DEVLAKE_URL is not set. Set it to the address of DevLake's database, with an account that may"
    " only read."
)
_LOGIN = (
    "DevLake's database did not accept the account in DEVLAKE_URL. Look at its user name and"
    " password there, and at whether it may connect from here."
)
_NO_DATABASE = (
    "There is no such database where DEVLAKE_URL points. DevLake's own is called lake, unless"
    " somebody changed that."
)
_MAY_NOT = (
    "The account in DEVLAKE_URL may not read the table {table}. Give it the right SELECT there, and"
    " no right to write."
)
_LACKS = (
    "The database in DEVLAKE_URL has no table {table} with the columns that Coach reads. Coach needs"
    " DevLake 1.0.1 or later; if yours is, DEVLAKE_URL points to another database."
)
_AWAY = (
    "DevLake's database did not answer; it will be asked again later. If this stays, look at host"
    " and port in DEVLAKE_URL."
)
_BUSY = "DevLake's database has no free connection; it will be asked again later."
_SLOW = "DevLake's database took too long to answer; it will be asked again later."
GARBLED = "DevLake's database sent an answer that could not be read; it will be asked again later."

_BEFORE_IT_STANDS = (
    (re.compile(r"password authentication failed|no password supplied|no pg_hba\.conf"), _LOGIN),
    (re.compile(r'role ".*" (?:does not exist|is not permitted)'), _LOGIN),
    (re.compile(r'database ".*" does not exist'), _NO_DATABASE),
    (re.compile(r"permission denied for database"), _LOGIN),
    (re.compile(r"invalid (?:connection option|URI query|\w+ value|integer value)"), ADDRESS),
)
_BY_STATE = {
    "28000": _LOGIN,
    "28P01": _LOGIN,
    "3D000": _NO_DATABASE,
    "42501": _MAY_NOT,
    "42P01": _LACKS,
    "42703": _LACKS,
    "3F000": _LACKS,
}
_BY_NUMBER = {
    1044: _LOGIN,  # no right to this database
    1045: _LOGIN,  # wrong user or password
    1130: _LOGIN,  # not from this host
    1698: _LOGIN,
    3118: _LOGIN,  # the account is locked
    1049: _NO_DATABASE,
    1142: _MAY_NOT,
    1143: _MAY_NOT,
    1146: _LACKS,
    1054: _LACKS,
}
_BUSY_NUMBERS, _SLOW_NUMBERS = {1040, 1203, 1226}, {1205, 1969, 3024}
_BUSY_STATE, _SLOW_STATE = "53300", "57014"


def by_state(state: str | None, words: str, table: str) -> CoachError:
    """Tell a refusal of PostgreSQL plainly.

    Args:
        state: the SQLSTATE; None while no connection stands.
        words: the server's own words, looked at and dropped.
        table: which table was asked.
    """
    if state is None:
        for pattern, sentence in _BEFORE_IT_STANDS:
            if pattern.search(words):
                return OperatorError(sentence)
        is_busy = "too many c" in words or "remaining connection slots" in words
        return TransientError(_BUSY if is_busy else _AWAY)
    if state in _BY_STATE:
        return OperatorError(_BY_STATE[state].format(table=table))
    return TransientError({_BUSY_STATE: _BUSY, _SLOW_STATE: _SLOW}.get(state, _AWAY))


def by_number(number: object, table: str) -> CoachError:
    """Tell a refusal of MySQL or MariaDB plainly.

    Args:
        number: the error's own number.
        table: which table was asked.
    """
    if not isinstance(number, int):
        return TransientError(GARBLED)
    if number in _BY_NUMBER:
        return OperatorError(_BY_NUMBER[number].format(table=table))
    if number in _BUSY_NUMBERS:
        return TransientError(_BUSY)
    return TransientError(_SLOW if number in _SLOW_NUMBERS else _AWAY)
