// SPDX-License-Identifier: Apache-2.0
#pragma once

float hypotf(float x, float y);
