# SPDX-License-Identifier: Apache-2.0

swift_build := swift build
shelflife := .build/debug/shelflife
bootstrap := .build/package/bootstrap

.PHONY: run test release format lint worker package deploy bench bench-engine bench-scale bench-simulation soak soak-matrix

# The main job on the embedded sample account.
run:
	@Scripts/dependencies.sh
	$(swift_build) --product shelflife
	$(shelflife) run expire-images --policy statemachine/policies/sample-account.json --mode enforce

# Everything that must hold: lint, emitted files, unit tests, the worker's build, then other people's software as judges.
test:
	@Scripts/dependencies.sh tests
	$(swift_build) --build-tests
	$(MAKE) lint
	.build/debug/shelflife-codegen --check
	swift test --skip-build
	$(MAKE) worker
	.venv/bin/python Scripts/ec2-endpoint-test
	.venv/bin/python -m pytest Tests/python -q

# The command for every day, in .build/release: optimized, with Swift's runtime in it, so that it runs without a toolchain.
release:
	@Scripts/dependencies.sh
	$(swift_build) --configuration release --static-swift-stdlib --product shelflife

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

# bootstrap as Lambda gets it: what it needs of the base image, what it answers, how it starts beside boto3.
worker:
	Scripts/build-bootstrap $(bootstrap)
	.venv/bin/python Scripts/check-bootstrap $(bootstrap)
	.venv/bin/python Scripts/worker-test $(bootstrap)
	.venv/bin/python Scripts/cold-start $(bootstrap) --runs 3

package:
	$(swift_build) --product bootstrap
	Scripts/package .build/package

# Creates or updates a stack: BUCKET=…, STACK=…, PARAMETERS="Mode=enforce ValidHours=48", YES=1 not to be asked,
# TEMPLATE=monitoring for another one of cloudformation/.
STACK ?= shelflife
ARCHITECTURE ?= $(subst aarch64,arm64,$(shell uname -m))
ARCHIVE ?= .build/package/shelflife-worker-$(ARCHITECTURE).zip
export TEMPLATE BUCKET ARCHIVE ARCHITECTURE YES
deploy:
	Scripts/deploy $(STACK) $(PARAMETERS)

bench: bench-engine bench-scale bench-simulation
	Scripts/build-bootstrap $(bootstrap)
	Scripts/build-libcurl .build/libcurl
	.venv/bin/python Scripts/cold-start $(bootstrap) --libcurl .build/libcurl
	.venv/bin/python Scripts/bench-listing $(bootstrap)
	swift build --configuration release --package-path Benchmarks --scratch-path .build/benchmarks
	.build/benchmarks/release/JSONataBenchmark ../shared/conformance/jsonata

# The engine alone, and behind its API beside moto's.
bench-engine: release
	swift build --configuration release --package-path Benchmarks --scratch-path .build/benchmarks --product EngineBenchmark
	.build/benchmarks/release/EngineBenchmark
	.venv/bin/python Scripts/bench-engine .build/release/shelflife --json .build/bench-engine.json

# Beside Cloud Custodian (moto's answers take longer the more images it has), and what an expiry costs as the account
# grows, up to 100,000 images in one execution tree: half an hour; IMAGES=100,1000,10000 takes a few minutes.
IMAGES ?= 100,1000,10000,100000
bench-scale: release
	@Scripts/dependencies.sh tests
	.venv/bin/python Scripts/bench-c7n .build/release/shelflife --on sandbox --json .build/bench-c7n.json
	.venv/bin/python Scripts/bench-c7n .build/release/shelflife --on moto --images 100 --json .build/bench-c7n-moto.json
	.venv/bin/python Scripts/bench-growth .build/release/shelflife --images $(IMAGES) --json .build/bench-growth.json

# A year of daily backups and hourly expiry over 200 instances.
bench-simulation: release
	Scripts/bench-simulation .build/release/shelflife --json .build/bench-simulation.json

# Months of random accounts under faults, for SECONDS; SEED=… plays one account again.
SECONDS ?= 120
soak:
	@Scripts/dependencies.sh
	$(swift_build) --build-tests
	SHELFLIFE_SOAK_SECONDS=$(SECONDS) $(if $(SEED),SHELFLIFE_SOAK_SEED=$(SEED)) swift test --skip-build --filter SoakTests

# Every cell of the fault matrix, ten times the damaged documents, and 5,000 images drained at EC2's rates.
soak-matrix:
	@Scripts/dependencies.sh
	$(swift_build) --build-tests
	SHELFLIFE_SOAK_SECONDS=1 swift test --skip-build --filter 'FaultMatrixTests|BackupFaultTests|DecoderMutationTests|DrainTests'
