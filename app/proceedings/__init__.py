"""What happens in and after a meeting: attendance, minutes, resolutions that act, circular votes, tasks."""
