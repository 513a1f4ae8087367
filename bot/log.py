"""Logs: constant event names, values as fields, nobody's words or ids.

The redactor is a second net. The first is that no line is written with such a value in it.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from typing_extensions import override

_SECRET = re.compile(
    r"xox[abeprs]-[\w-]+|xapp-[\w-]+|https://hooks\.slack\.com/\S+"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}|://[^/\s:@]+:[^/\s@]+@"
)
_PERSON = re.compile(r"\b[UW][A-Z0-9]{8,}\b|[\w.+-]+@[\w-]+\.[\w.]+")


def redact(text: str) -> str:
    """Return the text without tokens, passwords, Slack user ids and e-mail addresses."""
    return _PERSON.sub("[person]", _SECRET.sub("[secret]", text))


def _redact_all(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {key: redact(value) if isinstance(value, str) else value for key, value in event.items()}


class _Redacted(logging.Formatter):
    """For what libraries log: the same net, tracebacks included."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def configure(stream: TextIO = sys.stderr, *, level: int = logging.INFO) -> None:
    """Send our events and the libraries' warnings to a stream, one line each."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact_all,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Redacted("timestamp=%(asctime)s level=%(levelname)s event=%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def get(name: str) -> Any:
    """Return the logger of a capability."""
    return structlog.get_logger(capability=name)
