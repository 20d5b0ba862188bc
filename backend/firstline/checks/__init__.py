"""What `firstline check` looks for, one file for each kind of thing that editors write."""
