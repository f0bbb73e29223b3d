"""The post in Prometheus' words, counted in the database, so that every web process gives the same numbers."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from app.clock import now
from app.mail.counting import BUCKETS
from app.mail.queries.tallies import bounce_counts, seconds_to_acceptance, tallies
from app.sweeps.queries import sweep_runs


class Post:
    """A collector that reads the outbox when it is asked."""

    def collect(self) -> Iterator[Metric]:
        """All families about letters and sweeps."""
        letters = GaugeMetricFamily("konvent_letters", "Letters by state and kind", labels=["state", "kind"])
        ages = GaugeMetricFamily("konvent_letters_oldest_waiting_seconds", "Age of the oldest unsent", labels=["kind"])
        sent = CounterMetricFamily("konvent_letters_sent", "Letters the mail server has accepted", labels=["kind"])
        retries = CounterMetricFamily("konvent_letters_retries", "Tries that did not succeed", labels=["kind"])
        tries: dict[str, int] = {}
        for tally in tallies():
            letters.add_metric([tally.state, tally.kind], tally.letters)
            tries[tally.kind] = tries.get(tally.kind, 0) + tally.retries
            if tally.state == "sent":
                sent.add_metric([tally.kind], tally.letters)
            if tally.oldest_waiting_seconds:
                ages.add_metric([tally.kind], tally.oldest_waiting_seconds)
        for kind, count in tries.items():
            retries.add_metric([kind], count)
        yield from (letters, ages, sent, retries, _acceptance(), _bounces(), _sweeps())


def exposition() -> bytes:
    """The text that /metrics answers: the post, and this process's own counters."""
    post = CollectorRegistry(auto_describe=False)
    post.register(Post())
    return generate_latest(post) + generate_latest(REGISTRY)


def _acceptance() -> Metric:
    counts, total = seconds_to_acceptance()
    bounds = [*(str(float(bound)) for bound in BUCKETS), "+Inf"]
    histogram = HistogramMetricFamily("konvent_letter_acceptance_seconds", "From posted to accepted")
    histogram.add_metric([], list(zip(bounds, counts, strict=True)), total)
    return histogram


def _bounces() -> Metric:
    bounces = CounterMetricFamily("konvent_letters_bounced", "Bounces and complaints", labels=["weight"])
    for weight, count in bounce_counts().items():
        bounces.add_metric([weight], count)
    return bounces


def _sweeps() -> Metric:
    ages = GaugeMetricFamily("konvent_sweep_age_seconds", "Since the last run of a sweep", labels=["sweep"])
    for run in sweep_runs():
        ages.add_metric([run.name], (now() - run.ended_at).total_seconds())
    return ages
