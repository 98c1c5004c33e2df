"""One case drawn on an axis of time: one drawing for the page, for Word and for print."""
