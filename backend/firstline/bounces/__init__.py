"""Notices that a mail did not arrive (R32): read from a mail server, told to the desk."""
