// Licensed under the Apache License, Version 2.0; see LICENSE.

#include "CRE2.h"

#include <re2/re2.h>

#include <vector>

struct cre2_pattern {
  RE2 re;
  cre2_pattern(re2::StringPiece text, const RE2::Options &options) : re(text, options) {}
};

static RE2::Options quiet(bool case_sensitive) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(case_sensitive);
  return options;
}

cre2_pattern *cre2_compile(const char *pattern, size_t length, bool case_sensitive) {
  return new cre2_pattern(re2::StringPiece(pattern, length), quiet(case_sensitive));
}

const char *cre2_error(const cre2_pattern *pattern) {
  return pattern->re.ok() ? nullptr : pattern->re.error().c_str();
}

bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length) {
  return RE2::PartialMatch(re2::StringPiece(text, length), pattern->re);
}

int cre2_groups(const cre2_pattern *pattern) { return pattern->re.NumberOfCapturingGroups(); }

bool cre2_find(const cre2_pattern *pattern, const char *text, size_t length, size_t start,
               ptrdiff_t *ranges, int count) {
  re2::StringPiece whole(text, length);
  std::vector<re2::StringPiece> groups(count);
  if (!pattern->re.Match(whole, start, length, RE2::UNANCHORED, groups.data(), count)) return false;
  for (int i = 0; i < count; i++) {
    bool took_part = groups[i].data() != nullptr;
    ranges[2 * i] = took_part ? groups[i].data() - text : -1;
    ranges[2 * i + 1] = took_part ? ranges[2 * i] + (ptrdiff_t)groups[i].size() : -1;
  }
  return true;
}

void cre2_free(cre2_pattern *pattern) { delete pattern; }
