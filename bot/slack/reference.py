"""A short reference that a person sees and the log carries, so that an operator finds the line."""

import secrets

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without letters and digits that are mistaken for each other when read aloud."""


def new_reference() -> str:
    """Return a new one, such as `K7Q-M2X`."""
    letters = [secrets.choice(_LETTERS) for _ in range(6)]
    return f"{''.join(letters[:3])}-{''.join(letters[3:])}"
