"""Bulletins in the project's own sentences, of any number, with what they state known beforehand.

`world` holds the named things, `templates` the wording, `writer` puts one document together and notes what each
sentence states. Everything follows from a seed and the number of the document.
"""

from bench.generator.writer import KILOBYTES, Generated, document

__all__ = ["KILOBYTES", "Generated", "document"]
