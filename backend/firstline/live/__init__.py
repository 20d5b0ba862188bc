"""What several desks share through Redis while they live: hints, presence, limits, a cache."""
