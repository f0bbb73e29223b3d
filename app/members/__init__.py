"""Accounts, seats, roles, deputies and preferences."""
