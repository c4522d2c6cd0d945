// Licensed under the Apache License, Version 2.0; see LICENSE.
// swift-format-ignore-file

// Made from examples/starter by StarterTests; UPDATE_GOLDEN=1 rewrites it.

extension Starter {
  /// The files in the order of their paths.
  static let files: [(path: String, text: String)] = [
    (path: ".gitignore", text: ##"""
# What the rehearsals write, and what must never be shared.
*.jsonl
report*.html
*.db
*.db-*
.env
STOP

"""##),
    (path: "README.md", text: ##"""
# Our outreach

Who is written to, when, by whom, and why not: all of it stands in this folder, as text.
Nothing here sends anything.

| folder | what |
| --- | --- |
| `policies/parley.yaml` | who we are, our time zone, how far things may go: begin here |
| `policies/facts.yaml` | what we know about people |
| `policies/channels.yaml` | how we reach them, and who writes |
| `policies/guards.yaml` | hours, holidays, and conditions that policies share |
| `policies/limits.yaml` | caps and cooldowns |
| `policies/leadgen.yaml` | a first letter and one follow-up |
| `templates/` | the letters, in English and Russian |
| `scenarios/` | rehearsals with made-up people |
| `people.csv` | three made-up people, to plan for |

```sh
parley check                                            # all mistakes in one run
parley simulate scenarios/first-month.yaml              # rehearse a month in a second
parley preview leadgen/hello                            # the letter as somebody gets it
parley plan --contacts people.csv --at 2026-10-06T10:00Z
```

"""##),
    (path: "people.csv", text: ##"""
id,first_name,language,country,zone,address.email,consent.email,contact.source,contact.seniority,account.id,account.name,account.stage,account.industry,account.health
ana,Ana,en,PT,Europe/Lisbon,ana@acme.example.com,legitimate_interest,fair,head,acme,Acme,prospect,saas,70
boris,Борис,ru,DE,Europe/Berlin,boris@beta.example.com,legitimate_interest,fair,executive,beta,Beta,prospect,payments,55
carla,Carla,en,PT,Europe/Lisbon,carla@gama.example.com,none,fair,head,gama,Gama,prospect,saas,80

"""##),
    (path: "policies/channels.yaml", text: ##"""
# How people are reached. E-mail alone, to begin with: `parley explain channel` shows the others.
channel: email
plugin: smtp
settings:
  host: {env: SMTP_HOST}
  port: 587
  user: {env: SMTP_USER}
  password: {secret: smtp_password}      # the name of a secret, never its value
consent: [explicit, implied, legitimate_interest]
requires: [identity, postal_address, one_click_unsubscribe]
first_touch: {links: 0..1}               # besides the link to unsubscribe
length: {subject: 1..60, body: 1..1200}
rank: 1
---
channel: team                            # our own chat: no consent, no limits, never to a contact
plugin: slack
settings: {url: {secret: team_webhook}}
internal: true
---
pool: founders
channel: email
senders:
  - {id: anna, name: Anna, address: anna@studio.example.com, daily: 10}
  - {id: daniil, name: Даниил, address: daniil@studio.example.com, daily: 10, languages: [ru]}
choose:
  by: sender.rest
  sticky: conversation                   # a person hears from one of us, not from both
gap: 10m..14m                            # between two letters of one mailbox

"""##),
    (path: "policies/facts.yaml", text: ##"""
# What policies may read about people, beside what Parley knows by itself: `parley explain facts`.
facts:
  contact:
    seniority:  {type: enum, of: [junior, senior, head, executive]}
    source:     {type: string, nullable: true}                  # where the address came from
    topics:     {type: list(string), default: []}
  account:
    stage:      {type: enum, of: [prospect, client, former]}
    industry:   {type: string, nullable: true}
    health:     {type: int, range: 0..100, stale_after: 7d}     # older than this counts as unknown, and unknown never passes
    owner:      {type: string, nullable: true}                  # who of us answers for the account
---
define:
  decides: contact.seniority in ["head", "executive"]

"""##),
    (path: "policies/guards.yaml", text: ##"""
# Hours and conditions that policies share. Sharing only tightens: no policy can loosen a guard.
guards:
  - id: known-source
    require: has(contact.source)
    otherwise: stop
    because: we don't know where this address came from

  - id: working-hours
    window: {calendar: business, zone: contact}

  - id: nobody-else-active
    require: account.active_enrolments < 2
    otherwise: wait
    because: two people of {{account.name}} are already being written to
---
calendar: business
open: [mon-thu 09:00-18:00, fri 09:00-16:00]   # half-open: 18:00 itself is closed
closed: [12-24..01-02]
holidays: {PT: [01-01, 04-25, 05-01, 06-10, 10-05, 12-08], DE: [01-01, 05-01, 10-03]}
---
calendar: cold-outreach                  # people read letters from strangers on quiet weekdays
open: [tue-thu 09:00-11:30, tue-thu 13:30-16:00]
inherit: business                        # its closed days and holidays, not its hours

"""##),
    (path: "policies/leadgen.yaml", text: ##"""
# Owner: growth. The first letter to a new lead, and one follow-up; any reply ends it.
policy: leadgen-intro
title: First letter to a new lead that fits
owner: growth
priority: new_outreach
tags: [cold]
enrol:
  when: account.stage == "prospect" && decides
  again: never
guards:
  - use: nobody-else-active
  - id: cold-hours
    window: {calendar: cold-outreach, zone: contact}
steps:
  - id: hello
    send: {channel: email, template: leadgen/hello, pool: founders}
    expires: 60d                         # a full calendar delays people; after two months the moment has passed
  - id: follow-up
    after: 5d..7d                        # drawn from the seed: a re-run draws the same
    only_if: '!contact.replied_since(enrolment.started_at)'
    priority: follow_ups
    send: {channel: email, template: leadgen/follow-up, pool: same_sender, thread: hello}
exit:
  - {on: contact.replied, as: answered}
  - {on: contact.bounced, as: unreachable}
  - {after: 90d, as: exhausted}
on_exit:
  answered: {task: {to: account.owner, text: "{{contact.name}} answered the first letter"}}
goal: {event: meeting.booked, within: 30d}

"""##),
    (path: "policies/limits.yaml", text: ##"""
# Caps and cooldowns. Nothing names them: each binds every letter that it covers, and the tightest wins.
limit: contact-cooldown
scope: contact
gap: 14d
between: starts                          # first letters of policies; follow-ups have gaps of their own
---
limit: account-weekly
scope: account
count: 2
per: {rolling: 7d}
---
limit: cold-daily                        # strangers come second: room stays for those we already talk with
scope: tag
tags: [cold]
count: 6
per: {calendar: day, zone: Europe/Lisbon}
---
limit: studio-daily                      # start small: a good name can't be bought back
scope: global
count: 12
per: {calendar: day, zone: Europe/Lisbon}

"""##),
    (path: "policies/parley.yaml", text: ##"""
# What holds for every policy here. Replace the identity by your own: every letter shows it.
parley: 1

mode: shadow                             # decide and record; nothing leaves the house unless this says live
safe_list: ["@studio.example.com"]       # whom mode `safe` may write to: yourselves, to begin with
kill_switch: {file: STOP}                # a file of this name stops every send

identity:
  name: Example Studio
  postal_address: 12 Example Street, 1100-001 Lisbon
  site: https://studio.example.com
  unsubscribe: https://studio.example.com/u/{{token}}

time_zone: Europe/Lisbon                 # ours: calendar days, rounds, local times in these files
zone_unknown: wait                       # whose hours we don't know, we don't disturb
languages: [en, ru]                      # which text somebody gets whose language has none

rounds: {every: 15m}                     # how often it is asked who is due
priorities: [replies, follow_ups, new_outreach]
mandatory: [known-source, working-hours] # guards that no policy can leave out

"""##),
    (path: "scenarios/first-month.yaml", text: ##"""
# Owner: growth. A month with a hundred leads: the cap of six a day, one follow-up, silence after a reply.
scenario: first-month
title: A hundred leads meet the first letter
from: 2026-09-01
to: 2026-09-30
seed: 1
people:
  generate:
    count: 100
    contact: {language: {en: 70%, ru: 30%}, country: {PT: 60%, DE: 40%}, seniority: {head: 50%, executive: 30%, junior: 20%}, source: fair, consent: {email: legitimate_interest}}
    account: {stage: prospect, health: 60, industry: {saas: 60%, payments: 40%}, owner: olga}
behaviour:
  reply: {chance: 12%, after: "lognormal(20h, 1.0)", class: {positive: 50%, question: 50%}}
  bounce: {chance: 2%, after: 1m, kind: {hard: 100%}}
  opt_out: {chance: 1%, after: "lognormal(3h, 1.0)"}
expect:
  - {that: 'sends.exists(s, s.step == "follow-up")'}
  # One follow-up at most, whatever happens.
  - {that: 'sends.all(s, sends.filter(o, o.contact == s.contact).size() <= 2)'}
  # Never at night, anywhere.
  - {that: 'sends.all(s, s.local_hour >= 9 && s.local_hour < 18)'}
  # The cap binds: somebody had to wait for a place.
  - {that: 'decisions.exists(d, d.reason == "cold-daily")'}

"""##),
    (path: "templates/leadgen/follow-up.en.md", text: ##"""
---
template: leadgen/follow-up
channel: email
language: en
subject: "Re: Three ideas for your checkout?"
---
Hi {{contact.first_name | default: "there"}},

one line only: is this the wrong moment, or the wrong person? Either answer helps, and I won't write a third time.

{{sender.name}}

{{> footer}}

"""##),
    (path: "templates/leadgen/follow-up.ru.md", text: ##"""
---
template: leadgen/follow-up
channel: email
language: ru
subject: "Re: Три идеи для вашей оплаты?"
---
Здравствуйте{{#contact.first_name}}, {{contact.first_name}}{{/contact.first_name}}.

Одной строкой: не вовремя или не по адресу? Любой ответ поможет, третьего письма не будет.

{{sender.name}}

{{> footer}}

"""##),
    (path: "templates/leadgen/hello.en.md", text: ##"""
---
template: leadgen/hello
channel: email
language: en
subject: Three ideas for your checkout?
---
Hi {{contact.first_name | default: "there"}},

we design interfaces{{#account.industry}} for {{account.industry}} products{{/account.industry}}. I can send three short ideas for yours in one letter, no call needed. Okay if I send them?

{{sender.name}}

{{> footer}}

"""##),
    (path: "templates/leadgen/hello.ru.md", text: ##"""
---
template: leadgen/hello
channel: email
language: ru
subject: Три идеи для вашей оплаты?
---
Здравствуйте{{#contact.first_name}}, {{contact.first_name}}{{/contact.first_name}}.

Мы проектируем интерфейсы. Могу прислать три коротких идеи для вашего продукта одним письмом, без созвона. Прислать?

{{sender.name}}

{{> footer}}

"""##),
    (path: "templates/partials/footer.en.md", text: ##"""
{{identity.name}}, {{identity.postal_address}}
Don't want letters from us? {{unsubscribe_url}}

"""##),
    (path: "templates/partials/footer.ru.md", text: ##"""
{{identity.name}}, {{identity.postal_address}}
Не хотите получать наши письма? {{unsubscribe_url}}

"""##),
  ]
}
