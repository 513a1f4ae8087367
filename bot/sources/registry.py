"""Which kinds of telemetry there are. A new adapter is one line here and a world for its tests."""

from collections.abc import Mapping
from pkgutil import resolve_name
from types import MappingProxyType
from typing import cast

from bot.sources.source import Source

# Named and not imported, so that a bot pays only for the kinds that its coach.yml uses.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "codeguru_reviewer": "bot.sources.codeguru_reviewer:CodeGuruReviewer",
        "q_developer": "bot.sources.q_developer:QDeveloper",
        "github": "bot.sources.github:GitHub",
        "devlake": "bot.sources.devlake:DevLake",
        "git": "bot.sources.git:Git",
        "file": "bot.sources.file:File",
    }
)


def kinds() -> tuple[str, ...]:
    """Return what may stand after `kind:` in `coach.yml`."""
    return tuple(KINDS)


def source_class(kind: str) -> type[Source]:
    """Return the class of a kind, importing its module.

    Raises:
        KeyError: there is no such kind.
    """
    return cast("type[Source]", resolve_name(KINDS[kind]))
