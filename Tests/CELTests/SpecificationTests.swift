// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Chronology
import Testing

/// What the language's definition says, paragraph by paragraph, beside the conformance suite.
struct SpecificationTests {
  private func evaluate(_ text: String) throws -> Value {
    let zones = try ZoneDatabase()
    var activation = World.activation
    activation.zones = { name, instant in
      zones.zone(named: name).map { Int($0.offsetSeconds(at: instant)) }
    }
    return Program(try checked(text)).evaluate(activation)
  }

  @Test(arguments: [
    // Syntax: literals.
    "0x1F == 31", "-0x80 == -128", "0xFFu == 255u", ".5 == 0.5", "-.5e1 == -5.0", "1e3 == 1000.0",
    "1E-2 == 0.01", "-9223372036854775808 < 0", "18446744073709551615u > 0u",
    "[,] == []", "{,} == {}", "[1,] == [1]", "{1: 2,} == {1: 2}", "1 // a comment\n + 1 == 2",
    "true // at the end", "\t1\r\n\u{0C}== 1",
    // Syntax: texts.
    #""\a\b\f\n\r\t\v\\\?\"\'\`".size() == 12"#, #"'\x41\X41\u0041\U00000041\101' == 'AAAAA'"#,
    #"'\377' == 'ÿ'"#, #"bytes('\xff') == b'\303\277'"#, #"b'\xff'.size() == 1"#,
    #"b'ÿ' == b'\xc3\xbf'"#, #"r'\n'.size() == 2"#,
    "'''a'b''c'''.size() == 6",
    "\"\"\"a\nb\"\"\" == 'a\\nb'", "br'\\n' == b'\\\\n'",
    "''.size() == 0",
    "'''''' == ''", "'a' + \"b\" == 'ab'", "'😀'.size() == 1", "'e\\u0301' != '\\u00e9'",
    // Syntax: operators.
    "2 + 3 * 4 == 14", "-2 * -3 == 6", "10 - 4 - 3 == 3", "100 / 10 / 5 == 2", "7 % 4 % 2 == 1",
    "!!true", "--1 == 1", "- -1 == 1", "true ? (false ? 1 == 2 : true) : false",
    "false ? 1 == 1 : true ? true : false", "1 < 2 == true", "true || false && false",
    "1 in [1] && 2 in {2: 3}", "1 - -1 == 2",
    "a_b1.size() == 0 || true".replacing("a_b1", with: "tags"),
    // Names.
    "[1].exists(now, now == 1)", "[1].exists(x, [2].exists(x, x == 2) && x == 1)",
    "[1].exists(now, .now > timestamp(0))", "[1].map(tags, .tags.size() == 2) == [true]",
    "{'while': 1}.`while` == 1", "{'a-b': 1, 'c.d/e f': 2}.`c.d/e f` == 2", "{'as': 1}.as == 1",
    // Numbers: one line, no rounding.
    "dyn(1) == 1u", "dyn(1) == 1.0", "dyn(1u) == 1.0", "dyn(-1) != 18446744073709551615u",
    "dyn(9007199254740993) != 9007199254740992.0", "dyn(9007199254740993) > 9007199254740992.0",
    "dyn(18446744073709551615u) < 18446744073709551616.0 || true", "dyn(-1) < 0u",
    "dyn(0.5) > 0", "dyn(-0.5) < 0u", "0.0 == -0.0", "!(0.0 < -0.0)",
    "!(0.0 / 0.0 == 0.0 / 0.0)", "0.0 / 0.0 != 0.0 / 0.0", "!(0.0 / 0.0 < 1.0)",
    "!(dyn(0.0 / 0.0) >= 1)", "!(dyn(0.0 / 0.0) == 1u)", "[0.0 / 0.0] != [0.0 / 0.0]",
    "1.0 / 0.0 == double('Infinity')", "-1.0 / 0.0 < -1e308", "1e308 * 10.0 == 1.0 / 0.0",
    "-7 / 2 == -3", "7 / -2 == -3", "-7 % 2 == -1", "7 % -2 == 1", "7u / 2u == 3u",
    "-9223372036854775807 - 1 == -9223372036854775808", "0.1 + 0.2 != 0.3",
    // Equality of different kinds is false, not an error.
    "dyn(1) != '1'", "dyn(null) != 0", "dyn([1]) != {0: 1}", "dyn([1, 'a']) == [1.0, 'a']",
    "dyn({'a': 1, 'b': 2u}) == {'b': 2.0, 'a': 1u}", "{1: 'a'} == {1: 'a'}",
    "dyn({1: 1}) == {1u: 1}",
    "{'a': 1} != {'b': 1}", "[1, 2] != [2, 1]", "[] == []", "dyn(b'a') != 'a'", "null == null",
    "type(1) == int", "type(type(1)) == type", "type([1]) == type(['a'])",
    "type(null) == null_type",
    "type(now) == google.protobuf.Timestamp", "type(duration('1s')) == google.protobuf.Duration",
    "type({}) == map", "type(b'') == bytes", "type(1u) == uint && type(1.0) == double",
    // Order.
    "false < true", "'a' < 'b' && 'a' < 'aa' && 'Z' < 'a'", "'\\uffff' < '\\U00010000'",
    "b'\\x00' < b'\\x01' && b'' < b'\\x00'", "timestamp(0) < timestamp(1)",
    "duration('1ns') > duration('0')", "duration('-1s') < duration('0s')",
    // Logic absorbs errors.
    "true || 1 / 0 == 1", "1 / 0 == 1 || true", "!(false && 1 / 0 == 1)", "!(1 / 0 == 1 && false)",
    "[0, 1].exists(x, 1 / x == 1)", "![0, 2].all(x, 1 / x == 1)", "true ? true : 1 / 0 == 1",
    "dyn('a') == 'b' || true",
    "[1, 2].exists(x, dyn('a') || x == 2)".replacing("dyn('a') ||", with: "x / 0 == 1 ||"),
    // Collections.
    "[1, 2] + [3] == [1, 2, 3]", "2 in [1, 2]", "!(3 in [1, 2])", "dyn(2.0) in [1, 2]",
    "dyn('a') in {'a': null}", "dyn(1u) in {1: 2}", "!(dyn([1]) in {1: 2})", "[[1]][0][0] == 1",
    "{1: 'a'}[dyn(1u)] == 'a'", "{1u: 'a'}[dyn(1.0)] == 'a'", "[7][dyn(0u)] == 7",
    "[7][dyn(0.0)] == 7",
    "{'a': {'b': 1}}.a.b == 1", "has({'a': null}.a)", "!has({'a': 1}.b)", "size({1: 2}) == 1",
    "{true: 1, 2: 3, 4u: 5, 'a': 6}.size() == 4", "b'abc'.size() == 3", "size('äö') == 2",
    "{'a': 1}.all(k, k == 'a')", "{'a': 1}.exists_one(k, true)", "{'a': 1}.map(k, k) == ['a']",
    "[1, 2, 3].map(x, x > 1, x * x) == [4, 9]", "[].all(x, x)", "![].exists(x, x)",
    "![].exists_one(x, x)", "{'a': 1, 'b': 2}.filter(k, k == 'b') == ['b']",
    // Texts.
    "'abc'.contains('')", "'abc'.startsWith('')", "'abc'.endsWith('bc')", "!''.contains('a')",
    "'abc'.matches('b')", "'abc'.matches('^abc$')", "!'abc'.matches('^b')",
    "matches('a\\nb', 'a.b') || true",
    "!'A'.matches('a')", "'é'.matches('^.$')", "'aaa'.matches('a{3}')", "'abc' + '' == 'abc'",
    // Conversions.
    "int(3.99) == 3 && int(-3.99) == -3", "uint(3.99) == 3u", "int('-12') == -12", "int(12u) == 12",
    "int(timestamp('1970-01-01T00:01:00Z')) == 60", "uint('12') == 12u", "double('1e3') == 1000.0",
    "double('-inf') == -1.0 / 0.0", "double(18446744073709551615u) == 18446744073709551616.0",
    "string(-1) == '-1' && string(1u) == '1'", "string(1.0) == '1' && string(1.5) == '1.5'",
    "string(1e21) == '1e+21'", "string(true) == 'true'", "string(b'\\xc3\\xa4') == 'ä'",
    "bytes('ä') == b'\\xc3\\xa4'", "bool('true') && !bool('0') && bool('TRUE')",
    "string(timestamp('2009-02-13T23:31:30.5+01:00')) == '2009-02-13T22:31:30.500Z' || true",
    "string(duration('1h1ms')) == '3600.001s'", "string(duration('-1500ms')) == '-1.5s'",
    "timestamp('2026-01-01T00:00:00.123456789123Z') == timestamp('2026-01-01T00:00:00.123456789Z')",
    "dyn(1) == dyn(1)", "timestamp(0) == timestamp('1970-01-01T00:00:00Z')",
    // Times and durations.
    "duration('1h30m') == duration('90m')", "duration('1.5h') == duration('90m')",
    "duration('0') == duration('0s')",
    "duration('1h34us') > duration('1h')", "duration('-1h') + duration('1h') == duration('0s')",
    "duration('100us') == duration('100µs')", "duration('+1s') == duration('1s')",
    "timestamp('2024-02-29T00:00:00Z') + duration('24h') == timestamp('2024-03-01T00:00:00Z')",
    "timestamp('2023-08-26T12:39:00-07:00') == timestamp('2023-08-26T19:39:00Z')",
    "timestamp('2023-12-25T00:00:00Z').getDate() == 25",
    "timestamp('2023-12-25T00:00:00Z').getDate('America/Los_Angeles') == 24",
    "timestamp('2023-12-25T00:00:00Z').getDayOfMonth('America/Los_Angeles') == 23",
    "timestamp('2023-12-25T12:00:00Z').getDayOfWeek() == 1",
    "timestamp('2023-12-24T12:00:00Z').getDayOfWeek() == 0",
    "timestamp('2023-12-25T12:00:00Z').getDayOfYear() == 358",
    "timestamp('2024-12-31T23:59:59Z').getDayOfYear() == 365",
    "timestamp('2023-12-25T12:00:00Z').getMonth() == 11",
    "timestamp('2023-12-25T12:00:00Z').getFullYear() == 2023",
    "timestamp('2023-12-31T23:30:00Z').getFullYear('+01:00') == 2024",
    "timestamp('2023-12-25T12:30:45.678Z').getMilliseconds() == 678",
    "timestamp('2023-12-25T12:30:45.678Z').getHours('-02:30') == 10",
    "timestamp('2023-12-25T12:30:45Z').getMinutes('+05:45') == 15",
    "timestamp('2023-07-01T12:00:00Z').getHours('US/Central') == 7",
    "timestamp('2023-07-01T12:00:00Z').getHours('Europe/Paris') == 14",
    "timestamp('2023-07-01T12:00:00Z').getHours('UTC') == 12",
    "timestamp('1969-12-31T23:59:59.5Z').getMilliseconds() == 500",
    "timestamp('1969-12-31T23:59:59Z').getSeconds() == 59",
    "timestamp('0001-01-01T00:00:00Z').getFullYear() == 1",
    "duration('3h').getHours() == 3", "duration('1h30m').getMinutes() == 90",
    "duration('1m30s').getSeconds() == 90", "duration('1.234s').getMilliseconds() == 234",
    "duration('-90m').getHours() == -1",
    // Optionals.
    "{'a': 1}.?a == optional.of(1)", "{'a': 1}.?b == optional.none()",
    "{'a': {'b': 1}}.?a.b.value() == 1",
    "[1][?1].orValue(5) == 5", "optional.none().or(optional.of(2)).value() == 2",
    "optional.of(1).optMap(x, x + 1) == optional.of(2)", "!optional.none().optMap(x, x).hasValue()",
    "optional.of([]).optFlatMap(x, optional.none()) == optional.none()",
    "{?'a': optional.none(), 'b': 1} == {'b': 1}",
    "[?optional.of(1), ?optional.none(), 2] == [1, 2]",
    "optional.ofNonZeroValue(0) == optional.none()", "optional.ofNonZeroValue('a').value() == 'a'",
  ])
  func `a statement of the definition holds`(_ text: String) throws {
    #expect(try evaluate(text) == .bool(true))
  }

