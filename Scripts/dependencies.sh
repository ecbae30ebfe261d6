#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what a build (and, with `tests`, the test run) needs and the machine lacks: Debian packages and, for the
# tests, a Python virtual environment in .venv. Does nothing, quickly, when everything is there.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v swift >/dev/null; then
    echo "Shelflife needs a Swift 6.2 toolchain or newer on the PATH: see https://www.swift.org/install" >&2
    exit 1
fi

packages=(libcurl4-openssl-dev libssl-dev libexpat1-dev libsqlite3-dev pkg-config)
if [ "${1:-}" = tests ]; then
    packages+=(python3-venv faketime binutils openssl chromium)
fi

missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    if ! command -v apt-get >/dev/null; then
        echo "Shelflife needs these packages, and there is no apt-get here to install them: ${missing[*]}" >&2
        exit 1
    fi
    sudo=""
    if [ "$(id -u)" -ne 0 ]; then sudo="sudo"; fi
    echo "Installing ${missing[*]}" >&2
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# A virtual environment with exactly what a file of requirements says.
environment() {
    if ! cmp -s "$2" "$1/installed.txt"; then
        echo "Installing $2 into $1" >&2
        python3 -m venv --clear "$1"
        "$1/bin/pip" install --quiet --disable-pip-version-check --requirement "$2"
        cp "$2" "$1/installed.txt"
    fi
}

if [ "${1:-}" = tests ]; then
    environment .venv Tests/python/requirements.txt
    # Of its own, because checkov pins versions that moto cannot use.
    environment .venv-checkov Tests/python/checkov.txt
fi
