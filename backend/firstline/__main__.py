"""`python -m firstline`."""

from .cli import main

main()
