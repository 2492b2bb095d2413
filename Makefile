# wireroom: `make run` starts the whole wire, `make test` runs all tests.

BIN      := bin
TOOLS    := $(BIN)/tools
LINT     := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
VERSION  ?= 0.2.0
HELM     := helm.sh/helm/v3/cmd/helm@v3.22.0
MODULES  := pkg services/ingest services/normalize services/enrich services/publish services/wireroom deploy
SERVICES := ingest normalize enrich publish
ROUNDS   ?= 500
DATA     ?= data

.DEFAULT_GOAL := help
.PHONY: help run build test race lint tidy docs modules bench faults rules fuzz clean

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## build and start the whole wire in one process, with a small sample wire
	@$(BIN)/wireroom up --data $(DATA) --demo

# -s -w: without symbols for a debugger, a quarter of the size; the traces of panics stay
build: ## build bin/wireroom and the four services
	@mkdir -p $(BIN)
	@go build -ldflags="-s -w -X github.com/wireroom/wireroom/pkg/service.release=$(VERSION)" -o $(BIN)/ ./services/wireroom/cmd/wireroom $(foreach s,$(SERVICES),./services/$(s)/cmd/$(s))

test: ## all tests with what is there (a missing redis-server or corpus skips its tests, and says so)
	@go test -count=1 work

# -count=1: the tests of whole processes build them themselves, which the cache of test results does not see
race: ## all tests under the race detector
	@go test -race work

lint: $(TOOLS)/golangci-lint ## golangci-lint over all modules
	@$(TOOLS)/golangci-lint run $(MODULES:%=./%/...)

$(TOOLS)/golangci-lint:
	@GOBIN=$(abspath $(TOOLS)) go install $(LINT)

tidy: ## make go.work, go.mod and go.sum agree with the code
	@go work sync
	@for m in $(MODULES); do (cd $$m && GOWORK=off go mod tidy) || exit 1; done

modules: ## build each module by itself, as an image build does
	@for m in $(MODULES); do (cd $$m && GOWORK=off go build ./...) || exit 1; done

docs: build ## generate docs/reference from the code, the tables of dependencies and of the chart's values
	@$(BIN)/wireroom docs docs/reference
	@go run -C deploy ./cmd/chart docs ../charts/wireroom
	@go run -C deploy ./cmd/dependencies .. ../docs/dependencies.md

.PHONY: dashboards alerts
dashboards: ## write the Grafana dashboards anew
	@go run ./deploy/cmd/dashboards charts/wireroom/files/dashboards

alerts: ## check and test the alerts with promtool
	@./.ci/alerts

bench: build ## the speed of the wire, as ratios to the bare limits measured in the same run
	@$(BIN)/wireroom bench

.PHONY: bench-peer
bench-peer: build ## likewise, and to a peer: three pipelines with Watermill, which do none of it (test/peer)
	@cd test/peer && GOWORK=off go build -o ../../$(BIN)/peer .
	@$(BIN)/wireroom bench wire --peer $(BIN)/peer

faults: build ## kill -9 of every process at random instants: ROUNDS rounds (500)
	@WIREROOM_FAULT_ROUNDS=$(ROUNDS) go test -count=1 -timeout 6h -run 'TestFaults' -v ./services/wireroom/test/faults/

.PHONY: torture
torture: ## faults by a seeded plan, and the history checked against the promises: FAULTS=500 NODES=1 SEED= OLD=HEAD~100 (a stage of that commit) BIN_TORTURE= (a folder to keep what is built)
	@WIREROOM_TORTURE_FAULTS=$(or $(FAULTS),500) WIREROOM_TORTURE_NODES=$(NODES) WIREROOM_TORTURE_SEED=$(SEED) WIREROOM_TORTURE_BIN=$(if $(BIN_TORTURE),$(abspath $(BIN_TORTURE))) \
	  WIREROOM_TORTURE_OLD=$$(git rev-parse -q --verify $(or $(OLD),HEAD~100)) \
	  go test -count=1 -timeout 24h -run 'TestTorture$$' -v ./services/wireroom/test/faults/

