# One command each, from a Python 3.11 to 3.14, make and a package registry; nothing is installed outside this folder.
# The first call makes .venv and compiles the kernels; later calls start at once. `make help` lists the targets.

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow lint bench lock clean

BIN := .venv/bin
# The environment is made again when the lock changes, and when this folder was moved (its scripts hold its old path).
ENVIRONMENT := .venv/.environment
# The kernels are compiled again when their source changes.
KERNELS := .venv/.kernels
# More arguments for pytest or a benchmark, as in `make test PYTEST=-n2`, `make bench BENCH=--json`.
PYTEST ?=
BENCH ?=

# pyright comes whole in its wheel, node in another one; this keeps it from asking for news of itself.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
# Whatever make starts keeps the bytecode of what it imports, even where the user's settings say not to: without it, every
# later start compiles a thousand modules again, which takes three seconds.
export PYTHONDONTWRITEBYTECODE :=

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: $(KERNELS) ## run the flagship in two worlds, into demo-output/
	$(BIN)/tumen demo --out demo-output --force

test: $(KERNELS) ## format, lint, types and all tests but the slow ones
	$(lint)
	$(BIN)/pytest -m "not slow" $(PYTEST)

test-slow: $(KERNELS) ## the slow tests only
	$(BIN)/pytest -m slow $(PYTEST)

lint: $(ENVIRONMENT) ## format, lint and types
	$(lint)

bench: $(KERNELS) ## run every script in benchmarks/, each prints a table
	@set -e; for script in benchmarks/*.py; do \
	    test -e "$$script" || { echo "there is no benchmark in benchmarks/" >&2; exit 1; }; \
	    echo "$$script"; $(BIN)/python "$$script" $(BENCH); \
	done

lock: ## bring uv.lock up to date with pyproject.toml (maintainers)
	@sh tools/setup.sh lock

clean: ## remove what make made: environment, caches, demo-output
	rm -rf .venv .uv demo-output dist .pytest_cache .ruff_cache .hypothesis
	find src tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

define lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
endef

ifneq ($(shell cat $(ENVIRONMENT) 2>/dev/null),$(CURDIR))
.PHONY: $(ENVIRONMENT)
endif
$(ENVIRONMENT): pyproject.toml uv.lock tools/setup.sh
	@sh tools/setup.sh
	@printf '%s\n' "$(CURDIR)" >$@

$(KERNELS): $(ENVIRONMENT) $(wildcard src/tumen/kernels/*.py)
	@echo "set-up: compiling the kernels (once; again only when they change)"
	@find src/tumen/kernels -name '*.nb[ci]' -delete # numba looks only at the file that a kernel is in, not at those it calls
	@start=$$(date +%s); $(BIN)/python -m tumen.kernels.compile && \
	    $(BIN)/python -c "import tumen.cli, tumen.report, tumen.export, rich.progress, xarray, h5netcdf" && \
	    echo "set-up: kernels ready after $$(($$(date +%s) - start)) s"
	@touch $@
