"""Asks GitHub where the reports of Copilot are, and reads the files behind the links."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Protocol

from bot.errors import OperatorError, TransientError
from bot.sources import copilot_report
from bot.sources.copilot_report import Key, Membership, Use
from bot.sources.github_refusals import GARBLED, Asker, UnseenError
from bot.sources.source import Report

USERS, TEAMS = "users-1-day", "user-teams-1-day"


class Asks(Protocol):
    """Whoever asks GitHub's REST."""

    asker: Asker

    def get(self, path: str, **parameters: str | int) -> Any:
        """Return what REST says at a path; None where it says that there is nothing."""


class Fetches(Protocol):
    """Whoever fetches the files that signed links lead to."""

    def lines(self, link: str) -> Iterator[bytes]:
        """Yield the lines of a file."""


def latest(client: Asks, org: str) -> None:
    """Ask for the report that needs no day: the smallest question that needs the right.

    Raises:
        TransientError: trying again later may help.
        OperatorError: GitHub refuses, or shows no such organisation.
    """
    _ask(client, org, "users-28-day/latest")


class Reports:
    """The reports of an organisation. What cannot be read of them is noted in the pull's report.

    Attributes:
        said_something: whether the users of the latest day could be read, be there any or none.
    """

    def __init__(self, client: Asks, downloads: Fetches, org: str, report: Report) -> None:
        self._client = client
        self._downloads = downloads
        self._org = org
        self._report = report
        self.said_something = False

    def links(self, which: str, day: date) -> list[str] | None:
        """Return where the files of a UTC day are; None where there is no report of it.

        Raises:
            TransientError: trying again later may help.
            OperatorError: GitHub refuses, or shows no such organisation.
        """
        said = _ask(self._client, self._org, which, day=day.isoformat())
        if said is None:
            return None
        links = said.get("download_links") if isinstance(said, dict) else None
        if not isinstance(links, list) or not all(isinstance(link, str) for link in links):
            raise TransientError(GARBLED)
        return list(dict.fromkeys(links))

    def uses(self, links: Sequence[str], day: date, *, needs_login: bool) -> Iterator[Use]:
        """Yield what each user did on a day, each once.

        Args:
            links: where the files of the day are.
            day: the UTC day.
            needs_login: whether a line is of no use without the user's login.

        Raises:
            TransientError: a file did not come whole.
        """
        known: set[Key] = set()
        skipped = self._report.skipped.total()
        for number, link in enumerate(links, start=1):
            place = f"users of {day}, file {number}"
            for use in copilot_report.uses(self._downloads.lines(link), day, place, self._report):
                if use.key in known:
                    self._report.skip(place, "somebody is in it twice")
                    continue
                if needs_login and not use.login:
                    self._report.skip(place, "a line has no user_login")
                    continue
                known.add(use.key)
                yield use
        self.said_something = bool(known) or self._report.skipped.total() == skipped

    def memberships(self, day: date) -> Iterator[Membership]:
        """Yield who was in which team on a day of which there is a report of the users.

        Raises:
            TransientError: trying again later may help.
            OperatorError: GitHub refuses, or shows no such organisation.
        """
        links = self.links(TEAMS, day)
        if links is None:
            self._report.skip(f"teams of {day}", "the users have a report and the teams have none")
        for number, link in enumerate(links or (), start=1):
            lines = self._downloads.lines(link)
            place = f"teams of {day}, file {number}"
            yield from copilot_report.memberships(lines, day, place, self._report)


def _ask(client: Asks, org: str, which: str, **parameters: str) -> Any:
    try:
        return client.get(f"/orgs/{org}/copilot/metrics/reports/{which}", **parameters)
    except UnseenError as error:
        raise _refusal(client.asker, refused=error.refused) from None


def _refusal(asker: Asker, *, refused: bool) -> OperatorError:
    if refused:
        return OperatorError(asker.refused)
    who = "app" if asker.is_app else "token"
    return OperatorError(
        f"GitHub shows no Copilot reports of the organisation in coach.yml to this {who}. Look at"
        f' `org`, switch on the policy "Copilot usage metrics", and give the {who} the right'
        f" {asker.rights}."
    )
