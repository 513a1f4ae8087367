"""What all kinds of GitHub's telemetry share: as whom they ask, and with which rights."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from pydantic import BaseModel
from typing_extensions import override

from bot.errors import OperatorError
from bot.sources.github_options import VARIABLE, GitHubAccess
from bot.sources.github_refusals import Rights
from bot.sources.source import NO_TOKENS, Source, TeamScope, Tokens

if TYPE_CHECKING:
    from bot.sources.github_client import Client, Patience


class GitHubKind(Source):
    """A kind of telemetry that GitHub tells with a token, or a GitHub App, of few rights."""

    rights: ClassVar[Rights]
    """What it needs; `permissions` are their names."""

    @override
    def __init__(
        self,
        name: str,
        options: BaseModel,
        scopes: Sequence[TeamScope],
        tokens: Tokens = NO_TOKENS,
        patience: "Patience | None" = None,
    ) -> None:
        super().__init__(name, options, scopes, tokens)
        self._patience = patience

    def _client(self) -> "Client":
        """Return a new client, for the caller to close.

        Raises:
            OperatorError: there is no token, or no key of the app.
        """
        # Imported at the first call, for the reason that the module gives.
        from bot.sources.github_client import Client, Patience, by_app, by_token  # noqa: PLC0415

        access, token = cast("GitHubAccess", self.options), self.tokens.get(VARIABLE)
        if access.app is not None:
            identity = by_app(*access.app, self.rights)
        elif token is not None:
            identity = by_token(token.get_secret_value())
        else:
            raise OperatorError(
                f"{VARIABLE} is not set. Make a fine-grained token on GitHub with the rights"
                f" {self.rights}."
            )
        return Client(identity, access.base_url, self._patience or Patience(), self.rights)
