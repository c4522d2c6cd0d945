# The few verbs people need. `make demo` and `make test` set up a fresh Debian machine by themselves.

SHELL := /bin/bash
APT_PACKAGES := libyaml-dev libssl-dev libre2-dev pkgconf tzdata
# What only tests need: a browser that looks at the report's page. PARLEY_NO_BROWSER=1 goes without.
TEST_PACKAGES := $(if $(filter 1,$(PARLEY_NO_BROWSER)),,chromium)
SWIFT ?= swift
# A stable scratch path outside the clone makes a second build fast: SCRATCH=/some/folder make test
SCRATCH ?= .build
BUILD := $(SWIFT) build --scratch-path $(SCRATCH)
PREFIX ?= /usr/local
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: demo test build bench bench-peers docs format fuzz lint install setup

test: PACKAGES := $(APT_PACKAGES) $(TEST_PACKAGES)
PACKAGES ?= $(APT_PACKAGES)

setup:
	@missing=""; for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing:$$missing"; \
	  $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi
	@command -v $(SWIFT) >/dev/null || { echo "Parley needs Swift 6.3: see swift.org/install"; exit 1; }

# Rehearses the launch quarter of the whole studio: nothing is sent.
demo: setup
	$(BUILD) -c release --product parley
	$(SCRATCH)/release/parley check
	$(SCRATCH)/release/parley simulate scenarios/launch-quarter.yaml --html report.html
	@echo "Open $(CURDIR)/report.html in a browser."

test: setup
	PARLEY_OPTIMISED=1 $(SWIFT) test --scratch-path $(SCRATCH)
	.ci/docs $(SCRATCH)/debug $(SCRATCH)/docs
	$(MAKE) fuzz RUNS=20000

# Feeds CEL with mutated texts until one crashes, hangs or does not print as what it was.
RUNS ?= 10000000
fuzz: setup
	Fuzz/build $(abspath $(SCRATCH))/fuzz
	mkdir -p $(SCRATCH)/fuzz/corpus
	SWIFT_BACKTRACE=enable=no $(SCRATCH)/fuzz/cel-fuzzer -dict=Fuzz/cel.dict -max_len=128 \
	  -timeout=10 -rss_limit_mb=1024 -runs=$(RUNS) -print_final_stats=1 \
	  -artifact_prefix=$(SCRATCH)/fuzz/ $(SCRATCH)/fuzz/corpus

build: setup
	$(BUILD) -c release --product parley
	$(BUILD) -c release --product cel-conformance

# The documentation of the CEL library: a folder for any web server. A link that leads nowhere is
# an error.
docs: setup
	$(BUILD) --target CEL
	.ci/docs $(SCRATCH)/debug $(SCRATCH)/docs

# Figures of speed, in release mode, each beside its bar; writes benchmarks.json.
bench: setup
	$(MAKE) -C Benchmarks run

# `plan --brief` beside DuckDB and polars, file to file; installs both from PyPI into a folder of
# their own and adds to benchmarks.json.
bench-peers: setup
	@python3 -c 'import ensurepip, venv' 2>/dev/null || { $(SUDO) apt-get update -qq && \
	  $(SUDO) apt-get install -y -qq --no-install-recommends python3-venv >/dev/null; }
	$(MAKE) -C Benchmarks peers

format:
	$(SWIFT) format -i -r -p Sources Tests Benchmarks/Sources Package.swift

lint:
	$(SWIFT) format lint --strict -r -p Sources Tests Benchmarks/Sources Package.swift
	@.ci/tidy

install: build
	install -D $(SCRATCH)/release/parley $(DESTDIR)$(PREFIX)/bin/parley
