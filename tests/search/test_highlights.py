from search.highlights import excerpt, found_words, telling


def test_found_words_keep_the_spelling_of_the_text():
    assert found_words("娃娃的學籍在外省", telling("孩子学籍")) == ("娃娃", "學籍")


def test_the_excerpt_is_the_sentence_that_matched():
    text = "感谢来信。伙食费按天退。课后服务费连续请假满5天的按天退。再见。"
    assert excerpt(text, telling("课后服务费请假")).text == "课后服务费连续请假满5天的按天退"


def test_a_long_sentence_is_cut_around_the_first_word():
    shown = excerpt("前" * 300 + "转学" + "后" * 300, telling("转学"))
    assert "转学" in shown.text
    assert shown.text.startswith("……")
    assert shown.text.endswith("……")
    assert len(shown.text) < 130


def test_without_a_match_the_beginning_is_shown_unmarked():
    assert excerpt("校服自愿购买。", telling("转学")) == excerpt("校服自愿购买。", ())


def test_an_empty_text_gives_an_empty_excerpt():
    assert excerpt("", telling("转学")).text == ""
