# Everything a person does here is one of these. `make help` lists them.
.DEFAULT_GOAL := help
GO        ?= go
TOOL       = $(GO) tool -modfile=tools/go.mod
LINT       = $(GO) tool -modfile=tools/lint.mod golangci-lint
export CGO_ENABLED ?= 0
export GOFLAGS ?= -trimpath

# Two things are left out of the race detector's sight. SQLite is C that a program
# has translated: its memory lies outside Go's heap, where the detector does not
# look, and watching its code takes five times as long. The YAML parser makes
# values of text before anything else runs. All other code is watched.
UNWATCHED  = -gcflags='modernc.org/sqlite/lib=-race=false' -gcflags='modernc.org/libc=-race=false' -gcflags='github.com/goccy/go-yaml/...=-race=false'

.PHONY: help
help: ## List the commands
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Fetch what building and testing need (front-end packages, Chromium, PostgreSQL)
	@sh tools/setup.sh

.PHONY: front
front: ## Bundle fonts, script and geodata into the program, where npm packages are at hand
	@sh tools/front.sh

.PHONY: generate
generate: ## Regenerate the templates
	$(TOOL) templ generate

.PHONY: build
build: setup front ## Build bin/telaio, one static binary with the front end inside
	$(GO) build -trimpath -ldflags='-s -w' -o bin/telaio ./cmd/telaio

.PHONY: run
run: build ## Serve http://127.0.0.1:8080 with sample content in a fresh database under ./var
	@rm -rf var/demo
	bin/telaio demo --data var/demo

.PHONY: test
test: ## Run everything that decides whether a change may land
	@MAKE=$(MAKE) TELAIO_E2E_PICTURES=wrong sh tools/stages.sh setup front verify+vet build go-test+e2e

.PHONY: vet
vet: ## Ask Go itself what looks wrong
	$(GO) vet ./...
	@test -z "$$(gofmt -l cmd internal content tools)" || { gofmt -l cmd internal content tools; echo "gofmt these files"; exit 1; }

# The detector needs a C compiler.
RACE = $(if $(shell command -v "$$($(GO) env CC | cut -d' ' -f1)"),-race)

# Tests wait for the disk for a third of their time: more packages at once than
# there are processors keep these busy.
AT_ONCE = 4

.PHONY: go-test
go-test: ## Run the Go tests, looking for races
	@test -n '$(RACE)' || echo 'go-test: THERE IS NO C COMPILER ON THIS MACHINE: races are not looked for'
	CGO_ENABLED=$(if $(RACE),1,0) $(GO) test $(RACE) -p $(AT_ONCE) -vet=off $(UNWATCHED) -shuffle=on ./...
	@GO='$(GO)' sh tools/unwatched.sh

.PHONY: e2e
e2e: build ## Walk the main journeys in a real browser, leaving screenshots in e2e/screens
	@sh e2e/run.sh

.PHONY: verify
verify: ## Fail if generated files are not what their sources say
	$(TOOL) templ generate
	@git diff --exit-code -- '*_templ.go' || { echo "run make generate and commit"; exit 1; }
	$(GO) run ./cmd/telaio check

.PHONY: check
check: ## Everything that the project's own machine checks: linters, modules and tests
	$(LINT) fmt --diff
	$(LINT) run
	$(GO) mod tidy -diff
	$(MAKE) test

.PHONY: golden
golden: ## Rewrite the golden files, then look at the difference
	$(GO) test $$(grep -rl --include='*_test.go' 'testkit\.Golden(' cmd internal | xargs -n1 dirname | sort -u | sed 's,^,./,') -update
	git diff --stat -- '*/testdata/*'

.PHONY: fuzz
fuzz: ## Let each fuzz target run for 30 seconds
	@sh tools/fuzz.sh

.PHONY: bench
bench: build ## Measure speed and memory against a control in the same run
	bin/telaio bench
