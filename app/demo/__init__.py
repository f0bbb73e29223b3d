"""The demo: fictitious people, ideas, voices and meetings, brought about by the same verbs as real ones."""

from app.demo.load import SignIn, load_demo

__all__ = ["SignIn", "load_demo"]
