// SPDX-License-Identifier: Apache-2.0
//
// Linked statically (see module.modulemap): Lambda's base image has no expat.
#pragma once
#include <expat.h>
