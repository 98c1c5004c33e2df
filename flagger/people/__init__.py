"""Who a chronology speaks of, in which parts, and by which row: as asserted, side by side, never settled.

Rules of reading (in full: docs/people.md; each is held in the module named):

- `cast.py`: two names are one person only where no other reading is left; a role word means the one named person
  asserted in that role, else one unnamed person of it in the case.
- `scan.py`, `introduce.py`: a name, first name or initial only where it is one person's; a name beside a role word is
  asserted in it, and may be new.
- `unborn.py`: an unborn baby is the one child born, with a name, within 45 weeks.
- `grammar.py`: who harmed whom and who was there; what is denied, supposed or unclear gives nobody a part.
"""

from flagger.chronology.lexicon import Lexicon, shipped_lexicon
from flagger.people.find import find_people
from flagger.people.record import People

__all__ = ["Lexicon", "People", "find_people", "shipped_lexicon"]
