"""Error answers, each with what to do next. The 500 page needs nothing: no database, no context, no inheritance."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import TemplateDoesNotExist, loader

logger = logging.getLogger(__name__)

PLAIN_PAGE = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head>
<body><main><h1>{title}</h1><p>{sentence}</p><p>{next_step}</p></main></body>
</html>
"""
SERVER_ERROR = PLAIN_PAGE.format(
    title="网站出了故障",
    sentence="这不是您的错，故障已经记下，我们会尽快处理。",
    next_step="请按浏览器的“后退”，过几分钟再试；已经拿到回执的信件不会丢失。急事请拨打教育局的电话。",
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403.html", 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF failure: say what to do; the writing form keeps typed text by handling its own failures."""
    return _page(request, "403_csrf.html", 403)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponseServerError(SERVER_ERROR)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """The page of ``template``; when even that fails (no database, say), the 500 page: there is a second fault."""
    try:
        return HttpResponse(loader.render_to_string(template, request=request), status=status)
    except TemplateDoesNotExist:
        logger.exception("errors.template_missing", extra={"template": template})
        return server_error(request)
