"""Chooses what stands behind the door: durable-rules where it imports and can take the rules, else the fixpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from flagger.infer.closure import Composite, Inference, InferenceFault
from flagger.infer.durable import durable_rules
from flagger.infer.fixpoint import Fixpoint

Engine = Literal["durable", "fixpoint"]


def choose(composites: Sequence[Composite], engine: Engine | None = None) -> Inference:
    """The engine for these composites, which says in `name` why it was taken if it is not durable-rules.

    `engine` forces one. Raises InferenceFault if durable-rules is forced and cannot be used.
    """
    these = tuple(composites)
    if engine == "fixpoint":
        return Fixpoint(these, "plain fixpoint (asked for)")
    try:
        return durable_rules(these)
    except ModuleNotFoundError:
        reason = "durable-rules is not installed"
    except ImportError:
        reason = "durable-rules does not import here"
    except InferenceFault as fault:
        if engine == "durable":
            raise
        reason = f"not durable-rules: {fault}"
    if engine == "durable":
        raise InferenceFault(f"{reason}; expected it where it is asked for; install it, or use the plain fixpoint")
    return Fixpoint(these, f"plain fixpoint ({reason})")
