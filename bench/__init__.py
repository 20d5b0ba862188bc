"""What `make bench` measures, each beside its yardstick in the same run."""
