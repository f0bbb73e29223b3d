"""Calendar files: what a meeting looks like to the calendar of a member (RFC 5545, 5546, 6047)."""

from app.meetings.ical.calendar import cancellation, feed, request
from app.meetings.ical.event import Attendee, CalendarEvent, Organizer

__all__ = ["Attendee", "CalendarEvent", "Organizer", "cancellation", "feed", "request"]
