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
    ({"ResourceNotFoundException", "NotFoundException", "NoSuchKey"}, _ABSENT),
)  # fmt: skip
_BY_STATUS = {401: _DENIED, 403: _DENIED, 404: _ABSENT}
_TOO_MANY, _BROKEN = 429, 500
_RIGHTS = {"ListObjectsV2": "s3:ListBucket"}
"""Where the right is not named after the call."""

GARBLED = "AWS sent an answer that could not be read; it will be asked again later."


@contextmanager
def told_plainly(service: str) -> Iterator[None]:
    """Turn what botocore raises into one line that a person understands.

    Args:
        service: the prefix of its rights, as in `s3:GetObject`.

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
        raise _answered(service, error) from None
    except ResponseParserError:
        raise TransientError(GARBLED) from None
    except BotoCoreError as error:
        raise _unanswered(error) from None


def _answered(service: str, error: "ClientError") -> CoachError:
    """Read an answer that is an error: its code first, for one status has many reasons."""
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _THROTTLED or status == _TOO_MANY:
        return TransientError("AWS asked for fewer calls; it will be asked again later.")
    if status >= _BROKEN:
        return TransientError("AWS had a fault of its own; it will be asked again later.")
    right = _RIGHTS.get(error.operation_name, f"{service}:{error.operation_name}")
    words = next((words for codes, words in _BY_CODE if code in codes), None)
    return OperatorError((words or _BY_STATUS.get(status, _OTHER)).format(right=right))


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
