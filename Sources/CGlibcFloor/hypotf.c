// SPDX-License-Identifier: Apache-2.0
//
// Lambda's provided.al2023 has glibc 2.34. A build on a newer system asks for two symbols of 2.35: hypotf, which the
// Swift standard library uses and which this stands in for, and _dl_find_object, which the static unwinder uses and
// which linking libgcc_s (see Package.swift) leaves to the system's own unwinder.
#include "glibc_floor.h"

// Squares of floats neither overflow nor lose bits as doubles, so the naive formula is exact enough for hypotf.
float hypotf(float x, float y) {
    if (__builtin_isinf(x) || __builtin_isinf(y)) return __builtin_inff();
    return (float)__builtin_sqrt((double)x * x + (double)y * y);
}
