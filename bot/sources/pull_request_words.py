"""The words by which pull requests say that they undo or mend others, whatever tool they are in.

git writes those of reverts; the tools' own references (`#12`, `!12`) are read beside them.
"""

import re

REVERT_TITLE = re.compile(r'Revert "(?P<title>.+)"(?: \(#\d+\))?$')
REVERT_COMMIT = re.compile(r"\bThis reverts commit ([0-9a-f]{7,40})\b", re.IGNORECASE)
IS_REVERT = ('Revert "', 'Reapply "')
CAUSE = (
    r"(?:fix(?:es|ed)?|hotfix|bugfix|close[sd]?|resolve[sd]?|bug|regression|broken|broke|caused"
    r"|introduced|follow(?:s|ed)?[- ]?up)"
)
BETWEEN = r"(?:(?:after|a|an|by|for|from|in|of|on|the|to|bug|fix|issue|regression|pr|pull request|mr|merge request)\b[ :]{0,2}){0,6}"
