# make chat   set up .venv and talk with Penchant in a page on this machine
# make test   set up .venv with what tests need, then every check and test
# make lint   the checks alone
# make clean  remove .venv and everything built
#
# PYTHON=...        another Python (3.11 or newer)
# TORCH_INDEX=...   where to take PyTorch from, such as its index of CPU builds (README.md)
# PORT=... MODEL=...  passed on to the page

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
TORCH := torch>=2.4,<2.14
ROOMS := app memory tools agent ui
CHAT := ui,offline,multilingual
TEST := $(CHAT),dev
WORKERS ?= 2
CHECKED := $(ROOMS) bench examples tests docs

# A missing browser of these names is installed on Debian by root, else its tests are left out.
BROWSER = for b in chromium chromium-browser google-chrome google-chrome-stable chrome; do \
	command -v $$b && break; done

# $(call install,NAME,EXTRAS): what pyproject.toml asks for, when it changed since the last time;
# the links to our files, when one was added or removed.
define install
@want="$$(cksum < pyproject.toml)"; \
if [ "$$(cat .venv/installed-$(1) 2>/dev/null)" != "$$want" ]; then \
	echo "Installing what is needed into .venv (the first time a few minutes and about 2 GB)..."; \
	$(PIP) install 'setuptools>=77' -e '.[$(2)]' || exit 1; \
	echo "$$want" > .venv/installed-$(1); rm -f .venv/linked; \
fi; \
files="$$(find $(ROOMS) -type f ! -name '*.pyc' | LC_ALL=C sort | cksum)"; \
if [ "$$(cat .venv/linked 2>/dev/null)" != "$$files" ]; then \
	$(PIP) install --no-deps --no-build-isolation -e . || exit 1; \
	echo "$$files" > .venv/linked; \
fi
endef

.PHONY: chat test lint clean venv setup setup-test browser

chat: setup
	@exec $(BIN)/penchant chat $(if $(PORT),--port $(PORT)) $(if $(MODEL),--model '$(MODEL)')

test: setup-test browser lint
	@found="$$($(BROWSER))"; \
	if [ -n "$$found" ]; then exec $(BIN)/python -m pytest -n $(WORKERS); \
	elif [ "$$CI" = true ]; then echo "no chromium or chrome found, and CI=true" >&2; exit 1; \
	else echo "No chromium or chrome found: the tests in a browser are left out."; \
		exec $(BIN)/python -m pytest -n $(WORKERS) -m 'not browser'; fi

lint: setup-test
	$(BIN)/ruff check $(wildcard $(CHECKED))
	$(BIN)/ruff format --check $(wildcard $(CHECKED))
	$(BIN)/mypy
	$(BIN)/lint-imports

browser:
	@if [ -z "$$($(BROWSER))" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& grep -q '^ID=debian' /etc/os-release; then \
		echo "Installing chromium and fonts for the tests in a browser..."; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get -qq update && apt-get -qq install -y --no-install-recommends \
			chromium fonts-noto-cjk >/dev/null || echo "chromium could not be installed" >&2; \
	fi

setup: venv
	$(call install,chat,$(CHAT))

setup-test: venv
	$(call install,test,$(TEST))

venv:
	@if [ ! -x $(BIN)/python ]; then \
		if [ -z "$(PYTHON)" ]; then \
			echo "Python 3.11 or newer is needed; name it with PYTHON=..." >&2; exit 1; fi; \
		"$(PYTHON)" -m venv .venv || { rm -rf .venv; exit 1; }; \
	fi; \
	if [ -n "$(TORCH_INDEX)" ] && ! $(BIN)/python -c 'import torch' 2>/dev/null; then \
		$(PIP) install '$(TORCH)' --index-url '$(TORCH_INDEX)'; \
	fi

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
