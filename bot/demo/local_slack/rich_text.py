"""Rich text: the block, and what may stand inside it."""

from bot.demo.local_slack.shapes import (
    anything,
    array,
    boolean,
    choice,
    integer,
    kind,
    record,
    string,
    typed,
)

_ID = string(255)
_STYLE = record(
    {},
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), boolean),
)
_STYLED = {"style": _STYLE}
_BORDER = {"border": integer(0, 1)}

INLINE = typed(
    {
        "text": kind({"text": string()}, _STYLED),
        "link": kind({"url": string(3000)}, {"text": string(), "unsafe": boolean, **_STYLED}),
        "emoji": kind({"name": string()}, {"unicode": string(), "skin_tone": anything, **_STYLED}),
        "user": kind({"user_id": _ID}, _STYLED),
        "usergroup": kind({"usergroup_id": _ID}, _STYLED),
        "team": kind({"team_id": _ID}, _STYLED),
        "channel": kind({"channel_id": _ID}, _STYLED),
        "broadcast": kind({"range": choice("here", "channel", "everyone")}, _STYLED),
        "date": kind(
            {"timestamp": integer(0, 10**11), "format": string()},
            {"url": string(3000), "fallback": string(), **_STYLED},
        ),
        "color": kind({"value": string()}),
    }
)

_INLINES = array(INLINE)
_SECTION = kind({"elements": _INLINES})

_PARTS = typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": kind(
            {
                "style": choice("bullet", "ordered"),
                "elements": array(typed({"rich_text_section": _SECTION})),
            },
            {"indent": integer(0, 8), "offset": integer(0, 10**6), **_BORDER},
        ),
        "rich_text_preformatted": kind({"elements": _INLINES}, {"language": string(), **_BORDER}),
        "rich_text_quote": kind({"elements": _INLINES}, _BORDER),
    }
)

RICH_TEXT = kind({"elements": array(_PARTS)}, {"block_id": _ID})