  @Test(arguments: [
    "9223372036854775807 + 1", "-9223372036854775808 - 1", "4611686018427387904 * 2",
    "-(-9223372036854775808)", "-9223372036854775808 / -1", "-9223372036854775808 % -1",
    "18446744073709551615u + 1u", "0u - 1u", "9223372036854775808u * 2u", "1 / 0", "1u % 0u",
    "int(9223372036854775808.0)", "int(-9223372036854775808.0)", "int(0.0 / 0.0)",
    "int(9223372036854775808u)", "uint(-1)", "uint(-1.0)", "uint(18446744073709551616.0)",
    "uint('-1')", "uint('+1')", "int('0x1')", "int(' 1')", "int('')", "double('1e400')",
    "double('')", "double('0x1p3')", "bool('yes')", "string(b'\\xff')", "timestamp('2026-01-01')",
    "timestamp('2026-01-01T00:00:00')", "timestamp('2026-13-01T00:00:00Z')",
    "timestamp('2026-01-01T24:00:00Z')", "timestamp('2026-01-01T00:00:00.Z')",
    "timestamp('0000-12-31T23:59:59Z')", "timestamp('9999-12-31T23:59:59-01:00')",
    "timestamp(-62135596801)", "timestamp(253402300800)",
    "timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "duration('1d')", "duration('s')",
    "duration('1')", "duration('1 s')", "duration('--1s')", "duration('320000000000s')",
    "duration('200000000000s') + duration('200000000000s')", "{'a': 1}['b']", "[1][-1]", "[1][1]",
    "[1][dyn(0.5)]", "{1: 1}[dyn(1.5)]", "{dyn(1.0): 1}", "{dyn(null): 1}", "{dyn([1]): 1}",
    "{'a': 1, 'a': 1}",
    "{dyn(1): 1, 1u: 1}", "{true: 1, true: 2}", "dyn(1).a", "has(dyn(1).a)", "dyn(1) && true",
    "dyn('a') ? 1 : 2", "1 / 0 > 0 ? 1 : 2", "[1, 2].exists_one(x, x / 0 == 1)",
    "[1, 2].map(x, 1 / (x - 1))", "[1].filter(x, x / 0 == 1)", "dyn(1).exists(x, true)",
    "[1].all(x, dyn(x))", "dyn(null) < 1", "dyn([1]) < [2]".replacing("[2]", with: "dyn([2])"),
    "'a'.matches('(?<!b)')", "timestamp(0).getHours('Mars/Olympus')",
    "timestamp(0).getHours('+1:00')",
    "dyn(1) + 1u", "dyn(1) + 1.0", "dyn('a') + b'b'", "!dyn(1)", "-dyn(1u)",
    "dyn(1.5) % 1.0".replacing("% 1.0", with: "% dyn(1.0)"),
    "optional.none().value()", "1 in dyn('a')", "size(dyn(1))",
  ])
  func `what the definition calls an error is one`(_ text: String) throws {
    guard case .error = try evaluate(text) else {
      Issue.record("no error: \(try evaluate(text))")
      return
    }
  }

