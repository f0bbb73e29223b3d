"""The local house: every server and process of Konvent under one parent, started and ended together."""
