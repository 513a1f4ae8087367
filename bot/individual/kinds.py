"""The kinds of messages about two keys that go through the outbox. Their subject is the request's id."""

from typing import Final

ASK: Final = "individual_ask"
"""To the engineer: what is asked, and the card that would be shown."""
ENDED: Final = "individual_ended"
"""To the manager: nothing is shown. Planned when they ask, and called off by what is shown."""
