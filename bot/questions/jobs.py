"""Wake-ups: numbers to be collected anew, and questions whose time is over."""

from bot import log
from bot.db import Database
from bot.questions.keep import Questions
from bot.sealing.store import empty_log

CORRECT_SECONDS = 60
_log = log.get("questions")


def correct(questions: Questions) -> int:
    """Collect anew what was corrected. Waking too often, or in several processes, does no harm."""
    return questions.corrections.work()


def clean(database: Database, questions: Questions) -> int:
    """Delete for good the questions whose time is over, with their keys; return how many."""
    deleted = 0
    while True:
        with database.write() as session:
            number = questions.delete_due(session)
        deleted += number
        if not number:
            break
    empty_log(database)
    if deleted:
        _log.info("questions_deleted", number=deleted)
    return deleted
