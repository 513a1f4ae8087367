"""The kinds of messages about disclosures that Coach sends. Their subject is the disclosure's id."""

from typing import Final

DISCLOSED: Final = "disclosure"
"""To both: what is disclosed, in the same words."""
ANSWERED: Final = "disclosure_answer"
"""To the manager: what the engineer says to it."""
WITHDRAWN: Final = "disclosure_withdrawn"
"""To the engineer: the manager took it back before its day."""
