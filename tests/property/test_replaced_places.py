"""A stretch of a text is found again after codes were put in: coded words stand on what they stood on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flagger.audience.replace import Part, replaced

_PARTS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6), st.sampled_from(["Child 1", "[x]", ""])), max_size=6)


@given(st.text("ab ", min_size=40, max_size=48), _PARTS, st.integers(0, 40), st.integers(0, 40))
def test_a_stretch_holds_the_same_words_with_their_codes(
    text: str, parts: list[tuple[int, int, str]], one: int, other: int
) -> None:
    start, end = sorted((one, other))
    done = replaced(text, [Part(at, min(at + size, len(text)), code) for at, size, code in parts])
    # A part that the stretch cuts belongs to it whole.
    cut = [part for part in done.parts if part.start < end and part.end > start]
    first, last = min([start, *(p.start for p in cut)]), max([end, *(p.end for p in cut)])
    expected = replaced(text[first:last], [Part(p.start - first, p.end - first, p.code) for p in cut]).text
    new_start, new_end = done.place(start, end)
    if start < end:
        assert done.text[new_start:new_end] == expected
    assert 0 <= new_start <= new_end <= len(done.text)
