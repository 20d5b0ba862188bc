"""The stores of many machines: everything in one database of a MongoDB replica set."""
