"""What content editors need beside their files: trying, reloading, comparing (R71, R72)."""
