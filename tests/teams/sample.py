"""A small valid `coach.yml`, the models of three made-up kinds of source, and how to load it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from bot.teams.load import SourceModels, load
from bot.teams.problem import Problem, Problems
from bot.teams.roster import Roster


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReviewerOptions(Strict):
    region: str
    retries: Annotated[int, Field(ge=0, le=9)] = 3


class ReviewerScope(Strict):
    repository: str


class AssistantOptions(Strict):
    region: str
    bucket: str
    account: Annotated[
        str,
        StringConstraints(pattern=r"^\d{12}$"),
        Field(description="Write the 12 digits of the AWS account"),
    ]
    layout: Literal["old", "new"] = "new"
    password: str = ""

    @field_validator("bucket")
    @classmethod
    def _is_no_address(cls, bucket: str) -> str:
        if ":" in bucket:
            msg = "a bucket is a name and no address"
            raise ValueError(msg)
        return bucket


class Nothing(Strict):
    pass


class FileOptions(Strict):
    path: Path


MODELS = {
    "codeguru_reviewer": SourceModels(ReviewerOptions, ReviewerScope),
    "q_developer": SourceModels(AssistantOptions, Nothing),
    "file": SourceModels(FileOptions, Nothing),
}

TEXT = """\
organisation:
  name: Example Ltd
  time_zone: Europe/Berlin
  stewards: [U0STEWARD1]
  minimum_group: 6
sources:
  reviewer: {kind: codeguru_reviewer, region: eu-west-1}
  assistant:
    kind: q_developer
    region: us-east-1
    bucket: reports
    account: 012345678901
  numbers: {kind: file, path: telemetry/weekly.csv}
teams:
  - id: payments
    name: Payments
    channel: C0PAYMENTS
    managers: [U0MARTA001]
    members:
      - slack: U0ALICE001
        ids: {assistant: d-1.alice}
      - slack: U0CARLA001
        ids: {assistant: d-1.carla}
      - U0BOB00001
    telemetry:
      - source: assistant
    services:
      - name: auth-service
        telemetry:
          - {source: reviewer, repository: auth-service}
          - {source: reviewer, repository: auth-tools}
  - id: ledger
    name: General Ledger
    channel: C0LEDGER01
    time_zone: America/New_York
    managers: [U0MARTA001, U0NOAM0001]
    members: [U0BOB00001]
"""


def read(folder: Path, text: str = TEXT) -> Roster:
    path = folder / "coach.yml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return load(path, MODELS)


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    try:
        read(folder, text)
    except Problems as error:
        return error.problems
    return ()
