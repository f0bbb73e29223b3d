"""Clock and hands: the Celery app, the timetable, and sweeps of a few lines."""
