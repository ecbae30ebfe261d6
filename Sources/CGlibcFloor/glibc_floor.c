// SPDX-License-Identifier: Apache-2.0
//
// Lambda's provided.al2023 has glibc 2.34. A build on a newer system asks for three newer symbols:
// - hypotf (2.35), which the Swift standard library uses, and
// - arc4random_buf (2.36), which expat uses; these two are defined here and found before glibc's;
// - _dl_find_object (2.35), which the static unwinder uses; linking libgcc_s (see Package.swift) leaves unwinding to
//   the system's own library.
// Scripts/check-bootstrap refuses a file that asks for more.
#include "glibc_floor.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

// Squares of floats neither overflow nor lose bits as doubles, so the naive formula is exact enough.
float hypotf(float x, float y) {
    if (__builtin_isinf(x) || __builtin_isinf(y)) return __builtin_inff();
    return (float)__builtin_sqrt((double)x * x + (double)y * y);
}

// Like glibc's it cannot fail: no randomness, no process.
void arc4random_buf(void *buffer, size_t count) {
    unsigned char *next = buffer;
    while (count > 0) {
        ssize_t got = getrandom(next, count, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) abort();
        next += got;
        count -= (size_t)got;
    }
}
