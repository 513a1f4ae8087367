"""As whom Coach asks GitHub: with somebody's token, or as a GitHub App."""

from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from github import Auth

from bot.errors import OperatorError
from bot.sources.github_refusals import PULL_REQUESTS, Rights


def by_token(token: str) -> Auth.Auth:
    """Return the identity of whoever made a token."""
    return Auth.Token(token)


def by_app(app: int, installation: int, key: Path, rights: Rights = PULL_REQUESTS) -> Auth.Auth:
    """Return the identity of a GitHub App where it is installed, with these rights alone.

    Raises:
        OperatorError: the file does not hold the app's private key.
    """
    try:
        pem = key.read_bytes()
        load_pem_private_key(pem, password=None)
    except OSError:
        raise OperatorError(
            f"The app's private key {key.name} cannot be read. Put it where coach.yml says."
        ) from None
    except (ValueError, TypeError):
        raise OperatorError(
            f"{key.name} does not hold a private key without a password. Make a new one on the"
            " app's page at GitHub."
        ) from None
    return Auth.AppAuth(app, pem.decode("ascii")).get_installation_auth(
        installation, dict(rights.app)
    )
