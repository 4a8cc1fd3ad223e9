"""The cue list."""

from articles.lexicon.cues import VERB_CLASSES, inflect_verb, load_cues, read_cues


def test_forms() -> None:
    assert inflect_verb("deny") == ["deny", "denies", "denied", "denying"]
    assert inflect_verb("describe") == ["describe", "describes", "described", "describing"]
    assert load_cues().verbs["said"].lemma == "say"
    assert load_cues().compounds["pointed"]["out"].lemma == "point out"


def test_each_cue_has_a_class_and_stands_once() -> None:
    cues = read_cues()
    assert len({lemma for lemma, _ in cues}) == len(cues)
    assert {cue_class for _, cue_class in cues} == set(VERB_CLASSES)


def test_thought_is_not_speech() -> None:
    assert not {"think", "believe", "hope", "want", "know"} & {lemma for lemma, _ in read_cues()}
