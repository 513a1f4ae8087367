"""The sentences of the Home tab."""

from typing import Final

from bot.welcome import words as welcome

WHAT: Final = welcome.WHAT
NEVER: Final = welcome.NEVER

EMPTIED: Final = (
    "You asked me to forget you, so nothing stands here. Open this tab again, and I begin anew."
)
BEGIN_MANAGER: Final = "*One thing to do:* prepare your next conversation."
BEGIN_MEMBER: Final = (
    "*One thing to do:* look at your team's numbers, the same that its manager sees."
)
BEGIN_STEWARD: Final = "*One thing to do:* see below whether all sources deliver and nothing waits."
UNKNOWN: Final = (
    "coach.yml does not list you in a team, so there is nothing of yours to show."
    " *One thing to do:* if you should be listed, ask {stewards}."
)
PREPARE: Final = "Prepare a conversation"
PREPARE_HINT: Final = "Prepare a conversation for …"
STOPPED: Final = (
    "Coach's messages are off for you. What you see here and what you ask for comes all the same;"
    " *Start* brings the messages back."
)

TEAMS: Final = "*Your teams, the last six weeks against the year before*"
NO_CHANGE: Final = "no clear change"
TOO_LITTLE: Final = "nothing can be said yet"
TEAM_LINE: Final = "*{team}*: {said}."
TEAM_NOTHING: Final = "*{team}*: {nothing}"
TEAM_OF_GROUP: Final = (
    "*{team}*: too small for numbers of its own. `/coach team {id}` shows those of {group}, of which it is"
    " a part."
)
TEAM_IMPROVES: Final = " It wants to improve: {improve}"
TEAM_ENDS: Final = (
    " *What it wants to improve ends on {day},* and `/coach decide` names the next one: {improve}"
)
TEAM_DOUBTED: Final = " Being questioned: {metrics}."
TEAM_HIDDEN: Final = " Not shown, {reason}: {metrics}."
TEAM_PILOT: Final = " In pilot: `/coach pilot`."
TEAMS_MORE: Final = "And {number} more teams; `/coach team` shows each."
CANNOT_SHOW: Final = (
    "*What numbers cannot show:* {limits} A change here is never its own cause, and a team is compared"
    " with nobody but itself."
)
LIMIT: Final = "{metric}: {limits}"

PAGE: Final = "*{team}: your team's numbers, the same that its manager sees*"
PAGE_GROUP: Final = "*{team}: its group's numbers, the same that its manager sees*"
PAGE_WORDS: Final = "*The last six weeks against the year before:* {said}."
PAGE_LINE: Final = (
    "• *{subject}* ({interval}): {recent}. The year before: {before}. {said}. {weekly}"
)
PAGES_MORE: Final = "And {number} more teams of yours; `/coach team` shows each."

DISCLOSURES: Final = (
    "*Something was disclosed to you before an evaluation.* It waits for you to read it, and to say what you"
    " think."
)
DISCLOSE: Final = "Read it"
DISCLOSED: Final = "What was disclosed"
OPEN: Final = "What is open between you and others"
NOTHING_OPEN: Final = (
    "Nothing is open between you and others. What you and somebody agree on after a conversation"
    " stands here, for both of you alike."
)

GOVERN: Final = "What you look after"
SOURCES: Final = "*Sources*"
SOURCE_NEVER: Final = "• {source}: not collected yet."
SOURCE_OK: Final = "• {source}: last went well {when}."
SOURCE_KNOWS: Final = " It can look back to {since}."
SOURCE_NOT_YET: Final = (
    "• {source}: tried {tried}, and has not gone well for every team yet. {trouble}"
)
SOURCE_FAILED: Final = (
    "• {source}: tried {tried}, not for every team with success. It last went well for all of them"
    " {when}. {trouble}"
)
SOURCE_LOOK: Final = "`coach check --live` says why."
NO_SOURCES: Final = "• coach.yml names no source, so no team has numbers."
WAITING: Final = "*What is waiting*"
NOT_SENDING: Final = "• Nothing is sent at the moment: {reason}."
NOTHING_WAITS: Final = "• No message waits to be sent."
OLDEST: Final = "• Messages wait to be sent; the first of them was due {when}."
DEAD: Final = "• Slack refused for good: {number} of the kind {kind}, {reason}; last {when}."
DEAD_MORE: Final = "• Slack refused messages of {number} more kinds."
QUESTIONS: Final = "• Questions about numbers that wait for an answer: {number}."

MINE: Final = "What Coach holds about me"
STOP: Final = "Stop"
STOP_LABEL: Final = "Stop Coach's messages to me"
START: Final = "Start"
START_LABEL: Final = "Let Coach write to me again"
DECIDE: Final = "Decide what to improve"
DECIDE_HINT: Final = "Decide what to improve for …"
METRICS: Final = "What the numbers mean"
POLICY: Final = "What Coach may show"
HELP: Final = "All commands"
TEAM: Final = "The team's page"
TEAM_HINT: Final = "The page of …"
COMMIT: Final = "Record commitments"
COMMIT_HINT: Final = "Record commitments for …"
ANNOUNCE: Final = "Text to announce Coach"
ANNOUNCE_HINT: Final = "Text to announce Coach to …"
PILOT: Final = "The pilot"
PILOT_HINT: Final = "The pilot of …"
PLAYBOOK: Final = "The playbook"
DIGEST: Final = "Preview the digest"
DIGEST_HINT: Final = "Preview the digest of …"
EFFECTS: Final = "Unintended effects"
EFFECTS_HINT: Final = "Unintended effects in …"
DIGEST_OFF: Final = "Digest off"
DIGEST_OFF_HINT: Final = "Digest off for …"
DIGEST_ON: Final = "Digest on"
DIGEST_ON_HINT: Final = "Digest on for …"
DIGEST_SURE: Final = "Change the digest?"
DIGEST_WHAT: Final = "Coach says so in the team's channel, without a name."
YES: Final = "Yes"
NO: Final = "Not now"
WAITING_QUESTIONS: Final = "Questions to answer"
AUDIT: Final = "The audit"
INDIVIDUAL_OFF: Final = "Numbers of one person off"
INDIVIDUAL_SURE: Final = (
    "Switch it off?",
    (
        "Nobody can ask for a number of one person any more, open requests end, and what was shown is"
        " taken away. `/coach individual on` brings it back as far as the policy allows."
    ),
)
FOOTER: Final = "For coaching, not evaluation. Everything here can be had by command too: `/coach help` lists them."

IN_MESSAGES: Final = "It is in your messages with me."
NOT_POSTED: Final = (
    "Slack did not take it for your messages with me. Please try again in a moment. If it stays like"
    " this, give this reference to whoever runs Coach: {reference}"
)
