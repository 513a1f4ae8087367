"""Fetches the files that GitHub names by signed links, from another host and without any token.

Imported at the first call, because requests costs time at the start.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from requests import PreparedRequest, RequestException, Session
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from bot.errors import TransientError
from bot.sources.github_client import TIMEOUT, Patience

CHUNK = 64 * 1024
"""Bytes of a file in memory at a time."""
_OK = 200
_PASSES = (429, 500, 502, 503, 504)
_CUT = "The connection to the place of GitHub's report failed; it will be asked again later."
_REFUSED = "The place that GitHub named for a report did not give it; it will be asked again later."
_NO_LINK = (
    "GitHub named a place for a report that Coach does not trust; it will be asked again later."
)


class Downloads:
    """Fetches files. Close it when done."""

    def __init__(self, patience: Patience, *, may_be_local: bool) -> None:
        """Open nothing yet.

        Args:
            patience: how often a file is asked for.
            may_be_local: whether a link may lead to this machine without encryption.
        """
        self._may_be_local = may_be_local
        self._session = Session()
        # The link is the right. Without this, requests would look for a password in ~/.netrc.
        self._session.auth = _nobody
        retry = Retry(
            total=patience.tries - 1,
            status_forcelist=_PASSES,
            backoff_factor=0.5,
            retry_after_max=patience.longest_wait,
            raise_on_status=False,
        )
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def lines(self, link: str) -> Iterator[bytes]:
        """Yield the lines of a file as they come.

        Raises:
            TransientError: the file did not come, or not whole. A link is new each time it is asked
                for, so that trying later helps even where one has run out.
        """
        if not self._is_trusted(link):
            raise TransientError(_NO_LINK)
        try:
            with self._session.get(
                link, stream=True, timeout=TIMEOUT, allow_redirects=False
            ) as answer:
                if answer.status_code != _OK:
                    raise TransientError(_REFUSED)
                yield from answer.iter_lines(CHUNK)
        except RequestException:
            # Not `from` it: its words hold the link, and whoever has the link has the report.
            raise TransientError(_CUT) from None

    def _is_trusted(self, link: str) -> bool:
        try:
            where = urlsplit(link)
        except ValueError:
            return False
        is_local = where.scheme == "http" and where.hostname in {"localhost", "127.0.0.1"}
        return bool(where.hostname) and (
            where.scheme == "https" or (is_local and self._may_be_local)
        )


def _nobody(request: PreparedRequest) -> PreparedRequest:
    return request
