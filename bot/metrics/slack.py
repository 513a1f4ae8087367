"""`/coach metrics [name]`: what each signal is for, what it means, and where it misleads."""

from bot.metrics import catalogue, describe, forbidden
from bot.slack.text import quote
from bot.slack.words import Call, Reply, Word, Words

USAGE = "metrics [name]"


def register(table: Words) -> None:
    """Add the word."""
    table.add(Word("metrics", USAGE, "what each signal means, and what it cannot show", answer))


def answer(call: Call) -> Reply:
    """Answer with one metric, with all of them, or with the reason why there is no such metric."""
    if not call.rest:
        return {"text": describe.overview()}
    if metric := catalogue.find(call.rest):
        return {"text": describe.describe(metric)}
    if reason := forbidden.reason(call.rest):
        return {"text": f"Coach does not measure {quote(call.rest)}, on purpose. {reason}"}
    return {"text": f"There is no signal called {quote(call.rest)}.\n\n{describe.overview()}"}
