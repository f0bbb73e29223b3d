"""Feedback: comments on ideas and answers to them, support, and letters to the convention about anything else."""
