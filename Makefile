# SPDX-License-Identifier: Apache-2.0
.PHONY: test
test:
	swift build --build-tests
	swift test --skip-build
