"""What a pull request says of others of its repository: that it undoes them, or mends them.

GitHub shortens a reference inside one repository to `#12`, and a commit to seven digits, so both
lengths are read. A mere mention ("depends on #12", "part of #12") is no link of a fix.
"""

import re
from functools import lru_cache

from bot.sources.pull_request import Links
from bot.sources.pull_request_words import BETWEEN, CAUSE, IS_REVERT, REVERT_COMMIT, REVERT_TITLE

_REVERT_BRANCH = re.compile(r"revert-(\d{1,9})-")
_NUMBER_IN_TITLE = re.compile(r"\(#(\d{1,9})\)$")


def read_links(title: str, body: str, branch: str, repository: str, commit: str | None) -> Links:
    """Read title, text and branch of a pull request of a repository (`owner/name`)."""
    reverts_at, fixes_at = _patterns(repository.lower())
    # Most texts say nothing of others, and to look is a tenth of all the work.
    has_number, has_revert = "#" in title + body or "/pull/" in body, "revert" in body.lower()
    numbers = {int(number) for number in reverts_at.findall(body)} if has_revert else set()
    numbers.update(map(int, _REVERT_BRANCH.findall(branch)[:1] if branch[:7] == "revert-" else ()))
    named = REVERT_TITLE.match(title)
    reverted_title = named["title"] if named else None
    if reverted_title:
        numbers.update(map(int, _NUMBER_IN_TITLE.findall(reverted_title)))
    commits = frozenset(
        found.lower() for found in (REVERT_COMMIT.findall(body) if has_revert else ())
    )
    return Links(
        title=title,
        commit=commit,
        is_revert=bool(numbers or commits) or title.startswith(IS_REVERT),
        reverts=frozenset(numbers),
        reverted_commits=commits,
        reverted_title=None if numbers or commits else reverted_title,
        fixes=frozenset(
            int(number) for number in (fixes_at.findall(f"{title}\n{body}") if has_number else ())
        ),
    )


@lru_cache(maxsize=8)
def _patterns(repository: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    name = re.escape(repository)
    reference = rf"(?:https?://[^\s/]+/{name}/pull/|{name}#|#)(\d{{1,9}})\b"
    return (
        re.compile(rf"^[ \t]{{0,8}}Reverts:? {reference}", re.IGNORECASE | re.MULTILINE),
        re.compile(rf"\b{CAUSE}\b[ :]{{0,2}}{BETWEEN}{reference}", re.IGNORECASE),
    )
