"""Firstline: a self-hosted support desk whose front door is a bot."""

__version__ = "0.1.0"
