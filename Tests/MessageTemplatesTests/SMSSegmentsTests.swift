// Licensed under the Apache License, Version 2.0; see LICENSE.

import MessageTemplates
import Testing

@Suite struct SMSSegmentsTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var encoding: SMSSegments.Encoding
    var unitCount: Int
    var segmentCount: Int

    init(
      _ name: String, _ text: String, _ encoding: SMSSegments.Encoding, units: Int, segments: Int
    ) {
      (testDescription, self.text, self.encoding) = (name, text, encoding)
      (unitCount, segmentCount) = (units, segments)
    }
  }

  @Test(arguments: [
    Case("nothing", "", .gsm7, units: 0, segments: 0),
    Case("160 letters", times("a", 160), .gsm7, units: 160, segments: 1),
    Case("161 letters", times("a", 161), .gsm7, units: 161, segments: 2),
    Case("306 letters", times("a", 306), .gsm7, units: 306, segments: 2),
    Case("307 letters", times("a", 307), .gsm7, units: 307, segments: 3),
    Case("80 euros", times("€", 80), .gsm7, units: 160, segments: 1),
    Case(
      "an escape isn't split", times("a", 152) + "€" + times("a", 152), .gsm7, units: 306,
      segments: 3),
    Case(
      "all of the alphabet",
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
      .gsm7, units: 127, segments: 1),
    Case("the extension", "\u{C}^{}\\[~]|€", .gsm7, units: 20, segments: 1),
    Case("a backtick", "`", .ucs2, units: 1, segments: 1),
    Case("a small ç", "ç", .ucs2, units: 1, segments: 1),
    Case("a long dash", times("a", 69) + "—", .ucs2, units: 70, segments: 1),
    Case("70 Cyrillic", times("я", 70), .ucs2, units: 70, segments: 1),
    Case("71 Cyrillic", times("я", 71), .ucs2, units: 71, segments: 2),
    Case("134 Cyrillic", times("я", 134), .ucs2, units: 134, segments: 2),
    Case("135 Cyrillic", times("я", 135), .ucs2, units: 135, segments: 3),
    Case("35 surrogate pairs", times("🔥", 35), .ucs2, units: 70, segments: 1),
    Case(
      "a pair isn't split", times("я", 66) + "🔥" + times("я", 66), .ucs2, units: 134,
      segments: 3),
  ])
  func `segments are counted as networks count them`(_ c: Case) {
    let measured = SMSSegments(c.text)
    #expect(measured.encoding == c.encoding)
    #expect(measured.unitCount == c.unitCount)
    #expect(measured.segmentCount == c.segmentCount)
  }

  @Test func `the character that costs is named`() {
    #expect(SMSSegments("Ok — ‘yes’").firstBeyondGSM7 == "—")
    #expect(SMSSegments("Ok").firstBeyondGSM7 == nil)
  }
}
