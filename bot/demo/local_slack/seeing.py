"""What people see in Slack, for tests and the demo to look at."""

from collections.abc import Callable
from typing import TypeVar

from bot.clock import SystemClock
from bot.demo.local_slack.records import Call, File, Message, State, View
from bot.demo.local_slack.refusal import LocalSlackError
from bot.demo.local_slack.workspace import Workspace

T = TypeVar("T")

_LOOK_AGAIN = 0.02


class Seeing:
    """Looks at the workspace. What it returns does not change afterwards: look again for news."""

    workspace: Workspace

    @property
    def posted(self) -> list[Message]:
        """Return every message ever posted, also those taken away, oldest first."""
        with self.workspace.changed:
            every = [
                message for place in self.workspace.posted.values() for message in place.values()
            ]
        return sorted(every, key=lambda message: message.ts)

    @property
    def calls(self) -> list[Call]:
        """Return every call the app made, in order."""
        with self.workspace.changed:
            return list(self.workspace.calls)

    def messages(self, channel: str) -> list[Message]:
        """Return what stands in a conversation, oldest first."""
        with self.workspace.changed:
            place = self.workspace.channel(channel)
            return [each for each in self.workspace.posted[place.id].values() if not each.deleted]

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """Return how often each conversation and metadata key was posted, when forgetful."""
        with self.workspace.changed:
            return dict(self.workspace.counts)

    @property
    def called(self) -> dict[tuple[str, str | None], int]:
        """Return how often each method was called, by its error or None, when forgetful."""
        with self.workspace.changed:
            return dict(self.workspace.called)

    def files(self, channel: str) -> list[File]:
        """Return the files in a conversation, oldest first."""
        with self.workspace.changed:
            place = self.workspace.channel(channel)
            return [each for each in self.workspace.files.values() if each.channel == place.id]

    def dm(self, user: str) -> list[Message]:
        """Return what stands in the direct messages between the app and somebody."""
        return self.messages(self.dm_id(user))

    def dm_id(self, user: str) -> str:
        """Return the id of the direct messages between the app and somebody."""
        return self.workspace.dm_id(user)

    def ephemerals(self, user: str) -> list[Message]:
        """Return the messages that only this person sees, in every channel, oldest first."""
        with self.workspace.changed:
            shown = self.workspace.ephemerals[self.workspace.user(user).id]
            return [message for message in shown.values() if not message.deleted]

    def views(self, user: str) -> list[View]:
        """Return the modals somebody has open, the topmost last."""
        with self.workspace.changed:
            return [self.workspace.views[each] for each in self.workspace.stacks[user]]

    def entered(self, view: View) -> State:
        """Return what somebody has filled in so far in a modal that is open."""
        with self.workspace.changed:
            return dict(self.workspace.entered[view.id])

    def home(self, user: str) -> View | None:
        """Return somebody's Home tab, or None when the app never published one."""
        with self.workspace.changed:
            return self.workspace.views.get(self.workspace.homes.get(user, ""))

    def wait_for(self, predicate: Callable[[], T], seconds: float = 5.0) -> T:
        """Wait until something is so, in real time, and return what the predicate returned.

        Raises:
            LocalSlackError: it was not so in time.
        """
        time = SystemClock()
        until = time.monotonic() + seconds
        while not (found := predicate()):
            if time.monotonic() >= until:
                last = [f"{call.method}: {call.error or 'ok'}" for call in self.calls[-5:]]
                raise LocalSlackError(
                    f"Waited {seconds:g} seconds in vain. The last calls of the app: {last}."
                )
            with self.workspace.changed:
                self.workspace.changed.wait(_LOOK_AGAIN)
        return found
