"""What each event is about: codes with the words that made them, their status, and a person's corrections."""

from flagger.coding.corrections import apply_corrections, write_codes
from flagger.coding.events import code_events

__all__ = ["apply_corrections", "code_events", "write_codes"]
