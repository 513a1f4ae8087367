"""The guard lets through only what Slack signed, once, and in a shape that Bolt can read."""

import json
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings, strategies as st

from bot.slack.guard import LARGEST_BODY, MOST_FIELDS, WINDOW, Guard
from tests.clock import FrozenClock
from tests.slack.wire import COMMAND, FORM, JSON, NOW, SECRET, Inner, ask, post, signature

STATUSES = {200, 400, 401, 404, 405, 413}
DEEP = b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
ARABIC = str(NOW).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
LONG = 10_000_000


class Unread:
    """A body that nobody may touch."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")


def unsigned(body: bytes, kind: str = FORM, **said: Any) -> dict[str, Any]:
    return post(body, kind=kind, HTTP_X_SLACK_SIGNATURE="v0=" + "0" * 64, **said)


def unread(kind: str) -> dict[str, Any]:
    return unsigned(b"", kind, CONTENT_LENGTH=str(LONG), **{"wsgi.input": Unread()})


# The inputs that were put to Bolt itself, with what the guard must say to each. Where Bolt fell
# over without a valid signature, the same body is here once more with one.
TABLE: dict[str, tuple[Callable[[], dict[str, Any]], int]] = {
    "good": (partial(post), 200),
    "299 s old": (partial(post, at=NOW - 299), 200),
    "299 s ahead": (partial(post, at=NOW + 299), 200),
    "timestamp in Arabic-Indic digits": (partial(post, at=ARABIC), 401),
    "spaces around the timestamp": (partial(post, at=f" {NOW} "), 401),
    "301 s old": (partial(post, at=NOW - 301), 401),
    "301 s ahead": (partial(post, at=NOW + 301), 401),
    "wrong signature": (partial(unsigned, COMMAND), 401),
    "empty signature": (partial(post, HTTP_X_SLACK_SIGNATURE=""), 401),
    "missing signature": (partial(post, HTTP_X_SLACK_SIGNATURE=None), 401),
    "signature of version 1": (
        partial(post, HTTP_X_SLACK_SIGNATURE=signature(COMMAND, str(NOW)).replace("v0", "v1")),
        401,
    ),
    "signature in capitals": (
        partial(post, HTTP_X_SLACK_SIGNATURE="v0=" + signature(COMMAND, str(NOW))[3:].upper()),
        401,
    ),
    "signature and a new line": (
        partial(post, HTTP_X_SLACK_SIGNATURE=signature(COMMAND, str(NOW)) + "\n"),
        401,
    ),
    "signature that is not ASCII": (partial(post, HTTP_X_SLACK_SIGNATURE="v0=" + "ü" * 64), 401),
    "another app's secret": (
        partial(post, HTTP_X_SLACK_SIGNATURE=signature(COMMAND, str(NOW), "another")),
        401,
    ),
    "timestamp missing": (partial(post, HTTP_X_SLACK_REQUEST_TIMESTAMP=None), 401),
    "timestamp abc": (partial(post, at="abc"), 401),
    "timestamp 1.5e9": (partial(post, at="1.5e9"), 401),
    "timestamp of 5000 digits": (partial(post, at="9" * 5000), 401),
    "ssl_check without a signature": (
        partial(post, b"ssl_check=1&token=x", HTTP_X_SLACK_SIGNATURE=None),
        401,
    ),
    "10 MB form of one key, unsigned": (partial(unread, FORM), 413),
    "10 MB of JSON, unsigned": (partial(unread, JSON), 413),
    "form of 1,000,000 keys, unsigned": (
        lambda: unsigned(b"&".join(b"k%d=1" % n for n in range(1_000_000))),
        413,
    ),
    "Content-Length abc": (partial(post, CONTENT_LENGTH="abc"), 400),
    "Content-Length below nought": (partial(post, CONTENT_LENGTH="-1"), 400),
    "Content-Length in Arabic-Indic digits": (partial(post, CONTENT_LENGTH="٣"), 400),
    "Content-Length of more than there is": (partial(post, CONTENT_LENGTH="200"), 400),
    "no Content-Length": (partial(post, CONTENT_LENGTH=None), 401),
    "no content type": (partial(post, CONTENT_TYPE=None), 400),
    "content type text": (partial(post, kind="text/plain"), 400),
    "body that is not UTF-8, unsigned": (partial(unsigned, b"\xff\xfe"), 401),
    "body that is not UTF-8": (partial(post, b"\xff\xfe"), 400),
    "bad JSON, unsigned": (partial(unsigned, b'{"a":', JSON), 401),
    "bad JSON": (partial(post, b'{"a":', kind=JSON), 400),
    "bad JSON that says it is a form": (partial(post, b'{"a":'), 400),
    "payload that is not JSON, unsigned": (partial(unsigned, b"payload=abc"), 401),
    "payload that is not JSON": (partial(post, b"payload=abc"), 400),
    "payload that is a list, unsigned": (partial(unsigned, b"payload=%5B%5D"), 401),
    "payload that is a list": (partial(post, b"payload=%5B%5D"), 400),
    "JSON null, unsigned": (partial(unsigned, b"null", JSON), 401),
    "JSON null": (partial(post, b"null", kind=JSON), 400),
    "JSON string, unsigned": (partial(unsigned, b'"a"', JSON), 401),
    "JSON string": (partial(post, b'"a"', kind=JSON), 400),
    "100,000 nested lists, unsigned": (partial(unsigned, DEEP, JSON), 401),
    "100,000 nested lists": (partial(post, DEEP, kind=JSON), 400),
    "100,000 nested lists that say they are a form": (partial(post, DEEP), 400),
    "100,000 nested lists in a payload": (partial(post, b"payload=" + DEEP), 400),
    "a number of 5000 digits": (partial(post, b'{"a":%s}' % (b"9" * 5000), kind=JSON), 400),
    "JSON in UTF-16": (partial(post, '{"a":1}'.encode("utf-16"), kind=JSON), 400),
    "ids that are no ids": (
        partial(post, b'{"team":5,"user":true,"authorizations":3}', kind=JSON),
        400,
    ),
    "GET": (partial(post, REQUEST_METHOD="GET"), 405),
    "another path": (partial(post, PATH_INFO="/slack/events/"), 404),
}


@pytest.mark.parametrize("name", TABLE)
def test_each_known_input_gets_its_answer(name):
    make, status = TABLE[name]
    answered, body = ask(Guard(Inner(), SECRET, FrozenClock()), make())
    assert answered == status
    assert body == (b"inner" if status == 200 else b"")


@pytest.mark.parametrize(
    "name", [name for name, (_make, status) in TABLE.items() if status in {401, 404, 405, 413}]
)
def test_bolt_never_sees_what_was_not_signed(name):
    inner = Inner()
    ask(Guard(inner, SECRET, FrozenClock()), TABLE[name][0]())
    assert inner.bodies == []


def test_the_same_request_is_let_through_once():
    inner, clock = Inner(), FrozenClock()
    guard = Guard(inner, SECRET, clock)
    assert [ask(guard, post())[0] for _ in range(5)] == [200, 401, 401, 401, 401]
    clock.forward(seconds=WINDOW)
    assert ask(guard, post())[0] == 401
    assert len(inner.bodies) == 1


def test_the_same_body_with_a_new_timestamp_is_let_through():
    inner, clock = Inner(), FrozenClock()
    guard = Guard(inner, SECRET, clock)
    assert [ask(guard, post(at=NOW + second))[0] for second in range(3)] == [200, 200, 200]


def test_a_signature_from_ahead_cannot_be_used_again_as_long_as_it_is_good():
    clock = FrozenClock()
    guard = Guard(Inner(), SECRET, clock)
    assert ask(guard, post(at=NOW + WINDOW))[0] == 200
    for _ in range(2 * WINDOW // 60):
        clock.forward(seconds=60)
        assert ask(guard, post(at=NOW + WINDOW))[0] == 401


def test_signatures_that_are_too_old_to_be_used_are_forgotten():
    clock = FrozenClock()
    guard = Guard(Inner(), SECRET, clock)
    most = 0
    for second in range(0, 10 * WINDOW, 10):
        assert ask(guard, post(at=NOW + second))[0] == 200
        clock.forward(seconds=10)
        most = max(most, len(guard._seen))
    assert most <= 2 * WINDOW / 10 + 2


def test_what_is_refused_takes_no_room():
    guard = Guard(Inner(), SECRET, FrozenClock())
    for number in range(100):
        ask(guard, unsigned(b"a=%d" % number))
    assert len(guard._seen) == 0


def test_a_body_may_be_as_large_as_the_limit_and_no_larger():
    guard = Guard(Inner(), SECRET, FrozenClock())
    assert ask(guard, post(b"a" * LARGEST_BODY))[0] == 200
    assert ask(guard, post(b"a" * (LARGEST_BODY + 1)))[0] == 413


def test_a_form_may_have_so_many_fields_and_no_more():
    guard = Guard(Inner(), SECRET, FrozenClock())
    fields = [f"k{number}=1" for number in range(MOST_FIELDS + 1)]
    assert ask(guard, post("&".join(fields[:-1]).encode()))[0] == 200
    assert ask(guard, post("&".join(fields).encode()))[0] == 400


def test_json_may_be_as_deep_as_slack_makes_it():
    guard = Guard(Inner(), SECRET, FrozenClock())
    nested: Any = 'brackets in text [[[[ {{{{ \\ " do not count ' * 20
    for _ in range(31):
        nested = [nested]
    for body in ({"a": nested}, {"a": [nested]}):
        raw = json.dumps(body).encode()
        expected = 200 if body["a"] is nested else 400
        assert ask(guard, post(raw, kind=JSON))[0] == expected
        assert ask(guard, post(urlencode({"payload": raw}).encode()))[0] == expected


@pytest.mark.parametrize(
    "body",
    [
        b"&".join([b"a=1"] * (LARGEST_BODY // 4)),
        b'{"a":' + b'"\\' * (LARGEST_BODY // 2 - 8) + b"}",
        b'{"a":"' + b'\\"' * (LARGEST_BODY // 2 - 8) + b"\\\n}",
        b'{"a":' + b'""' * (LARGEST_BODY // 2 - 8) + b"}",
    ],
    ids=["fields", "quotes and slashes", "escaped quotes", "empty strings"],
)
def test_even_a_signed_body_cannot_keep_the_guard_busy(body):
    guard = Guard(Inner(), SECRET, FrozenClock())
    begun = time.process_time()
    assert ask(guard, post(body, kind=JSON if body.startswith(b"{") else FORM))[0] == 400
    assert time.process_time() - begun < 1.0


_IDS = (
    "team", "user", "channel", "event", "view", "item", "message", "authorizations", "enterprise",
    "response_urls", "is_ext_shared_channel", "type", "id",
)  # fmt: skip
_JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_IDS), inner, max_size=4)
    ),
    max_leaves=8,
)
_BODIES = st.one_of(
    st.just(COMMAND),
    st.binary(max_size=60),
    st.text(max_size=40).map(str.encode),
    _JSON_VALUES.map(lambda value: json.dumps(value).encode()),
    _JSON_VALUES.map(lambda value: urlencode({"payload": json.dumps(value)}).encode()),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=70).map(
        lambda fields: urlencode(fields).encode()
    ),
)
_TIMESTAMPS = st.one_of(
    st.just(str(NOW)),
    st.integers(NOW - 400, NOW + 400).map(str),
    st.text(max_size=12),
    st.none(),
)
_SIGNATURES = st.one_of(
    st.just("right"), st.just("right"), st.text(max_size=70), st.just("v0=" + "f" * 64), st.none()
)
_REST = st.fixed_dictionaries(
    {
        "REQUEST_METHOD": st.sampled_from(["POST", "POST", "POST", "GET", "PUT"]),
        "PATH_INFO": st.sampled_from(["/slack/events", "/slack/events", "/", ""]),
        "CONTENT_TYPE": st.sampled_from(
            [
                FORM,
                JSON,
                f"{JSON};charset=utf-8",
                f" {JSON}",
                "Application/JSON",
                "text/plain",
                None,
            ]
        ),
    },
    optional={"CONTENT_LENGTH": st.text(max_size=8) | st.none()},
)


@settings(max_examples=300, deadline=None)
@given(body=_BODIES, timestamp=_TIMESTAMPS, signed=_SIGNATURES, rest=_REST)
def test_whatever_comes_only_what_slack_signed_goes_on(body, timestamp, signed, rest):
    given_signature = signature(body, timestamp or "") if signed == "right" else signed
    environ = post(
        body,
        HTTP_X_SLACK_REQUEST_TIMESTAMP=timestamp,
        HTTP_X_SLACK_SIGNATURE=given_signature,
        **rest,
    )
    inner = Inner()
    status, answer = ask(Guard(inner, SECRET, FrozenClock()), environ)

    assert status in STATUSES
    assert answer == (b"inner" if status == 200 else b"")
    for seen in inner.bodies:
        assert given_signature == signature(seen, timestamp)
        assert abs(int(timestamp) - NOW) <= WINDOW
        assert (rest["REQUEST_METHOD"], rest["PATH_INFO"]) == ("POST", "/slack/events")


@settings(deadline=None)
@given(body=_JSON_VALUES.filter(lambda value: isinstance(value, dict)))
def test_whatever_slack_may_send_as_an_object_is_answered(body):
    sent = post(json.dumps({**body, "type": "event_callback"}).encode(), kind=JSON)
    assert ask(Guard(Inner(), SECRET, FrozenClock()), sent)[0] in {200, 400}
