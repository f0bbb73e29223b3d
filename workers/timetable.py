"""The timetable of beat: every sweep by its interval, in UTC; local times are resolved in the database.

Two beats do no harm: a sweep finds in the database what is due, and the second finds nothing.
"""

from __future__ import annotations

from app.sweeps.registry import sweeps_of
from workers.app import celery, flask_app

celery.conf.beat_schedule = {
    sweep.name: {"task": sweep.name, "schedule": sweep.every} for sweep in sweeps_of(flask_app).values()
}
# Beat looks again at least so often, whatever the longest interval is.
celery.conf.beat_max_loop_interval = 5
