"""What AWS and its library complain of, told so that a person can act on it.

AWS's own words are dropped: they name users, roles and objects.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import CoachError, OperatorError, TransientError

if TYPE_CHECKING:
    from botocore.exceptions import BotoCoreError, ClientError

_THROTTLED = {
    "Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException",
    "RequestLimitExceeded", "LimitExceededException", "SlowDown", "RequestThrottled",
    "RequestThrottledException", "BandwidthLimitExceeded",
}  # fmt: skip
_DENIED = "AWS refused. The role or user that Coach runs as needs the permission {right}."
_ABSENT = (
    "AWS has nothing of the name it was asked for ({right})."
    " Look at the names in coach.yml and run `coach collect` again."
)
_OTHER = "AWS did not accept what it was asked ({right}). Look at this source in coach.yml."
_BY_CODE: tuple[tuple[set[str], str], ...] = (
    (
        {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"},
        (
            "AWS did not accept the credentials: they have expired."
            " Renew them and run `coach collect` again."
        ),
    ),
    (
        {
            "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId",
            "InvalidToken", "AuthFailure", "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
        },
        "AWS does not know the credentials. Look at the `AWS_` variables that Coach is given.",
    ),
    (
        {
            "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature",
            "RequestTimeTooSkewed", "SignatureExpired",
        },
        "AWS did not accept the signature. Look at the secret key and at this machine's clock.",
    ),
    (
        {"NoSuchBucket"},
        "AWS has no bucket of the name in coach.yml. Look at `bucket` and `region` there.",
    ),
    ({"AccessDenied", "AccessDeniedException", "AllAccessDisabled"}, _DENIED),
    (
        {
            "ResourceNotFoundException", "NotFoundException", "NoSuchKey",
            "ApplicationDoesNotExistException", "DeploymentGroupDoesNotExistException",
            "PipelineNotFoundException",
            "RepositoryDoesNotExistException", "PullRequestDoesNotExistException",
        },
        _ABSENT,
    ),
    (
        {
            "EncryptionKeyAccessDeniedException", "EncryptionKeyDisabledException",
            "EncryptionKeyNotFoundException", "EncryptionKeyUnavailableException",
        },
        (
            "AWS cannot read what it was asked for ({right}): the KMS key that encrypts it is"
            " disabled, gone, or not for Coach. Enable the key, or allow the role or user that"
            " Coach runs as `kms:Decrypt` with it."
        ),
    ),
)  # fmt: skip
_BY_STATUS = {401: _DENIED, 403: _DENIED, 404: _ABSENT}
_TOO_MANY, _BROKEN = 429, 500
_RIGHTS = {"ListObjectsV2": "s3:ListBucket"}
"""Where the right is not named after the call."""

ABSENT = "absent"
"""The code of an error that says only that there is no such thing."""
GARBLED = "AWS sent an answer that could not be read; it will be asked again later."


@contextmanager
def told_plainly(service: str, *, asks_for_rights: bool = False) -> Iterator[None]:
    """Turn what botocore raises into one line that a person understands.

    Args:
        service: the prefix of its rights, as in `s3:GetObject`.
        asks_for_rights: whether only a right is asked for, with something made up, so that it is no
            error that there is no such thing.

    Raises:
        TransientError: trying again later may help.
        OperatorError: somebody must mend something first.
    """
    # Imported here for the reason given in bot.sources.aws.client.
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415
    from botocore.parsers import ResponseParserError  # noqa: PLC0415

    try:
        yield
    except ClientError as error:
        if not (asks_for_rights and _allows(error)):
            raise _answered(service, error) from None
    except ResponseParserError:
        raise TransientError(GARBLED) from None
    except BotoCoreError as error:
        raise _unanswered(error) from None


def _allows(error: "ClientError") -> bool:
    """Say whether an error is about what was asked for, so that the right to ask is there."""
    code, status = _code(error), _status(error)
    return not _passes(code, status) and _words(code, status) in {_ABSENT, _OTHER}


def _passes(code: str, status: int) -> bool:
    return code in _THROTTLED or status == _TOO_MANY or status >= _BROKEN


def _code(error: "ClientError") -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _status(error: "ClientError") -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _answered(service: str, error: "ClientError") -> CoachError:
    """Read an answer that is an error: its code first, for one status has many reasons."""
    code, status = _code(error), _status(error)
    if _passes(code, status):
        asked = code in _THROTTLED or status == _TOO_MANY
        why = "asked for fewer calls" if asked else "had a fault of its own"
        return TransientError(f"AWS {why}; it will be asked again later.")
    right = _RIGHTS.get(error.operation_name, f"{service}:{error.operation_name}")
    words = _words(code, status)
    refused = OperatorError(words.format(right=right))
    refused.code = ABSENT if words == _ABSENT else ""
    return refused


def _words(code: str, status: int) -> str:
    found = next((words for codes, words in _BY_CODE if code in codes), None)
    return found or _BY_STATUS.get(status, _OTHER)


def _unanswered(error: "BotoCoreError") -> CoachError:
    """Read what went wrong before there was a whole answer."""
    from botocore import exceptions as raised  # noqa: PLC0415

    match error:
        case raised.NoCredentialsError() | raised.PartialCredentialsError():
            return OperatorError(
                "There are no AWS credentials. Set the `AWS_` variables, or run Coach under a role."
            )
        case (
            raised.CredentialRetrievalError()
            | raised.TokenRetrievalError()
            | raised.SSOError()
            | raised.LoginError()
            | raised.ProfileNotFound()
        ):
            return OperatorError(
                "The AWS credentials could not be had where the `AWS_` variables point."
                " Sign in again, or correct the profile."
            )
        case raised.HTTPClientError() | raised.ConnectionError() | raised.IncompleteReadError():
            return TransientError("The connection to AWS failed; it will be asked again later.")
        case _:
            return OperatorError(
                "The call to AWS could not be made as coach.yml and the `AWS_` variables say."
            )
