"""The Celery application: clock and hands of the house, configured by what was measured on Redis."""

from __future__ import annotations

from typing import Any

from celery import Celery, Task

from app.doorbell import QUEUE
from app.factory import create_app
from workers.broker import use_prompt_connections

flask_app = create_app()


class InApplication(Task):  # type: ignore[type-arg]
    """A task that runs inside the Flask application."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with flask_app.app_context():
            return self.run(*args, **kwargs)


celery = Celery("konvent", broker=str(flask_app.config["REDIS_URL"]), task_cls=InApplication)
use_prompt_connections(celery)
celery.conf.update(
    imports=("workers.tasks", "workers.timetable"),
    timezone="UTC",
    enable_utc=True,
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=120,
    task_default_queue=QUEUE,
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=20,
    # A delivery goes on when the broker leaves: stopping it in the middle of a letter would send that one twice.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_connection_timeout=2,
    # Redis that hangs is given up after these seconds, so that nothing waits for it for ever.
    broker_transport_options={
        "visibility_timeout": 300,
        "unacked_restore_interval": 30,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "health_check_interval": 10,
    },
)
