"""What the desk understands of a message before anything is queued (R20-R33)."""
