"""The Jinja environment in which templates are parsed, compiled and rendered.

It is the third fence. The first is the allow-list, which lets almost nothing of the language
through; the second is the size of a file; this one holds even if either had a gap.
"""

from jinja2 import StrictUndefined
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment


def escape(value: object) -> str:
    """Return a value as Slack mrkdwn that shows it literally: `&`, `<` and `>`, in that order.

    Slack asks for exactly these three; quotes must stay as they are.
    """
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        # The output is Slack mrkdwn, where HTML's escaping of quotes would be shown as it stands.
        # `finalize` escapes each value after the filters, once; the template's own text stays.
        autoescape=False,
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=0,
    )
    environment.globals.clear()
    environment.tests.clear()
    # `e` changes nothing here, since every value is escaped on its way out; habit may write it.
    environment.filters = {
        name: FILTERS[name] for name in ("upper", "lower", "capitalize", "join", "default")
    } | {"e": lambda value: value}
    return environment


ENVIRONMENT = _environment()
