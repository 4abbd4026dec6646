# Two commands for newcomers: `make run` and `make test`. What CI checks: `make ci`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.requirements
DEV_STAMP := $(VENV)/.requirements-dev
PYTEST := $(BIN)/python -m pytest
# Two workers, each with a database of its own; tests/order.py says what stays together and what comes first.
PARALLEL ?= -n 2 --dist loadgroup
# Where the time goes stands at the end of a run.
SLOWEST := --durations=60 --durations-min=4
CHROMIUM := $(firstword $(shell command -v chromium chromium-browser google-chrome 2>/dev/null))
CODE := manage.py portal mailbox home search tests

.PHONY: help run test fast lint types ci migrations bench elasticsearch

help:
	@echo "make run    创建环境、准备数据库、启动网站和后台进程（PORT=8000）"
	@echo "make test   全部测试；有 Chromium 时包括浏览器测试"
	@echo "make fast   不含慢测试和浏览器测试    make lint   格式、规则、类型"
	@echo "make ci     CI 检查的全部内容          make bench  性能测量"
	@echo "make elasticsearch  在本机9200端口（ES_PORT）试用一个真的 Elasticsearch"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 以上：PYTHON=python3.11 make run"; exit 2; }
	$(PYTHON) -m venv $(VENV)

# The stamp holds the very text that was installed, so only a change of it installs again.
$(RUN_STAMP): $(BIN)/python requirements.txt
	@cmp -s requirements.txt $@ || { $(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt && cp requirements.txt $@; }
	@touch $@

$(DEV_STAMP): $(BIN)/python requirements.txt requirements-dev.txt
	@cat requirements.txt requirements-dev.txt | cmp -s - $@ || { $(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt && cat requirements.txt requirements-dev.txt > $@ && cp requirements.txt $(RUN_STAMP); }
	@touch $@

run: $(RUN_STAMP)
	@exec $(BIN)/python manage.py serve --prepare

test: $(DEV_STAMP)
	@if [ -z "$(CHROMIUM)" ]; then echo "没有找到 Chromium：跳过浏览器测试（安装 chromium 后会自动运行）。"; fi
	@if ! command -v java >/dev/null || ! command -v mvn >/dev/null; then echo "没有找到 Java 或 Maven：跳过需要 Elasticsearch 的测试（安装 maven 后会自动运行）。"; fi
	$(PYTEST) $(PARALLEL) $(SLOWEST) $(if $(CHROMIUM),,-m "not e2e")

fast: $(DEV_STAMP)
	$(PYTEST) $(PARALLEL) -m "not slow and not e2e"

lint: $(DEV_STAMP) types
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/djlint templates --lint --quiet

types: $(DEV_STAMP)
	$(BIN)/mypy portal mailbox home search

# No model without its migration; that every migration of ours goes forward, back and forward again is one of the tests.
migrations: $(DEV_STAMP)
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: $(DEV_STAMP)
	BENCH=1 $(PYTEST) tests/bench -m "" -s

# A node of its published parts on 127.0.0.1:9200 (ES_PORT) until Ctrl-C; needs Java 17 and Maven. For trying, not for service.
elasticsearch: $(RUN_STAMP)
	@exec $(BIN)/python -m tests.elasticsearch

ci: lint migrations
	@echo "== SQLite"
	env -u DATABASE_URL $(MAKE) --no-print-directory test
	@if [ -n "$${DATABASE_URL_PG:-}" ]; then \
		echo "== PostgreSQL"; \
		DATABASE_URL="$$DATABASE_URL_PG" $(MAKE) --no-print-directory test-database; \
	else echo "没有设置 DATABASE_URL_PG：跳过 PostgreSQL。"; fi

# The second database repeats every test that reads or writes tables. The others see no difference: pages in a browser
# have a site with a database of its own, detectors and files have none.
.PHONY: test-database
test-database: $(DEV_STAMP)
	$(PYTEST) $(PARALLEL) $(SLOWEST) -m tables
