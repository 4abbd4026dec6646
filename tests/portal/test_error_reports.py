"""An error report of Django's names the class and the place of a fault, never what people had written."""

import logging

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils.log import AdminEmailHandler
from django.views.debug import get_exception_reporter_class

WORDS = "孩子在学校被打了"


def report_of(letter: str) -> str:
    request = RequestFactory().post("/letters/new/", {"body": letter})
    try:
        raise Http404(f"cannot store {letter}")
    except Http404 as error:
        report = get_exception_reporter_class(request)
        reporter = report(request, type(error), error, error.__traceback__, is_email=True)
        return reporter.get_traceback_text() + reporter.get_traceback_html()


def test_a_report_holds_the_class_and_the_frames_and_no_word_of_the_letter():
    told = report_of(WORDS)
    assert "Http404" in told
    assert "report_of" in told
    assert WORDS not in told


@pytest.mark.parametrize("logger", ["django", "django.request", "django.security"])
def test_no_logger_mails_reports_by_itself(logger):
    """Django's own set-up has such a handler; its subject would quote the path."""
    assert [each for each in logging.getLogger(logger).handlers if isinstance(each, AdminEmailHandler)] == []


def test_a_developer_who_asks_for_it_sees_everything(settings):
    settings.DEBUG = True
    assert WORDS in report_of(WORDS)
