"""Letters measured: from posting to the mail server's 250, beside floors that ran in the same minutes."""
