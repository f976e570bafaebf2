"""Benchmarks, and the generator of bulletins they work on. Not part of the installed package."""
