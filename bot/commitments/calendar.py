"""The check-in for people's calendars. It says what it is, and nothing of what was agreed. Pure."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

LENGTH = timedelta(minutes=15)
SUBJECT = "Check-in: what we agreed to try"
BODY = "Coach has the record: /coach commitments"
_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"


def links(moment: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Return the addresses that open Google's and Microsoft's form for an appointment.

    Args:
        moment: when it begins.
        zone: the reader's; the appointment is at the same instant for both.
    """
    begin, end = moment.astimezone(UTC), (moment + LENGTH).astimezone(UTC)
    google = {
        "action": "TEMPLATE",
        "text": SUBJECT,
        "details": BODY,
        "dates": f"{begin:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}",
        "ctz": zone.key,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": SUBJECT,
        "body": BODY,
        "startdt": f"{begin:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{end:%Y-%m-%dT%H:%M:%SZ}",
    }
    return f"{_GOOGLE}?{urlencode(google)}", f"{_OUTLOOK}?{urlencode(outlook)}"


def file(moment: datetime, zone: ZoneInfo, uid: str, now: datetime) -> bytes:
    """Return an iCalendar file (RFC 5545), in the reader's zone.

    Args:
        moment: when the check-in begins.
        zone: the reader's.
        uid: what makes this appointment itself, so that a second file changes the first.
        now: this instant, in UTC.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - few ask for a file

    event = Event()
    event.add("uid", f"{uid}@coach")
    event.add("summary", SUBJECT)
    event.add("description", BODY)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", moment.astimezone(zone))
    event.add("dtend", (moment + LENGTH).astimezone(zone))
    made = Calendar()
    made.add("prodid", "-//Coach//check-in//EN")
    made.add("version", "2.0")
    made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())
