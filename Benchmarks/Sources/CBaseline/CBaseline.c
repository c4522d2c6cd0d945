// Licensed under the Apache License, Version 2.0; see LICENSE.

#define _GNU_SOURCE
#include "CBaseline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 21, MAX_CODES = 32 };
enum { STAGE = 1, INDUSTRY, SENIORITY, SCORE = 6, LAST_SENT = 10, OPT_IN = 11, DO_NOT = 13,
       BOUNCED, REPLIED, TAGS, SENDS_7D = 19, SENDS_30D };

typedef struct { char names[MAX_CODES][32]; int count; } dictionary;

static uint8_t code_of(dictionary *d, const char *text) {
  for (int i = 0; i < d->count; i++)
    if (strcmp(d->names[i], text) == 0) return (uint8_t)i;
  if (d->count == MAX_CODES) return 0;
  strncpy(d->names[d->count], text, sizeof d->names[0] - 1);
  return (uint8_t)d->count++;
}

static uint32_t accepted(const dictionary *d, const char *const *names, int count) {
  uint32_t bits = 0;
  for (int i = 0; i < d->count; i++)
    for (int k = 0; k < count; k++)
      if (strcmp(d->names[i], names[k]) == 0) bits |= 1u << i;
  return bits;
}

// Days from the civil date (proleptic Gregorian), counted in years that begin in March.
static int64_t seconds_of(const char *text) {
  int y, m, d, h, min, s;
  if (sscanf(text, "%d-%d-%dT%d:%d:%d", &y, &m, &d, &h, &min, &s) != 6) return 0;
  int64_t months = (int64_t)y * 12 + m - 3, year = months / 12, month = months % 12;
  int64_t days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + d - 1;
  return (days - 719468) * 86400 + h * 3600 + min * 60 + s;
}

static int has_vip(const char *tags) {
  for (const char *p = tags; (p = strstr(p, "vip")); p++)
    if ((p == tags || p[-1] == '|') && (p[3] == '\0' || p[3] == '|')) return 1;
  return 0;
}

int baseline_load(const char *path, baseline_columns *c) {
  FILE *file = fopen(path, "r");
  if (!file) return 1;
  memset(c, 0, sizeof *c);
  dictionary stages = {0}, industries = {0}, seniorities = {0};
  size_t room = 0, length = 0;
  char *line = NULL;
  int header = 1;
  while (getline(&line, &length, file) > 0) {
    if (header) { header = 0; continue; }
    if (c->count == room) {
      room = room ? room * 2 : 1 << 16;
      c->flags = realloc(c->flags, room); c->stage = realloc(c->stage, room);
      c->industry = realloc(c->industry, room); c->seniority = realloc(c->seniority, room);
      c->score = realloc(c->score, room); c->sends_7d = realloc(c->sends_7d, room);
      c->sends_30d = realloc(c->sends_30d, room);
      c->last_sent = realloc(c->last_sent, room * sizeof(int64_t));
    }
    char *field[FIELDS] = {0}, *rest = line;
    line[strcspn(line, "\r\n")] = '\0';
    for (int i = 0; i < FIELDS; i++) field[i] = strsep(&rest, ",");
    if (!field[FIELDS - 1]) continue;
    size_t n = c->count++;
    c->flags[n] = (field[DO_NOT][0] == 't') | (field[BOUNCED][0] == 't') << 1
        | (field[OPT_IN][0] == 't') << 2 | (field[REPLIED][0] == 't') << 3
        | has_vip(field[TAGS]) << 4;
    c->stage[n] = code_of(&stages, field[STAGE]);
    c->industry[n] = code_of(&industries, field[INDUSTRY]);
    c->seniority[n] = code_of(&seniorities, field[SENIORITY]);
    c->score[n] = (uint8_t)atoi(field[SCORE]);
    c->sends_7d[n] = (uint8_t)atoi(field[SENDS_7D]);
    c->sends_30d[n] = (uint8_t)atoi(field[SENDS_30D]);
    c->last_sent[n] = seconds_of(field[LAST_SENT]);
  }
  free(line);
  fclose(file);
  c->stages = accepted(&stages, (const char *[]){"lead", "contacted", "engaged"}, 3);
  c->industries = accepted(&industries, (const char *[]){
      "saas", "fintech", "ecommerce", "agency", "logistics", "healthtech"}, 6);
  c->seniorities = accepted(&seniorities, (const char *[]){"owner", "cxo", "vp", "director"}, 4);
  return 0;
}

void baseline_free(baseline_columns *c) {
  free(c->flags); free(c->stage); free(c->industry); free(c->seniority); free(c->score);
  free(c->sends_7d); free(c->sends_30d); free(c->last_sent);
  memset(c, 0, sizeof *c);
}

void baseline_first_failing(const baseline_columns *c, uint8_t *out) {
  const int64_t now = 1772366400, cooldown = 336 * 3600;  // 2026-03-01T12:00:00Z, 14 days
  for (size_t i = 0; i < c->count; i++) {
    const uint8_t flags = c->flags[i];
    uint8_t failing = 0;
    if (flags & 3) failing = 1;
    else if (!(flags & 4)) failing = 2;
    else if (flags & 8) failing = 3;
    else if (!(c->stages >> c->stage[i] & 1)) failing = 4;
    else if (now - c->last_sent[i] <= cooldown) failing = 5;
    else if (!(c->industries >> c->industry[i] & 1)) failing = 6;
    else if (!(c->seniorities >> c->seniority[i] & 1)) failing = 7;
    else if (c->score[i] < 40) failing = 8;
    else if (c->sends_7d[i] >= 2 || c->sends_30d[i] >= 6) failing = 9;
    else if (flags & 16) failing = 10;
    out[i] = failing;
  }
}
