"""Codes, families, phrases and the type map, read from `rules/codebook/`. Codes nothing itself."""

from flagger.codebook.book import Code, Codebook, Context, Phrase, Trigger, UnknownCode, type_key
from flagger.codebook.load import load_codebook

__all__ = ["Code", "Codebook", "Context", "Phrase", "Trigger", "UnknownCode", "load_codebook", "type_key"]
