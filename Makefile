# A fresh machine needs Python 3.11 and make. Every target sets up .venv first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
TEST_ARGS ?= -n auto --dist worksteal

# Each worker reads every test; where an image forbids bytecode, each would compile all of them anew.
export PYTHONDONTWRITEBYTECODE :=

# The locked pip works in a third of the time of one that came with Python. The lock names all there
# is to install, and `pip check` sees to that; what is never imported need not be compiled.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile

.PHONY: demo test tests checked check bench soak run fix lock clean

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	sed -n '/^pip==/,/[^\\]$$/p' requirements.lock > .venv/pip.lock
	$(INSTALL) --require-hashes -r .venv/pip.lock
	awk '/^[a-z]/ { n++ } { print > ".venv/half." n % 2 ".lock" }' requirements.lock
	@$(MAKE) --no-print-directory -j 2 .venv/half.0 .venv/half.1
	$(INSTALL) --no-build-isolation -e .
	$(BIN)/python -m pip check
	touch $@

.venv/half.%:                    # the two halves of the lock at once, one for each core
	$(INSTALL) --require-hashes -r $@.lock

.venv/read: .venv/installed      # each worker reads every test: what one has compiled, none compiles anew
	-@$(BIN)/python -m pytest --collect-only -qq > /dev/null
	@touch $@

demo: .venv/installed            ## the sample manager's /coach prep, against a local stand-in for Slack
	$(BIN)/coach demo

test: .venv/installed            ## lint, types, import contracts, and beside them every test on SQLite and PostgreSQL
	@$(MAKE) --no-print-directory -j 2 checked tests

tests: .venv/read
	$(BIN)/python -m pytest $(TEST_ARGS)

checked: .venv/installed         # says all that it has to say at once, between two lines of the tests
	@said=$$($(MAKE) --no-print-directory check 2>&1); status=$$?; echo; echo "$$said"; exit $$status

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/coach check --config coach.example.yml

bench: .venv/installed           ## speed and memory, as ratios against a named floor
	$(BIN)/python -m bench

soak: .venv/installed            ## workers killed by the hundred; what was lost or sent twice is counted
	$(BIN)/python -m tests.soak

run: .venv/installed             ## the bot; reads coach.yml and the environment
	$(BIN)/coach run

fix: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:                            ## needs uv; writes names, versions and hashes only
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --output-file requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
