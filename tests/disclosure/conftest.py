"""The sample company's workspace, as in the tests of commitments."""

from tests.commitments.conftest import either, opened_with, workspace

__all__ = ["either", "opened_with", "workspace"]
