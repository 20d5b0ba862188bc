"""The life of a conversation as pure functions: no await, no I/O, no clock of its own."""
