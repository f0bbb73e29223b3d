"""Ideas: submission, life cycle, revisions, attachments."""
