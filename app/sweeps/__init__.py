"""Sweeps: small repeated jobs that find in the database what is due and do it, one item at a time."""

from app.sweeps.runner import run
from app.sweeps.sweep import AnySweep, BatchSweep, Chunks, ChunkSweep, Sweep, SweepReport

__all__ = ["AnySweep", "BatchSweep", "ChunkSweep", "Chunks", "Sweep", "SweepReport", "run"]
