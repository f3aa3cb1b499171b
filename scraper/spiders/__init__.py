"""The spiders: one, for every newspaper."""
