from search.analysis import index_terms, normalize, query_counts


def asked(text):
    return set(query_counts(normalize(text))[0])


def test_politeness_is_not_asked_for():
    assert asked("尊敬的领导您好，请问转学怎么办理？望回复，谢谢") == asked("转学 办理")


def test_no_bigram_reaches_across_a_stop_word():
    assert "么退" not in asked("服务费怎么退")


def test_years_and_codes_are_kept_whole():
    assert {"2026", "a3"} <= asked("A3区2026年招生")


def test_policy_terms_of_the_lexicon_are_terms():
    assert "课后服务费" in asked("课后服务费能退吗")


def test_a_query_of_stop_words_only_is_taken_as_it_stands():
    assert asked("怎么") == {"怎么"}


def test_one_character_is_asked_for():
    assert asked("钱") == {"钱"}


def test_punctuation_and_emoji_ask_for_nothing():
    assert asked("？？！！🙂…… \x00") == set()


def test_everything_asked_for_can_be_indexed():
    text = normalize("2026年A3区课后服务费退费，𠮷祥小学")
    assert asked("2026年A3区课后服务费退费，𠮷祥小学") <= index_terms(text)
