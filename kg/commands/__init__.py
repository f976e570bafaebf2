"""The commands, one module each: options in, calls of the library, results to stdout."""
