// Licensed under the Apache License, Version 2.0; see LICENSE.

// The physical limit of the eligibility workload: hand-written C over narrow columns, that stops
// at the first failing guard. Every speed claim is a ratio to this loop, measured in the same run.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// The columns that the ten guards read, one entry a contact.
typedef struct {
  size_t count;
  /// Bit 0 do_not_contact, 1 hard_bounced, 2 opt_in_email, 3 replied, 4 has the tag `vip`.
  uint8_t *flags;
  /// Dictionary codes.
  uint8_t *stage, *industry, *seniority;
  uint8_t *score, *sends_7d, *sends_30d;
  /// Seconds since 1970.
  int64_t *last_sent;
  /// A bit for each accepted dictionary code.
  uint32_t stages, industries, seniorities;
} baseline_columns;

/// Reads a file of contacts; returns 0, or 1 if it can't be read. Free with `baseline_free`.
int baseline_load(const char *path, baseline_columns *columns);
void baseline_free(baseline_columns *columns);

/// Writes the number of the first failing guard, 1 to 10, or 0 for a pass, for each contact.
void baseline_first_failing(const baseline_columns *columns, uint8_t *out);
