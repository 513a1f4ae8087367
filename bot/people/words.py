"""The sentences with which Coach answers stop and start."""

STOPPED = (
    "From now on I send you nothing that you did not ask for. `/coach commitments` shows you what"
    " would have come, and `/coach start` lets me write to you again."
)
STARTED = (
    "I may write to you when something of yours is due. `/coach stop` ends that, at any time and"
    " without a reason."
)
