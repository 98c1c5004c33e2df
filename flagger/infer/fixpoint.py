"""The plain fixpoint: composites that hold become facts, until nothing new holds. What the other engine must equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flagger.infer.closure import Composite, Fact


@dataclass(frozen=True)
class Fixpoint:
    """Works everywhere; `name` says why it was taken."""

    composites: tuple[Composite, ...]
    name: str = "plain fixpoint"

    def closure(self, facts: Sequence[Fact]) -> frozenset[str]:
        kinds = {(fact.rule, fact.family) for fact in facts}
        held: frozenset[str] = frozenset()
        while True:
            new = [c for c in self.composites if c.id not in held and c.held_by([k for k in kinds if k[0] in c.of])]
            if not new:
                return held
            held |= {composite.id for composite in new}
            kinds |= {(composite.id, composite.family) for composite in new}
