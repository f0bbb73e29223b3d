"""What the office and members type in and after a meeting."""
