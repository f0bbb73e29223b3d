"""The Celery application: clock and hands of the house, configured by what was measured on Redis."""

from __future__ import annotations

from typing import Any

from celery import Celery, Task

from app.doorbell import LETTERS
from app.factory import create_app

flask_app = create_app()


class InApplication(Task):  # type: ignore[type-arg]
    """A task that runs inside the Flask application."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with flask_app.app_context():
            return self.run(*args, **kwargs)


celery = Celery("konvent", broker=str(flask_app.config["REDIS_URL"]), task_cls=InApplication)
celery.conf.update(
    timezone="UTC",
    enable_utc=True,
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=120,
    task_default_queue="konvent",
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=20,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 300, "unacked_restore_interval": 30},
)
__all__ = ["LETTERS", "celery"]
