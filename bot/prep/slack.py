"""`/coach prep`, and the menus of its page: read, authorise, record, acknowledge, hand over."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.delivery.inbox import Inbox
from bot.delivery.store import Entry
from bot.prep import words
from bot.prep.ask import PageRequest, Sorry, WhichTeam, understand
from bot.prep.blocks import TEAM_ACTION, TEMPLATE_ACTION, Carried, which_team
from bot.prep.deliver import KIND, Deliverer
from bot.slack.client import respond
from bot.slack.text import escape
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers
from bot.teams.access import may_prepare
from bot.teams.roster import Roster

Body = Mapping[str, Any]
USAGE = "prep [team] [@engineer] [topic]"


class Prep:
    """What Slack may ask of this capability."""

    def __init__(
        self, roster: Roster, inbox: Inbox, deliverer: Deliverer, workers: Workers
    ) -> None:
        self._roster = roster
        self._inbox = inbox
        self._deliverer = deliverer
        self._workers = workers

    def register(self, app: App, table: Words) -> None:
        """Add the word, and listen to the menus."""
        table.add(
            Word(
                "prep", USAGE, "a page on your team's trends, and how to open the talk", self.asked
            )
        )
        app.action(TEAM_ACTION)(self.team_chosen)
        app.action(TEMPLATE_ACTION)(self.template_chosen)

    def asked(self, call: Call) -> Reply:
        """Answer `/coach prep`."""
        meant = understand(self._roster, call.user, call.rest)
        if isinstance(meant, Sorry):
            return {"text": meant.text}
        if isinstance(meant, WhichTeam):
            return which_team(meant)
        self._begin(f"{call.workspace}:{call.trigger}", meant, call.response_url)
        return {"text": self._named(words.ACKNOWLEDGED, meant)}

    def team_chosen(self, ack: Ack, body: Body) -> None:
        """Answer the question which team was meant."""
        user, carried = body["user"]["id"], _carried(body)
        ack()
        asked = PageRequest(user, carried.team, carried.engineer, carried.choice)
        self._redraw_or_refuse(asked, body, words.ACKNOWLEDGED)

    def template_chosen(self, ack: Ack, body: Body) -> None:
        """Redraw the page with another template, in its place."""
        user, carried = body["user"]["id"], _carried(body)
        ack()
        asked = PageRequest(user, carried.team, carried.engineer, template=carried.choice)
        place = body["container"]
        asked = replace(asked, channel=place["channel_id"], ts=place["message_ts"])
        self._redraw_or_refuse(asked, body, None)

    def _redraw_or_refuse(self, asked: PageRequest, body: Body, said: str | None) -> None:
        url = body["response_url"]
        if not may_prepare(self._roster, asked.user, asked.team):
            self._workers.submit("tell_refusal", lambda: _tell(url, words.GONE_TEAM))
            return
        self._begin(_identity(body), asked, url)
        if said is not None:
            text = self._named(said, asked)
            self._workers.submit("tell_begun", lambda: _tell(url, text, replace_it=True))

    def _begin(self, identity: str, asked: PageRequest, url: str) -> None:
        """Record what must not be lost, then hand it over. What is delivered twice is done once."""
        entry = self._inbox.receive(KIND, identity, asked.to_json())
        if entry is not None:
            self._workers.submit(KIND, lambda: self._deliver(entry, url))

    def _deliver(self, entry: Entry, url: str) -> None:
        self._deliverer.deliver(entry, lambda text: _tell(url, text))

    def _named(self, sentence: str, asked: PageRequest) -> str:
        return sentence.format(team=escape(self._roster.team(asked.team).name))


def _carried(body: Body) -> Carried:
    return Carried.decode(body["actions"][0]["selected_option"]["value"])


def _identity(body: Body) -> str:
    """What makes this very use of a menu: who, when, and which, whatever envelope it came in."""
    action = body["actions"][0]
    return ":".join(
        (body["team"]["id"], body["user"]["id"], action["action_ts"], action["action_id"])
    )


def _tell(url: str, text: str, *, replace_it: bool = False) -> None:
    respond(url, {"text": text}, replace=replace_it)
