"""Look-up: from a name, however it is spelt, to the things that may be meant."""
