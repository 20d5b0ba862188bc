"""Care for what is kept: moving house, export and import, backup and restore."""
