// Licensed under the Apache License, Version 2.0; see LICENSE.

import MessageTemplates
import Testing

@Suite struct TextCaseTests {
  @Test(arguments: [
    ("Acme Corporation", "acme-corporation"), ("Nam-zim", "nam-zim"), ("  a  b  ", "a-b"),
    ("O'Brien & Söhne", "o-brien-sohne"), ("Łódź", "lodz"), ("Straße 3", "strasse-3"),
    ("Лабпикс №3", "labpiks-3"), ("Объём щёток", "obem-shchetok"), ("Київ", "kiyiv"),
    ("Cafe\u{301}", "cafe"), ("İstanbul", "istanbul"), ("日本 7", "7"), ("日本", ""), ("", ""),
    ("--", ""),
  ])
  func `a slug has ASCII letters and digits joined by single hyphens`(
    _ text: String, _ slug: String
  ) {
    #expect(TextCase.slug(text) == slug)
  }

  @Test(arguments: [
    ("acme corporation", "Acme Corporation"), ("anne-marie o'brien", "Anne-Marie O'brien"),
    ("McDonald ACME", "McDonald ACME"), ("привет мир", "Привет Мир"), ("ǆ x", "ǅ X"), ("", ""),
    ("3d a", "3d A"),
  ])
  func `a title has a capital at each word and leaves the rest`(
    _ text: String, _ title: String
  ) {
    #expect(TextCase.title(text) == title)
  }
}
