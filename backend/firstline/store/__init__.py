"""What is kept: events and rows, files, accounts, and the index for searching."""
