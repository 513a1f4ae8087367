"""What every part of `coach.yml` has in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of `coach.yml`: strict about keys, and never changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")
