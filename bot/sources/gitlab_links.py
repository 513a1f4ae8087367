"""What a merge request says of others of its project: that it undoes them, or mends them.

GitLab refers to a merge request as `!12`; `#12` is an issue, so that "Closes #12" mends nothing. Its
own button writes "This reverts merge request !12", or the commit where that was none's.
"""

import re
from functools import lru_cache

from bot.sources.pull_request import Links
from bot.sources.pull_request_words import BETWEEN, CAUSE, IS_REVERT, REVERT_COMMIT, REVERT_TITLE


def read_links(title: str, body: str, path: str, commit: str | None) -> Links:
    """Read title and text of a merge request of a project (`group/name`)."""
    reverts_at, fixes_at = _patterns(path.lower())
    numbers = frozenset(int(number) for number in reverts_at.findall(body))
    commits = frozenset(found.lower() for found in REVERT_COMMIT.findall(body))
    named = None if numbers or commits else REVERT_TITLE.match(title)
    return Links(
        title=title,
        commit=commit,
        is_revert=bool(numbers or commits) or title.startswith(IS_REVERT),
        reverts=numbers,
        reverted_commits=commits,
        reverted_title=named["title"] if named else None,
        fixes=frozenset(int(number) for number in fixes_at.findall(f"{title}\n{body}")),
    )


@lru_cache(maxsize=8)
def _patterns(path: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = re.escape(path)
    reference = (
        rf"(?:https?://[^\s/]+/(?:[^\s/]+/)?{name}/-/merge_requests/|{name}!|!)(\d{{1,9}})\b"
    )
    return (
        re.compile(
            rf"(?:\bThis reverts merge request|^[ \t]{{0,8}}Reverts:?) {reference}",
            re.IGNORECASE | re.MULTILINE,
        ),
        re.compile(rf"\b{CAUSE}\b[ :]{{0,2}}{BETWEEN}{reference}", re.IGNORECASE),
    )
