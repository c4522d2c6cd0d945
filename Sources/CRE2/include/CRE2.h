// Licensed under the Apache License, Version 2.0; see LICENSE.

// RE2 behind a C interface: linear-time regular expressions, as CEL's `matches` demands.
#pragma once
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

/// Compiles a pattern. Always returns an object; ask `cre2_error` before use. Free with `cre2_free`.
cre2_pattern *cre2_compile(const char *pattern, size_t length, bool case_sensitive);
/// The message why the pattern can't be used, or NULL if it can.
const char *cre2_error(const cre2_pattern *pattern);
/// Tells whether the pattern matches anywhere in the text.
bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length);
/// How many groups the pattern captures.
int cre2_groups(const cre2_pattern *pattern);
/// Finds the first match from `start` on. `ranges` takes begin and end of the match and of each
/// group, `count` pairs in all; a group that took no part has -1.
bool cre2_find(const cre2_pattern *pattern, const char *text, size_t length, size_t start,
               ptrdiff_t *ranges, int count);
void cre2_free(cre2_pattern *pattern);

#ifdef __cplusplus
}
#endif
