"""Text objects, options and confirmation dialogues, with the limits Slack documents for them."""

from bot.demo.local_slack.shapes import Check, array, boolean, choice, kind, record, string, typed

OPTION_TEXT = 75
OPTION_VALUE = 150
OPTIONS = 100


def plain(most: int) -> Check:
    """Accept a plain_text object of so many characters."""
    return typed({"plain_text": kind({"text": string(most)}, {"emoji": boolean})})


def mrkdwn(most: int) -> Check:
    """Accept a mrkdwn object of so many characters."""
    return typed({"mrkdwn": kind({"text": string(most)}, {"verbatim": boolean})})


def text(most: int) -> Check:
    """Accept either kind of text object of so many characters."""
    return typed(
        {
            "plain_text": kind({"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": kind({"text": string(most)}, {"verbatim": boolean}),
        }
    )


CONFIRM = record(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)

_VALUE = string(OPTION_VALUE)
_DESCRIPTION = plain(75)

MENU_OPTION = record({"text": plain(OPTION_TEXT), "value": _VALUE}, {"description": _DESCRIPTION})
OVERFLOW_OPTION = record(
    {"text": plain(OPTION_TEXT), "value": _VALUE},
    {"description": _DESCRIPTION, "url": string(3000)},
)
LISTED_OPTION = record({"text": text(OPTION_TEXT), "value": _VALUE}, {"description": text(75)})
"""Check boxes and radio buttons: the only options that may carry mrkdwn."""

OPTION_GROUP = record({"label": plain(75), "options": array(MENU_OPTION, most=OPTIONS)})
