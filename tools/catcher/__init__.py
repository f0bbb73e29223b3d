"""A mailbox for all addresses: takes every letter of the local house and shows it, on this machine only."""
