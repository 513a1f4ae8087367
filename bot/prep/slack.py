"""`/coach prep` and `/coach team`, and the menus of their pages: read, authorise, record, acknowledge, hand over."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.delivery.inbox import Inbox
from bot.delivery.store import Entry
from bot.prep import words
from bot.prep.ask import (
    Page,
    PageRequest,
    Sorry,
    WhichTeam,
    may_see,
    understand,
    understand_team,
)
from bot.prep.blocks import LOOK_ACTION, TEAM_ACTION, TEMPLATE_ACTION, Carried, which_team
from bot.prep.deliver import KIND, Deliverer
from bot.slack.client import respond
from bot.slack.role import OF_A_TEAM, Role
from bot.slack.text import escape
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers
from bot.teams.policy import Policy
from bot.teams.roster import Roster

Body = Mapping[str, Any]
USAGES = ("prep [team] [@engineer] [topic]", "team [team]")
_ACKNOWLEDGED = {Page.PREP: words.ACKNOWLEDGED, Page.TEAM: words.ACKNOWLEDGED_TEAM}
_GONE = {Page.PREP: words.GONE_TEAM, Page.TEAM: words.GONE_MINE}


class Prep:
    """What Slack may ask of this capability."""

    def __init__(
        self,
        roster: Roster,
        inbox: Inbox,
        deliverer: Deliverer,
        workers: Workers,
        policy: Callable[[], Policy],
    ) -> None:
        self._roster = roster
        self._policy = policy
        self._inbox = inbox
        self._deliverer = deliverer
        self._workers = workers

    def register(self, app: App, table: Words) -> None:
        """Add the words, and listen to the menus."""
        prep, team = USAGES
        opens = "a page on your team's trends, and how to open the talk"
        shows = "your team's numbers, the same for its members and managers"
        table.add(Word("prep", prep, opens, self.asked, frozenset({Role.MANAGER})))
        table.add(Word("team", team, shows, self.asked_team, OF_A_TEAM))
        app.action(TEAM_ACTION)(self.team_chosen)
        app.action(LOOK_ACTION)(self.team_to_see_chosen)
        app.action(TEMPLATE_ACTION)(self.template_chosen)

    def asked(self, call: Call) -> Reply:
        """Answer `/coach prep`."""
        meant = understand(self._roster, call.user, call.rest, self._policy())
        return self._answer(call, meant)

    def asked_team(self, call: Call) -> Reply:
        """Answer `/coach team`."""
        return self._answer(call, understand_team(self._roster, call.user, call.rest))

    def _answer(self, call: Call, meant: PageRequest | WhichTeam | Sorry) -> Reply:
        if isinstance(meant, Sorry):
            return {"text": meant.text}
        if isinstance(meant, WhichTeam):
            return which_team(meant)
        self._begin(f"{call.workspace}:{call.trigger}", meant, call.response_url)
        return {"text": self._acknowledged(meant)}

    def team_chosen(self, ack: Ack, body: Body) -> None:
        """Answer the question which team was meant, for a page before a conversation."""
        user, carried = body["user"]["id"], _carried(body)
        ack()
        asked = PageRequest(user, carried.team, carried.engineer, carried.choice)
        self._begin_or_refuse(asked, body, say=True)

    def team_to_see_chosen(self, ack: Ack, body: Body) -> None:
        """Answer the question which team was meant, for its page."""
        user, carried = body["user"]["id"], _carried(body)
        ack()
        self._begin_or_refuse(PageRequest(user, carried.team, page=Page.TEAM), body, say=True)

    def template_chosen(self, ack: Ack, body: Body) -> None:
        """Redraw the page with another template, in its place."""
        user, carried = body["user"]["id"], _carried(body)
        ack()
        asked = PageRequest(user, carried.team, carried.engineer, template=carried.choice)
        place = body["container"]
        asked = replace(asked, channel=place["channel_id"], ts=place["message_ts"])
        self._begin_or_refuse(asked, body, say=False)

    def _begin_or_refuse(self, asked: PageRequest, body: Body, *, say: bool) -> None:
        url = body["response_url"]
        if not may_see(self._roster, asked):
            self._workers.submit("tell_refusal", lambda: _tell(url, _GONE[asked.page]))
            return
        self._begin(_identity(body), asked, url)
        if say:
            text = self._acknowledged(asked)
            self._workers.submit("tell_begun", lambda: _tell(url, text, replace_it=True))

    def _begin(self, identity: str, asked: PageRequest, url: str) -> None:
        """Record what must not be lost, then hand it over. What is delivered twice is done once."""
        entry = self._inbox.receive(KIND, identity, asked.to_json())
        if entry is not None:
            self._workers.submit(KIND, lambda: self._deliver(entry, url))

    def _deliver(self, entry: Entry, url: str) -> None:
        self._deliverer.deliver(entry, lambda text: _tell(url, text))

    def _acknowledged(self, asked: PageRequest) -> str:
        team = escape(self._roster.team(asked.team).name)
        return _ACKNOWLEDGED[asked.page].format(team=team)


def _carried(body: Body) -> Carried:
    return Carried.decode(body["actions"][0]["selected_option"]["value"])


def _identity(body: Body) -> str:
    """What makes this very use of a menu: who, when, and which, whatever envelope it came in."""
    action = body["actions"][0]
    return ":".join(
        (body["team"]["id"], body["user"]["id"], action["action_ts"], action["action_id"])
    )


def _tell(url: str, text: str, *, replace_it: bool = False) -> None:
    if url:  # a press in a Home tab has none
        respond(url, {"text": text}, replace=replace_it)
