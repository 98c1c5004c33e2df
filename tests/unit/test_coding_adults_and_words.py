"""Codes about whom work is asked of, a father's part, a plan's category and wordings: what they catch and what not."""

from __future__ import annotations

import pytest

from flagger.codebook import load_codebook
from flagger.coding.coder import Coder
from flagger.rulebook.where import rules_root

FOUND = [
    ("Mum to attend Freedom Programme.", "asked_of_harmed_parent"),
    ("Mother must not allow him contact with the children.", "asked_of_harmed_parent"),
    ("Written agreement signed by mother", "asked_of_harmed_parent"),
    ("Dad to attend behaviour change programme", "asked_of_harmer"),
    ("F to stay away from address", "asked_of_harmer"),
    ("Dad's views were recorded", "father_voice"),
    ("Father took part in the core group", "father_voice"),
    ("Father took part in the core group", "core_group"),
    ("Traveller Liaison Service introduced the SW", "community_liaison"),
    ("Escalation resolved after discussion", "challenge_resolved"),
    ("CP plan under the category of emotional abuse", "cp_category_emotional"),
    ("CP plan under the category of emotional abuse", "emotional_abuse_concern"),
    ("ICPC. Category: neglect", "cp_category_neglect"),
    ("ICPC. Category: neglect", "neglect"),
    ("Registered under physical", "cp_category_physical"),
    ("Mother failed to protect the children", "wording_protection"),
    ("She chose to stay with him", "wording_staying"),
    ("Mum minimised the incident", "wording_minimising"),
    ("Mother non-compliant with the plan", "wording_compliance"),
    ("Chaotic family", "wording_label"),
    ("Toxic trio present", "wording_three_concerns"),
    ("Shouting through the letterbox", "abuse_described"),
    ("He kicked the bedroom door", "abuse_described"),
    ("Heard by a neighbour", "attributed"),
    ("Reported by school", "attributed"),
    ("Referral accepted by the front door", "referral_accepted"),
    ("Accepted, assessment", "referral_accepted"),
    ("He checks her phone", "coercive_control"),
    ("Partner controls the money", "economic_abuse"),
    ("999 call for an ambulance", "ambulance"),
    ("Plan ended, step down to child in need as planned", "cp_plan_end"),
    ("Plan ended, step down to child in need as planned", "cin_plan_start"),
    ("Plan ended, step down to child in need as planned", "step_down"),
    ("Files for Wren and Jay sent to the new schools", "file_transfer"),
]
NOT_FOUND = [
    ("Alder says he checks the locks at night", "coercive_control"),
    ("Worker to check the rota", "coercive_control"),
    ("999 call by neighbour to police", "ambulance"),
    ("Mum accepted a cup of tea", "referral_accepted"),
    ("CAMHS referral accepted", "referral_accepted"),
    ("Plan ended, all happy", "cp_plan_end"),
    ("Advice given on how to minimise the risk of fire", "wording_minimising"),
    ("Non-compliant with medication", "wording_compliance"),
    ("Chaotic morning at drop-off", "wording_label"),
    ("Pupil refused to leave the classroom", "wording_staying"),
    ("Took him back to school", "wording_staying"),
    ("Dad to attend parents evening", "asked_of_harmer"),
    ("Mother agreed to attend clinic", "asked_of_harmed_parent"),
    ("Community midwife visited", "community_liaison"),
    ("Conflict resolution lesson", "challenge_resolved"),
    ("Baby seen by GP", "attributed"),
    ("All went according to plan", "attributed"),
    ("Children kicked the ball at school", "abuse_described"),
    ("Plan made for home visits", "cp_category_neglect"),
]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(load_codebook(rules_root() / "codebook"))


def codes(coder: Coder, text: str) -> set[str]:
    return set(coder.read([text], [2024], [""]).code)


@pytest.mark.parametrize(("text", "code"), FOUND)
def test_the_words_mean_the_code(coder: Coder, text: str, code: str) -> None:
    assert code in codes(coder, text)


@pytest.mark.parametrize(("text", "code"), NOT_FOUND)
def test_everyday_words_do_not(coder: Coder, text: str, code: str) -> None:
    assert code not in codes(coder, text)
