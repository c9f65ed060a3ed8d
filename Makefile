# Two commands matter: `make run` starts Keel, `make test` runs every test. Each does all of its own set-up.
# Settings are environment variables: see docs/operations.md.

PYTHON ?= $(FOUND_PYTHON)
FOUND_PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
LAUNCH = $(if $(PYTHON),$(PYTHON),$(error Keel needs Python 3.11 or newer, and none was found)) -m retention.launch

.PHONY: run test check demo accept bench backup restore clean

run:      ## start Keel: http://localhost:8000, Ctrl-C stops it
	@$(LAUNCH) run

test:     ## every test, with coverage; a part of them by ARGS="tests/cadence -k due"
	@$(LAUNCH) test "$(ARGS)"

check:    ## every static check
	@$(LAUNCH) check

demo:     ## start with a fresh demo company, beside your own data
	@$(LAUNCH) demo

accept:   ## try the product end to end on a folder of exports: PACKS=folder
	@$(LAUNCH) accept "$(PACKS)"

bench:    ## measure the product on generated data; options of the command by ARGS
	@$(LAUNCH) bench "$(ARGS)"

backup:   ## write the database to FILE=keel.dump, running or not
	@$(LAUNCH) backup "$(FILE)"

restore:  ## put the backup FILE=keel.dump in the place of the database
	@$(LAUNCH) restore "$(FILE)"

clean:    ## remove what can be made again; data stays
	@$(LAUNCH) clean
