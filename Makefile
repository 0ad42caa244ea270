.DEFAULT_GOAL := help
WEB := server/explorer/web
NODE := $(shell command -v npm 2>/dev/null)
TAGS := $(if $(NODE),-tags explorer)
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
WITH_NEO4J := go run ./graph/store/neo4j/neo4jtest/with --

.PHONY: help run build explorer attack soak audit test test-go test-web torture bench lint generate clean

help: ## list what make can do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(if $(NODE),explorer) ## build the explorer where Node is, then start the service on the bundled data
	go run $(TAGS) ./server

build: $(if $(NODE),explorer) ## build bin/entente with the explorer in it
	CGO_ENABLED=0 go build -trimpath $(TAGS) -ldflags '$(LDFLAGS)' -o bin/entente ./server

explorer: $(WEB)/dist/.built ## build the pages

$(WEB)/dist/.built: schema.graphqls $(shell find $(WEB) server/explorer/examples -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/.test/*' 2>/dev/null)
	npm --prefix $(WEB) ci --no-audit --no-fund
	npm --prefix $(WEB) run check
	npm --prefix $(WEB) run build
	touch $@

test: test-go test-web ## run every test: Go, the real Neo4j, the pages in a real browser

test-go:
	@test -z "$$(gofmt -l graph server)" || { echo 'not gofmt-ed:'; gofmt -l graph server; exit 1; }
	go vet ./...
	$(WITH_NEO4J) go test -timeout 40m ./...

test-web:
	.ci/browser

torture: ## kill the stores under load, long, and print the rows of docs/reliability.md
	@mkdir -p bin
	@ENTENTE_TORTURE=1 $(WITH_NEO4J) go test -count=1 -timeout 60m -v -run '^TestTorture' ./graph/store/embedded ./graph/store/neo4j ./graph/atlas >bin/torture.log 2>&1 || { cat bin/torture.log; exit 1; }
	@sed -nE 's/^.*\.go:[0-9]+: (\|.*\|)$$/\1/p' bin/torture.log

bench: ## run the benchmarks of both stores side by side: ICEWS14 where it is, and a made graph of a million relations
	go run ./graph/store/neo4j/neo4jtest/with -heap 3072 -cache 1024 -- go test -p 1 -run '^$$' -bench . -benchmem -timeout 2h ./graph/...

attack: ## attack a running program, in the long form, and print what it answered and what that cost
	ENTENTE_ATTACK=long $(WITH_NEO4J) go test -count=1 -timeout 60m -v -run 'TestAttacks|TestInputsOnNeo4j' ./server

soak: ## keep a program on each store busy for ENTENTE_SOAK (15m), Neo4j killed in the middle, and print the rows of docs/reliability.md
	@mkdir -p bin
	@ENTENTE_SOAK=$(or $(ENTENTE_SOAK),15m) go test -count=1 -timeout 0 -v -run '^TestSoak$$' ./server >bin/soak.log 2>&1 || { cat bin/soak.log; exit 1; }
	@sed -nE 's/^.*\.go:[0-9]+: (\|.*\|)$$/\1/p' bin/soak.log

audit: ## look at what the program is made of: vulnerabilities, licenses, bills of materials, reproducible build
	.ci/audit

lint: ## run golangci-lint at the pinned version
	go run $(GOLANGCI) run ./...

generate: ## write the generated code anew: the schema's kinds, gqlgen's code
	go generate ./...

clean: ## remove what was built
	rm -rf bin $(WEB)/dist
