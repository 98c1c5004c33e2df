"""Who a chronology speaks of, in which parts, and by which row: as asserted, side by side, never settled."""

from flagger.chronology.lexicon import Lexicon, shipped_lexicon
from flagger.people.find import find_people
from flagger.people.record import People

__all__ = ["Lexicon", "People", "find_people", "shipped_lexicon"]