.PHONY: followers
followers: ## readers of events and webhooks follow articles while publish is killed: ARTICLES=5000 READERS=200 WEBHOOKS=50 RESTARTS=8
	@WIREROOM_FOLLOWERS_ARTICLES=$(or $(ARTICLES),5000) WIREROOM_FOLLOWERS_READERS=$(or $(READERS),200) \
	  WIREROOM_FOLLOWERS_WEBHOOKS=$(or $(WEBHOOKS),50) WIREROOM_FOLLOWERS_RESTARTS=$(or $(RESTARTS),8) \
	  go test -count=1 -timeout 2h -run 'TestFollowers' -v ./services/wireroom/test/e2e/

.PHONY: watch
watch: ## a browser with the live wire open while stories come and are killed: WATCH=10m
	@WIREROOM_WATCH=$(or $(WATCH),10m) go test -count=1 -timeout 3h -run 'TestTheLiveWireIsWatched' -v ./services/wireroom/test/page/

.PHONY: hostile
hostile: build ## what a hostile provider and a stranger can do to the wire, as a table (short: HOSTILE=short, one row: ROW=embargo)
	@WIREROOM_HOSTILE=$(HOSTILE) WIREROOM_HOSTILE_BIN=$(or $(HOSTILE_BIN),$(abspath $(BIN)/wireroom)) \
	  go test -count=1 -timeout 2h -run 'TestHostile/$(ROW)' ./services/wireroom/test/hostile/ -v

.PHONY: million
million: build ## a million tiny items in 250 feeds while another provider pushes a flash a second (FEEDS=, LIMIT=20m)
	@WIREROOM_HOSTILE=million WIREROOM_HOSTILE_FEEDS=$(FEEDS) WIREROOM_HOSTILE_LIMIT=$(LIMIT) \
	  WIREROOM_HOSTILE_BIN=$(or $(HOSTILE_BIN),$(abspath $(BIN)/wireroom)) \
	  go test -count=1 -timeout 2h -run 'TestMillion' ./services/wireroom/test/hostile/ -v

.PHONY: mutants vuln
mutants: ## change one operator at a time in the packages that carry the promises, and see a test fail (PACKAGES=, FILES=REGEXP, WORKERS=3, SINCE=HEAD~1; SHORT=1: ten mechanisms switched off)
	@./.ci/mutants $(if $(SHORT),short,$(if $(SINCE),since $(SINCE),$(PACKAGES)))

vuln: ## known vulnerabilities in what our code calls
	@./.ci/vuln

rules: ## the rules of news as a state machine against the running wire: RUNS runs (10000)
	@WIREROOM_RULES_RUNS=$(or $(RUNS),10000) go test -count=1 -timeout 6h -v ./services/wireroom/test/rules/

fuzz: ## every fuzz target for FUZZTIME (1m)
	@./.ci/fuzz $(or $(FUZZTIME),1m)

.PHONY: images
images: ## container images as OCI archives in bin/images, without a container engine; PLATFORMS, IMAGE_PREFIX, VERSION
	@go run -C deploy ./cmd/images -root .. -out ../$(or $(IMAGES),$(BIN)/images) -version $(VERSION) -prefix $(or $(IMAGE_PREFIX),wireroom) \
	  -revision $$(git rev-parse HEAD) -created $${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} \
	  -platforms $(or $(PLATFORMS),linux/$$(go env GOARCH)) $(SERVICES) wireroom

.PHONY: cluster-test
cluster-test: ## the chart on a real Kubernetes: the one of KUBECONFIG, else one that is started here
	@./deploy/cluster-test.sh

.PHONY: chart chart-golden
chart: ## check the chart: lint, schema, rendered examples
	@./.ci/chart

chart-golden: ## render the chart's examples anew
	@./.ci/chart golden

$(TOOLS)/helm:
	@GOBIN=$(abspath $(TOOLS)) go install $(HELM)

clean: ## remove what was built; data stays
	@rm -rf $(BIN)

.PHONY: measure
measure: ## how right the rules are on the corpus, as a table beside baselines and bars, kept in docs/quality.md
	@./.ci/measure

CASES ?= ../shared/cases
.PHONY: cases
cases: build ## small documents of each kind of misreading, with the fields that must come out; CASES is their folder
	@./.ci/cases $(CASES)
