"""Logs: constant event names, values as fields, nobody's words or ids; one line of logfmt an event.

The redactor is a second net. The first is that no line is written with such a value in it.
"""

import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, Final, TextIO

from typing_extensions import override

_OURS: Final = "bot"
"""The logger above those of the capabilities. Bolt takes the name of the app, `coach`, for its own."""
_SECRET = re.compile(
    r"xox[abeprs]-[\w-]+|xapp-[\w-]+|https://hooks\.slack\.com/\S+"
    r"|gh[opsur]_\w{16,}|github_pat_\w{16,}|glpat-[\w.-]{16,}"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}|://[^/\s:@]+:[^/\s@]+@"
)
_PERSON = re.compile(r"\b[UW][A-Z0-9]{8,}\b|[\w.+-]+@[\w-]+\.[\w.]+")


def redact(text: str) -> str:
    """Return the text without tokens, passwords, Slack user ids and e-mail addresses."""
    return _PERSON.sub("[person]", _SECRET.sub("[secret]", text))


class _Logfmt(logging.Formatter):
    """Writes our events and what libraries log, tracebacks included, all through the same net."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        fields = {
            "timestamp": f"{at:%Y-%m-%dT%H:%M:%S.%fZ}",
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return " ".join(f"{name}={_written(value)}" for name, value in fields.items())


def _written(value: Any) -> str:
    if value is None:
        return ""
    text = redact(str(value))
    if any(mark in text for mark in ' ="\n'):
        for mark, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
            text = text.replace(mark, written)
        text = f'"{text}"'
    return text


class Log:
    """Writes the events of one capability."""

    def __init__(self, capability: str) -> None:
        self._logger = logging.getLogger(f"{_OURS}.{capability}")
        self._capability = capability

    def info(self, event: str, **fields: Any) -> None:
        """Write down that something went as it may."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: Any) -> None:
        """Write down that something should be looked at."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, *, exc_info: BaseException | None = None, **fields: Any) -> None:
        """Write down that something broke, with the trace of an error if there is one."""
        self._write(logging.ERROR, event, fields, exc_info)

    def exception(self, event: str, **fields: Any) -> None:
        """Write down that something broke, with the trace of the error in hand."""
        self._write(logging.ERROR, event, fields, sys.exception())

    def _write(
        self, level: int, event: str, fields: dict[str, Any], error: BaseException | None = None
    ) -> None:
        said = {"fields": {"capability": self._capability, **fields}}
        self._logger.log(level, event, exc_info=error, extra=said)


def configure(stream: TextIO = sys.stderr, *, level: int = logging.INFO) -> None:
    """Send our events and the libraries' warnings to a stream, one line each."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Logfmt())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # Its warning that something is asked again names what: a repository, or a signed link, and
    # whoever has the link has what is behind it. Whether that helped is told by the source.
    logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
    # A line for each request that waits a moment for a thread says less than it costs.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    logging.getLogger(_OURS).setLevel(level)


def get(capability: str) -> Log:
    """Return the logger of a capability."""
    return Log(capability)
