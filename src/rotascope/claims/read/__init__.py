"""Reading: text becomes typed claims."""

from rotascope.claims.read.article import read
from rotascope.claims.read.lexicon import Lexicon, lexicon_of

__all__ = ["Lexicon", "lexicon_of", "read"]
