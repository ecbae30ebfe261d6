# SPDX-License-Identifier: Apache-2.0

swift_build := swift build
shelflife := .build/debug/shelflife

.PHONY: run test format lint

# The main job on the embedded sample account.
run:
	@Scripts/dependencies.sh
	$(swift_build) --product shelflife
	$(shelflife) run expire-images --policy statemachine/policies/sample-account.json --mode enforce

# Everything that must hold: lint, emitted files, unit tests, then the tests against other people's software.
test:
	@Scripts/dependencies.sh tests
	$(swift_build) --build-tests
	$(MAKE) lint
	.build/debug/shelflife-codegen --check
	swift test --skip-build
	.venv/bin/python -m pytest Tests/python -q

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
