// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Guards
import PolicyLanguage
import Testing

@testable import DecisionEngine

/// Who stands in one line with whom.
struct WaitingLineTests {
  @Test func `who waits in another dialled zone doesn't hold up the line`() throws {
    var world = try TestWorld(
      """
      calendar: office
      open: [mon-fri 09:00-18:00]
      ---
      limit: few
      scope: global
      count: 1
      per: {rolling: 20h}
      ---
      policy: p
      enrol: {on: asked}
      guards: [{id: hours, window: {calendar: office, zone: contact}}]
      steps: [{id: s, send: {channel: email, template: hello}}]
      """)
    for name in ["eve", "ben", "ana"] {
      try world.person(name, consent: ["email": .explicit, "sms": .explicit])
    }
    // Eve and Ana live by London's clock, Ben by Tokyo's: nothing but a phone number says so.
    let ben = try #require(world.store.contact(ContactID("ben")))
    world.store.setAddress("+81312345678", of: ben, channel: world.store.channel(ChannelID("sms")))
    try world.happens("asked", to: "eve", at: "5 16:00")
    try world.happens("asked", to: "ben", at: "6 01:00")
    try world.happens("asked", to: "ana", at: "6 09:00")
    #expect(
      world.timeline(until: "10") == [
        "5 16:00 eve s send", "6 01:00 ben s wait few until 6 12:00",
        "6 09:00 ana s wait few until 6 12:00", "6 12:00 ana s send", "7 08:00 ben s send",
      ])
  }
}
