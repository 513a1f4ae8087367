"""The buttons and menus of the Home tab: each stands for what one would type after `/coach`. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from bot.commitments.carried import Action
from bot.decisions.carried import Action as Decisions
from bot.home import words
from bot.home.compose import Home
from bot.signals import blocks as signals
from bot.slack import blocks as b
from bot.slack.text import clip
from bot.teams.roster import Team

WORD_ACTION: Final = "home.word"
"""How the action ids of all of them begin; what one would type is the value."""
_OPTION, _OPTIONS = 75, 100


def prepare(home: Home) -> Iterator[b.Block]:
    """Yield the primary action of a manager: one button, or a menu of their teams."""
    if "prep" in home.words and home.manages:
        one = _for_teams("prep", words.PREPARE, words.PREPARE_HINT, home.manages, primary=True)
        yield b.actions("prepare", [one])


def look(home: Home) -> Iterator[b.Block]:
    """Yield the first thing that a member can do."""
    if "team" in home.words and home.belongs:
        one = _for_teams("team", words.TEAM, words.TEAM_HINT, home.belongs, primary=True)
        yield b.actions("look", [one])


def disclosed(home: Home) -> Iterator[b.Block]:
    """Yield what waits for an engineer's answer before an evaluation."""
    if home.disclosures and "disclose" in home.words:
        yield b.section("disclosures", words.DISCLOSURES)
        yield b.actions("disclosures_do", [_word("disclose", words.DISCLOSE)])


def of_teams(home: Home) -> Iterator[b.Block]:
    """Yield what a manager can do with each of their teams, and a member with theirs."""
    row: list[b.Element] = []
    both = list({team.id: team for team in (*home.manages, *home.belongs)}.values())
    if home.manages:
        row += _of_a_manager(home)
        if "team" in home.words:
            row.append(_for_teams("team", words.TEAM, words.TEAM_HINT, both))
    if both and "digest" in home.words:
        row.append(_for_teams("digest preview", words.DIGEST, words.DIGEST_HINT, both))
    if both and "effects" in home.words:
        row.append(_for_teams("effects", words.EFFECTS, words.EFFECTS_HINT, both))
    if row:
        yield b.actions("teams_do", row)


def _of_a_manager(home: Home) -> Iterator[b.Element]:
    teams = home.manages
    yield _record(teams)
    if "decide" in home.words:
        yield _decide(teams)
    if "announce" in home.words:
        yield _for_teams("announce", words.ANNOUNCE, words.ANNOUNCE_HINT, teams)
    if "pilot" in home.words:
        yield _for_teams("pilot", words.PILOT, words.PILOT_HINT, teams)
    if "digest" in home.words:
        sure = b.Confirm(words.DIGEST_SURE, words.DIGEST_WHAT, words.YES, words.NO)
        for word, text, hint in (
            ("digest off", words.DIGEST_OFF, words.DIGEST_OFF_HINT),
            ("digest on", words.DIGEST_ON, words.DIGEST_ON_HINT),
        ):
            yield _for_teams(word, text, hint, teams, confirm=sure)


def voice(team: Team) -> b.Block:
    """Return what anybody of a team can do with its numbers."""
    return {**signals.voice(team.id), "block_id": f"voice-{team.id}"}


def of_a_steward(home: Home) -> Iterator[b.Block]:
    """Yield what a steward can do."""
    offered = {
        "questions": words.WAITING_QUESTIONS,
        "effects": words.EFFECTS,
        "audit": words.AUDIT,
    }
    row = [_word(word, text) for word, text in offered.items() if word in home.words]
    if "pilot" in home.words and not home.manages:
        row.append(_word("pilot", words.PILOT))
    if "individual" in home.words and home.individual:
        typed, sure = "individual off", b.Confirm(*words.INDIVIDUAL_SURE, words.YES, words.NO)
        row.append(b.button(_action(typed), words.INDIVIDUAL_OFF, typed, confirm=sure))
    if row:
        yield b.actions("govern_do", row)


def of_everybody(home: Home) -> b.Block:
    """Return what everybody can do, listed in coach.yml or not."""
    row = [_word("mine", words.MINE)] if "mine" in home.words else []
    if "disclose" in home.words and (home.manages or home.belongs):
        row.append(_word("disclose", words.DISCLOSED))
    if home.open.stopped:
        row.append(_word("start", words.START, label=words.START_LABEL))
    else:
        row.append(_word("stop", words.STOP, label=words.STOP_LABEL))
    if "playbook" in home.words:
        row.append(_word("playbook", words.PLAYBOOK))
    row.append(_word("metrics", words.METRICS))
    if "policy" in home.words:
        row.append(_word("policy", words.POLICY))
    row.append(_word("help", words.HELP))
    return b.actions("everybody", row)


def _record(teams: Sequence[Team]) -> b.Element:
    """Return what opens the form: the one button of a page, or with several teams the empty form."""
    team = teams[0].id if len(teams) == 1 else ""
    return b.button(Action.RECORD, words.COMMIT, f"{team}/")


def _decide(teams: Sequence[Team]) -> b.Element:
    """Return what opens the form for what a team wants to improve."""
    if len(teams) == 1:
        return b.button(Decisions.OPEN, words.DECIDE, teams[0].id)
    options = [(clip(team.name, _OPTION), team.id) for team in teams[:_OPTIONS]]
    return b.menu(Decisions.TEAM, words.DECIDE_HINT, options)


def _for_teams(
    word: str,
    text: str,
    hint: str,
    teams: Sequence[Team],
    *,
    primary: bool = False,
    confirm: b.Confirm | None = None,
) -> b.Element:
    """Return a button for the one team, or a menu of several."""
    if len(teams) == 1:
        style: Literal["primary"] | None = "primary" if primary else None
        typed = f"{word} {teams[0].id}"
        return b.button(_action(word), text, typed, style=style, confirm=confirm)
    options = [(clip(team.name, _OPTION), f"{word} {team.id}") for team in teams[:_OPTIONS]]
    return b.menu(_action(word), hint, options, confirm)


def _word(typed: str, text: str, *, label: str | None = None) -> b.Element:
    return b.button(_action(typed), text, typed, label=label)


def _action(typed: str) -> str:
    """Return an action id of its own for each thing in a row, as Slack wants it."""
    return f"{WORD_ACTION}.{typed.replace(' ', '_')}"
