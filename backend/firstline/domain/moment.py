"""How time is written down everywhere: whole milliseconds, so that nobody rounds."""

type Moment = int
"""Milliseconds since the Unix epoch, UTC."""

type Span = int
"""A length of time in milliseconds."""
