"""A knowledge graph of the Chinese AI-lab ecosystem in which every fact leads back to the words it was read from."""

__version__ = "0.1.0"
