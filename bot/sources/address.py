"""Where another tool is: over TLS, or on this machine; without an account or a query in it."""

from typing import Annotated

from pydantic import StringConstraints

Address = Annotated[
    str,
    StringConstraints(
        pattern=r"^(https://[^\s/?#@]+|http://(localhost|127\.0\.0\.1)(:\d+)?)(/[^\s?#]*)?$"
    ),
]
