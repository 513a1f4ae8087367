"""What every source must keep, as tests: for Coach's own sources, and for those of other packages."""

import pytest

# So that a test that fails says with what.
pytest.register_assert_rewrite("bot.sources.contract.suite")
