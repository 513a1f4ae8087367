"""Text on its way into Slack: what a person typed stays text.

Slack's own rule for escaping is three characters; with them replaced, no `<!channel>`, `<@U…>` or
`<https://…|link>` from anybody's text can come alive.
"""

import re
import unicodedata

_CONTROL = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\n", "\u200c", "\u200d"}
"""New lines, and the joiners that Persian and Indic words are spelt with and emoji are made of."""
_OPENING, _CLOSING = '"“„«', '"”“»'
"""Slack's own field turns straight quotation marks into others, by the machine's language."""
_QUOTED = re.compile(f"([^{_OPENING}]*)[{_OPENING}](.*)[{_CLOSING}]", re.DOTALL)
_MENTION = re.compile(r"<@([UW][A-Z0-9]{2,})(?:\|[^>]*)?>")


def escape(text: str) -> str:
    """Return the text so that Slack shows it as it is, in mrkdwn as in plain text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Return the text of a message as its author wrote it: Slack hands it over escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clean(text: str) -> str:
    """Return the text without control and formatting characters, right-to-left overrides included.

    Right-to-left letters themselves stay; only the marks that can turn a line around go. A tab or
    another control character that divides words becomes a space.
    """
    return "".join(_clean(char) for char in text)


def _clean(char: str) -> str:
    if char in _KEPT or unicodedata.category(char) not in _CONTROL:
        return char
    return " " if char.isspace() else ""


def clip(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut between words and ended with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip() + "…"


def quote(text: str, limit: int = 60) -> str:
    """Return what somebody typed, safe to show back to them: on one line, in typographic quotes."""
    return f"“{escape(clip(' '.join(clean(text).split()), limit))}”"


def quoted(text: str) -> tuple[str, str | None]:
    """Return what stands before quotation marks at the end of a text, and what stands between them.

    The latter is None where there are no quotation marks, and "" where they are not closed, have
    nothing between them, or stand before other words.
    """
    found = _QUOTED.fullmatch(text)
    if found:
        return found[1].strip(), found[2].strip()
    opening = re.search(f"[{_OPENING}]", text)
    return (text.strip(), None) if opening is None else (text[: opening.start()].strip(), "")


def mentions(text: str) -> list[str]:
    """Return the Slack ids of the people mentioned in a command, in order."""
    return _MENTION.findall(text)


def without_mentions(text: str) -> str:
    """Return the text with mentions of people taken out."""
    return _MENTION.sub(" ", text)
