"""What happens by itself: due times, and what leaves the house."""
