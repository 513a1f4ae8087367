"""The wake-up for numbers that are to be collected anew."""

from bot.questions.keep import Questions

CORRECT_SECONDS = 60


def correct(questions: Questions) -> int:
    """Collect anew what was corrected. Waking too often, or in several processes, does no harm."""
    return questions.corrections.work()
