"""The sweep: pages whose process died, and pages that Slack asked to wait for."""

from bot import log
from bot.prep.deliver import KIND, Deliverer
from bot.slack.work import Workers

SWEEP_SECONDS = 5
_log = log.get("prep")


def sweep(deliverer: Deliverer, workers: Workers) -> int:
    """Take over what is due and hand it to the workers; return how many pages that were."""
    entries = deliverer.inbox.take_over(KIND)
    for entry in entries:
        workers.submit(KIND, lambda entry=entry: deliverer.deliver(entry))  # type: ignore[misc]
    if entries:
        _log.info("pages_taken_over", number=len(entries))
    return len(entries)
