# Each habit is a target. `make` alone lists them.

PORT ?= 8000
PY := .venv/bin/python
MANAGE := $(PY) manage.py
RUN_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core gettext
TEST_PACKAGES := $(RUN_PACKAGES) chromium poppler-utils
# Those that walk the whole portal: untraced, for tracing takes half as long again
ROUNDS := tests/e2e $(addprefix tests/portal/test_,permissions.py hostile_texts.py wagtail_screens.py screens.py)
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test check bench million messages screenshots format

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: .venv/run.stamp ## set up, load content and demo data, serve on http://localhost:8000 (PORT=…) with the worker
	@bash .ci/system-packages $(RUN_PACKAGES)
	@$(MANAGE) prepare
	@bash .ci/serve $(PORT)

test: .venv/test.stamp ## set up, then every check and every test
	@bash .ci/system-packages $(TEST_PACKAGES)
	@$(MAKE) --no-print-directory check
	@$(PY) -m pytest -n 2 --dist worksteal $(ROUNDS)
	@$(PY) -m pytest -n 2 --dist worksteal $(addprefix --ignore=,$(ROUNDS)) --cov --cov-report=term:skip-covered

check: .venv/test.stamp ## fast checks: code, imports, templates, migrations, translations, deployment
	@bash .ci/system-packages $(RUN_PACKAGES)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@PYTHONPATH=site:. DJANGO_SETTINGS_MODULE=portal.settings.test .venv/bin/lint-imports
	@.venv/bin/djlint templates --lint --quiet
	@$(MANAGE) makemigrations --check --dry-run --verbosity 0 --settings portal.settings.test
	@bash .ci/check-messages
	@bash .ci/check-deploy

bench: .venv/test.stamp ## page costs beside their budgets: time and number of queries
	@bash .ci/system-packages $(RUN_PACKAGES)
	@$(MANAGE) compilemessages --verbosity 0 --ignore .venv
	@PYTHONPATH=site:. DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) -m tests.bench

million: .venv/test.stamp ## the office's list with a thousand claims and with a million (some minutes)
	@bash .ci/system-packages $(RUN_PACKAGES)
	@$(MANAGE) compilemessages --verbosity 0 --ignore .venv
	@PYTHONPATH=site:. DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) -m tests.million

messages: .venv/test.stamp ## collect the texts to translate into locale/de, and compile it
	@bash .ci/system-packages $(RUN_PACKAGES)
	@$(MANAGE) makemessages --locale de --no-location --no-obsolete --ignore .venv --ignore var
	@$(MANAGE) compilemessages --verbosity 0 --ignore .venv

screenshots: .venv/test.stamp ## take the guide's pictures of the portal again, in both languages
	@bash .ci/system-packages $(TEST_PACKAGES)
	@$(MANAGE) compilemessages --verbosity 0 --ignore .venv
	@PYTHONPATH=site:. DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) -m tests.screenshots

format: .venv/test.stamp ## put code and imports in order
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format --quiet .

.venv/run.stamp: requirements.txt
	@bash .ci/venv requirements.txt
	@touch $@

.venv/test.stamp: requirements.txt requirements-dev.txt
	@bash .ci/venv requirements-dev.txt
	@touch $@ .venv/run.stamp
