"""Meetings: the year, agendas, invitations, replies, reminders, minutes and decisions."""
