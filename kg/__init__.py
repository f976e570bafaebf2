"""A knowledge graph of the actors of China's science and technology policy, read from Korean bulletins."""

__version__ = "0.2.0"