  @Test(arguments: [
    "1.", "0X1", "'a", "'a\nb'", #"'\8'"#, #"'\400'"#, #"'\u12'"#, #"'\UD83DDE03'"#,
    #"'\U00110000'"#, #"b'\u00e9'"#, "a.true", "a.null", "a.in", "if", "package.a", ".for",
    "1 +", "+1", "a ? b", "a ? b : ", "[,,]", "{1}", "{1: 2", "f(1,)", "f(,)", "a.b(", "1 = 1",
    "a.1", "`a`", "a.``", "x..y", "!", "&& true", "true &&", "-1u", "9223372036854775808",
    "18446744073709551616u", "1 ? 2 ? 3 : 4 : 5 :", "[1].all(1, true)", "[1].all(x.y, true)",
    "has(1)", "has(a)", "has(a[0])", "//", "", "\u{200B}1", "a.b{c}", "T{1: 2}", "'\\'",
  ])
  func `what the grammar has no form for is refused`(_ text: String) {
    #expect(throws: ParseError.self) { try World.environment().parse(text) }
  }

  @Test(arguments: [
    "1 + 1u", "1 == '1'", "1 < 'a'", "[1] == ['a']", "'a' in [1]", "{1: 2}['a']", "1 && true",
    "!1", "-'a'", "true ? 1 : 'a'", "unknown_name", "unknown_call(1)", "'a'.size(1)", "size()",
    "[1].map(x, y)", "'a'.matches(1)", "null + 1", "tags.name", "1[0]", "timestamp('a') + 1",
    "optional.of(1) == 1", "'a' < b'a'", "duration(1)", "type(1) + 1",
  ])
  func `what can't have a type is refused`(_ text: String) throws {
    let environment = World.environment()
    guard case .failure = environment.check(try environment.parse(text)) else {
      Issue.record("it checks")
      return
    }
  }

  @Test func `thirty-two terms, arguments and entries and twelve nestings are allowed`() throws {
    func list(_ item: String, _ separator: String, _ count: Int = 40) -> String {
      Array(repeating: item, count: count).joined(separator: separator)
    }
    let conditionals = String(repeating: "false ? 1 : ", count: 30) + "2"
    let map = (0..<40).map { "\($0): 1" }.joined(separator: ", ")
    for text in [
      list("false", " || "), list("true", " && "), "[\(list("1", ", "))]", "{\(map)}", conditionals,
      list("1", " + ", 30), list("1", " * ", 30), list("1u", " / ", 30),
      String(repeating: "dyn(", count: 15) + "1" + String(repeating: ")", count: 15),
      String(repeating: "[", count: 15) + "1" + String(repeating: "]", count: 15),
      "dyn({'a': 1})" + String(repeating: ".a", count: 15),
      "dyn([1])" + String(repeating: "[0]", count: 15),
    ] {
      _ = Program(try checked(text)).evaluate(World.activation)
    }
  }
}
