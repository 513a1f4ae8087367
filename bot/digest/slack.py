"""`/coach digest`: read, authorise, record, acknowledge, hand over."""

from bot.digest import ask
from bot.digest.act import Acts
from bot.digest.ask import Sorry, Wish
from bot.slack.role import OF_A_TEAM
from bot.slack.words import Call, Reply, Word, Words
from bot.slack.work import Workers

USAGE = "digest preview|off|on [team]"


class Commands:
    """What Slack may ask of this capability.

    Args:
        acts: what people may do.
        workers: what may take its time after Slack was answered.
    """

    def __init__(self, acts: Acts, workers: Workers) -> None:
        self._acts = acts
        self._workers = workers

    def register(self, table: Words) -> None:
        """Add the word."""
        shows = "what the team's channel gets once a month"
        table.add(Word("digest", USAGE, shows, self.asked, OF_A_TEAM))

    def asked(self, call: Call) -> Reply:
        """Answer `/coach digest`."""
        meant = ask.understand(self._acts.roster, call.user, call.rest)
        if isinstance(meant, Sorry):
            return {"text": meant.text}
        if meant.wish is Wish.PREVIEW:
            return self._acts.preview(meant.team)
        identity = f"{call.workspace}:{call.trigger}"
        said = self._acts.switch(meant.team, identity, on=meant.wish is Wish.ON)
        self._workers.submit("outbox", self._acts.send)
        return {"text": said}
