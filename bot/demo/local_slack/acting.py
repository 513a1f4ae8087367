"""What people do in Slack, and what Slack then sends to the app."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from bot.demo.local_slack import payloads
from bot.demo.local_slack.inputs import entered, filled, find, state_of
from bot.demo.local_slack.message_rules import Content
from bot.demo.local_slack.payloads import Parcel
from bot.demo.local_slack.records import Answer, Message, View
from bot.demo.local_slack.refusal import LocalSlackError
from bot.demo.local_slack.replies import answer_command, answer_submission
from bot.demo.local_slack.sending import Request, Target
from bot.demo.local_slack.socket_mode import SocketSide
from bot.demo.local_slack.workspace import Workspace


class Acting:
    """Lets people do things. Each returns what the app answered, once it did."""

    workspace: Workspace
    _target: Target | None = None
    _last: tuple[Parcel, Any] | None = None
    _last_event: tuple[dict[str, Any], Parcel] | None = None

    def command(self, user: str, command: str, text: str = "", *, channel: str = "") -> Answer:
        """Type a slash command.

        Args:
            user: who types.
            command: such as "/coach".
            text: what comes after it, exactly as Slack would send it; see `mention`.
            channel: where; the direct messages with the app unless said.
        """
        place = self.workspace.channel(channel or self.workspace.dm_id(user))
        return self._send(payloads.command(self.workspace, user, place, (command, text)))

    def mention(self, user: str) -> str:
        """Return a mention of somebody as Slack puts it into the text of a command."""
        return f"<@{user}|{self.workspace.user(user).name}>"

    def channel_link(self, channel: str) -> str:
        """Return a link to a channel as Slack puts it into the text of a command."""
        return f"<#{channel}|{self.workspace.channel(channel).name}>"

    def say(self, user: str, channel: str, text: str) -> Message:
        """Write a message as a person. The app is not told; send an event for that."""
        self.workspace.user(user)
        return self.workspace.post(channel, user, Content(text, [], ()))

    def press(
        self,
        user: str,
        place: Message | View,
        action_id: str,
        value: str | None = None,
        *,
        block_id: str = "",
    ) -> Answer:
        """Press a button, and agree if it asks whether one is sure.

        The app is told when the button opens an address, too.

        Args:
            user: who presses.
            place: the message, modal or Home tab, as that person sees it.
            action_id: of the button.
            value: of the button, when several share the action id.
            block_id: of the block it stands in, when the value does not tell them apart.
        """
        block, button = find(place.blocks, action_id, value, block_id)
        if not button["type"].endswith("button"):
            raise LocalSlackError(f"{action_id} is no button but a {button['type']}.")
        shown: dict[str, Any] = {
            key: button[key] for key in ("text", "value", "style", "url") if key in button
        }
        own: dict[str, Any] = {
            "type": button["type"],
            "action_id": action_id,
            "block_id": block["block_id"],
        }
        return self._touch(user, place, {**own, **shown})

    def choose(
        self,
        user: str,
        place: Message | View,
        action_id: str,
        option: Any,
        *,
        block_id: str = "",
    ) -> Answer:
        """Choose in a menu, or fill in another element that tells the app at once.

        Args:
            user: who chooses.
            place: the message, modal or Home tab, as that person sees it.
            action_id: of the menu.
            option: the value of one of its options; for other elements see `inputs.filled`.
            block_id: of the block it stands in, when several that have no options share the id.
        """
        block, element = find(place.blocks, action_id, option, block_id)
        entry = filled(element, option)
        self._check_people([entry])
        kept = self.workspace.entered[_place_of(user, place)]
        kept.setdefault(block["block_id"], {})[action_id] = entry
        own = {"action_id": action_id, "block_id": block["block_id"]}
        return self._touch(user, place, {**own, **entry})

    def submit(self, user: str, view: View, values: Mapping[str, Any] | None = None) -> Answer:
        """Press the submit button of a modal.

        Args:
            user: who submits.
            view: the modal.
            values: what was filled in, by block id; see `inputs.entered`. The rest stays as it
                stands. When the app answers with errors the modal stays open, with all that was
                filled in; `View.errors` says what is wrong.
        """
        shown = self._open_view(user, view)
        state = entered(shown.blocks, dict(values or {}), self.workspace.entered[view.id])
        self._check_people([entry for elements in state.values() for entry in elements.values()])
        with self.workspace.changed:
            self.workspace.entered[view.id] = state
            shown = self.workspace.show(replace(self.workspace.views[view.id], errors={}))
        return self._send(Parcel("interactive", payloads.submission(self.workspace, shown, state)))

    def close_view(self, user: str, view: View, *, all_of_them: bool = False) -> Answer | None:
        """Close a modal; None when the app did not ask to be told."""
        shown = self._open_view(user, view)
        with self.workspace.changed:
            if all_of_them:
                self.workspace.stacks[user] = []
            else:
                self.workspace.stacks[user].remove(view.id)
        if not shown.payload["notify_on_close"]:
            return None
        told = payloads.closing(self.workspace, shown, cleared=all_of_them)
        return self._send(Parcel("interactive", told))

    def shortcut(self, user: str, callback_id: str) -> Answer:
        """Take a global shortcut."""
        return self._send(
            Parcel("interactive", payloads.shortcut(self.workspace, user, callback_id))
        )

    def message_shortcut(self, user: str, message: Message, callback_id: str) -> Answer:
        """Take a shortcut from the menu of a message."""
        told = payloads.message_shortcut(self.workspace, user, message, callback_id)
        return self._send(Parcel("interactive", told))

    def event(self, event: dict[str, Any], *, retry: int = 0) -> Answer:
        """Send an event.

        Args:
            event: what happened, such as {"type": "app_home_opened", "user": …}.
            retry: which repetition this is. A repetition of the event sent last is that event
                again, with its `event_id`.
        """
        if retry and self._last_event is not None and self._last_event[0] == event:
            parcel = Parcel("events_api", self._last_event[1].payload, retry)
        else:
            parcel = Parcel("events_api", payloads.event(self.workspace, event), retry)
        self._last_event = (event, parcel)
        return self._send(parcel)

    def open_home(self, user: str, *, tab: str = "home") -> Answer:
        """Open the app's own place in Slack: its Home tab, or the one with its messages.

        The app is told each time, with what the Home tab shows now if it shows anything.
        """
        return self.event(payloads.home_opened(self.workspace, user, tab))

    def user_changed(self, user: str) -> Answer:
        """Tell the app that somebody changed; change them first.

        Raises:
            LocalSlackError: the app may not read about people, so Slack would not tell it.
        """
        if "users:read" not in self.workspace.scopes:
            raise LocalSlackError("Without users:read, nobody tells the app of people.")
        changed = self.workspace.user(user)
        return self.event(payloads.user_change(self.workspace, changed))

    def uninstalled(self) -> Answer:
        """Tell the app that it was removed from the workspace; see `revoke` for the calls."""
        return self.event({"type": "app_uninstalled"})

    def tokens_revoked(self) -> Answer:
        """Tell the app that its token is no longer good; see `revoke` for the calls."""
        return self.event(payloads.tokens_revoked(self.workspace))

    def redeliver(self, n: int = 1, *, same_signature: bool = False) -> Answer:
        """Send once more what was sent last, as often as asked, and return the last answer.

        Args:
            n: how often.
            same_signature: the same bytes again, old signature or envelope included; otherwise
                the same content, freshly signed or in a new envelope.
        """
        if self._last is None:
            raise LocalSlackError("Nothing was sent yet that could be sent again.")
        parcel, wrapped = self._last
        answers = [self._send(parcel, wrapped if same_signature else None) for _ in range(n)]
        return answers[-1]

    def raw(self, headers: Mapping[str, str], body: bytes | str) -> Answer:
        """Send any request at all to where HTTP requests are sent."""
        content = body.encode() if isinstance(body, str) else body
        target = self._where()
        if isinstance(target, SocketSide):
            raise LocalSlackError("Only an HTTP target takes raw requests.")
        return target.deliver(Request(dict(headers), content))

    def _open_view(self, user: str, view: View) -> View:
        if view.id not in self.workspace.stacks[user]:
            raise LocalSlackError(f"{user} has no such modal open.")
        return self.workspace.views[view.id]

    def _touch(self, user: str, place: Message | View, action: dict[str, Any]) -> Answer:
        state = state_of(place.blocks, self.workspace.entered[_place_of(user, place)])
        told = payloads.touched(self.workspace, user, place, action, state)
        return self._send(Parcel("interactive", told))

    def _check_people(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """Nobody can choose a person who is not there, or not any more."""
        for entry in entries:
            person = entry.get("selected_user")
            if person is not None and self.workspace.user(person).deleted:
                raise LocalSlackError(f"Nobody can choose {person}, who has left.")

    def _where(self) -> Target:
        if self._target is None:
            raise LocalSlackError("Say first where to send: send_to or send_to_socket.")
        return self._target

    def _send(self, parcel: Parcel, wrapped: Any = None) -> Answer:
        target = self._where()
        wrapped = target.wrap(parcel) if wrapped is None else wrapped
        self._last = (parcel, wrapped)
        answer = target.deliver(wrapped)
        if answer.status == HTTPStatus.OK:
            self._take(parcel, answer)
        return answer

    def _take(self, parcel: Parcel, answer: Answer) -> None:
        payload = parcel.payload
        with self.workspace.changed:
            if parcel.kind == "slash_commands" and answer.body:
                said = answer.json if answer.json is not None else {"text": answer.body}
                answer_command(self.workspace, payload["response_url"], said)
            elif payload.get("type") == "view_submission":
                view = self.workspace.views[payload["view"]["id"]]
                if view.id in self.workspace.stacks[view.user]:
                    answer_submission(self.workspace, view, answer.json)


def _place_of(user: str, place: Message | View) -> str:
    """Return the name under which is kept what somebody filled in there."""
    return place.id if isinstance(place, View) else f"{user}/{place.channel}/{place.ts}"
