// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stddef.h>

float hypotf(float x, float y);
void arc4random_buf(void *buffer, size_t count);
