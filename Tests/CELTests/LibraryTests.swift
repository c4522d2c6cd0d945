// Licensed under the Apache License, Version 2.0; see LICENSE.

import CEL
import Testing

struct LibraryTests {
  /// Conditions that hold, by library.
  @Test(arguments: [
    // Lists.
    "[1, 2, 3, 4].slice(1, 3) == [2, 3]", "[1].slice(1, 1) == []",
    "[[1], [2, 3], []].flatten() == [1, 2, 3]", "[1, [2, [3]]].flatten() == [1, 2, [3]]",
    "[1, [2, [3, [4]]]].flatten(2) == [1, 2, 3, [4]]", "[[1]].flatten(0) == [[1]]",
    "lists.range(4) == [0, 1, 2, 3]", "lists.range(0) == []", "lists.range(-3) == []",
    "[1, 2, 3].reverse() == [3, 2, 1]", "[3, 1, 2].sort() == [1, 2, 3]",
    "['b', 'a'].sort() == ['a', 'b']", "[true, false].sort() == [false, true]",
    "[b'b', b'a'].sort() == [b'a', b'b']",
    "[duration('2s'), duration('1s')].sort() == [duration('1s'), duration('2s')]",
    "[1, 1u, 1.0, 2].distinct() == [1, 2]", "['b', 'a', 'b'].distinct() == ['b', 'a']",
    "[[1], [1.0], [2]].distinct().size() == 2",
    "['ccc', 'a', 'bb', 'd'].sortBy(x, x.size()) == ['a', 'd', 'bb', 'ccc']",
    "[1, 2, 3].sortBy(x, -x) == [3, 2, 1]", "[].sortBy(x, x) == []",
    "[1, 2, 3].first() == optional.of(1)", "[].first() == optional.none()",
    "[1, 2, 3].last().value() == 3", "[].last().orValue('none') == 'none'",
    "[optional.of(1), optional.none(), optional.of(3)].unwrapOpt() == [1, 3]",
    "optional.unwrap([optional.none()]) == []",
    // Sets.
    "sets.contains([], [])", "!sets.contains([], [1])", "sets.contains([1, 2.0, 3u], [1.0, 2u])",
    "sets.equivalent([1, 1], [1u, 1.0])", "!sets.equivalent([1, 2], [1])",
    "sets.intersects([[1], [2, 3]], [[1, 2], [2, 3.0]])", "!sets.intersects([1], [])",
    // Regular expressions.
    "regex.replace('hello world hello', 'hello', 'hi') == 'hi world hi'",
    "regex.replace('banana', 'a', 'x', 2) == 'bxnxna'",
    "regex.replace('banana', 'a', 'x', 0) == 'banana'",
    "regex.replace('banana', 'a', 'x', -1) == 'bxnxnx'",
    "regex.replace('foo bar', '(fo)o (ba)r', r'\\2 \\1') == 'ba fo'",
    "regex.replace('a', 'a', '$1') == '$1'", "regex.replace('abc', '$', '_end') == 'abc_end'",
    "regex.replace('', '^', 'x') == 'x'", "regex.replace('über', 'x*', '-') == '-ü-b-e-r-'",
    "regex.replace('abaab', 'a*', '.') == '.b.b.'",
    "regex.replace('ab', '(x)?b', r'[\\1]') == 'a[]'",
    "regex.replace('a', 'a', r'\\\\') == r'\\'", "regex.replace('ab', '.', r'\\0\\0') == 'aabb'",
    "regex.extract('hello world', 'hello(.*)') == optional.of(' world')",
    "regex.extract('HELLO', 'hello') == optional.none()",
    "regex.extract('ab', '(x)?b') == optional.none()",
    "regex.extractAll('id:123, id:456', r'id:\\d+') == ['id:123', 'id:456']",
    "regex.extractAll('a1b2', '[a-z]([0-9])') == ['1', '2']",
    "regex.extractAll('x', 'y') == []",
    // Text.
    "'tacocat'.charAt(7) == ''", "'äöü'.charAt(1) == 'ö'", "'abc'.indexOf('', 3) == 3",
    "'abc'.lastIndexOf('', 1) == 1", "'aaa'.lastIndexOf('aa', 3) == 1",
    "'ab'.indexOf('abc') == -1", "'ab'.lastIndexOf('abc') == -1", "''.indexOf('a') == -1",
    "'a-b-c'.split('-') == ['a', 'b', 'c']", "'a-b-c'.split('-', 2) == ['a', 'b-c']",
    "'a'.split('-', 0) == []", "'äb'.split('') == ['ä', 'b']", "'abc'.split('', 2) == ['a', 'bc']",
    "''.split('') == []", "''.split(',') == ['']", "','.split(',') == ['', '']",
    "'-a-'.split('-') == ['', 'a', '']",
    "'ab'.replace('', '-') == '-a-b-'", "'ab'.replace('', '-', 2) == '-a-b'",
    "'aaa'.replace('aa', 'b') == 'ba'", "'aaa'.replace('a', 'b', 0) == 'aaa'",
    "'ab'.substring(1) == 'b'", "'ab'.substring(0, 1) == 'a'", "' \\u200b '.trim() == '\\u200b'",
    "'\\u00a0a\\u3000'.trim() == 'a'", "['a', 'b'].join(', ') == 'a, b'", "[].join() == ''",
    "'TaÆ'.lowerAscii() == 'taÆ'", "'taæ'.upperAscii() == 'TAæ'", "'ab'.reverse() == 'ba'",
    "strings.quote('a\\n\"\\\\') == '\"a\\\\n\\\\\"\\\\\\\\\"'",
    // Encoders.
    "base64.encode(b'') == ''", "base64.encode(b'\\xff') == '/w=='",
    "base64.decode('/w') == b'\\xff'", "base64.decode('/w==') == b'\\xff'",
    // Numbers.
    "math.greatest(1, 2u, 3.5) == 3.5", "math.greatest([1, 5, 3]) == 5",
    "math.least(1) == 1", "math.least([2.5, 1.5]) == 1.5", "math.greatest(1u, 2u, 3u, 0u) == 3u",
    "math.round(2.5) == 3.0", "math.round(-2.5) == -3.0", "math.trunc(-1.9) == -1.0",
    "math.sign(-0.0) == 0.0", "math.isNaN(math.sign(0.0 / 0.0))", "math.sqrt(16u) == 4.0",
    "math.isNaN(math.sqrt(-1))", "math.bitShiftRight(-1, 1) == 9223372036854775807",
    "math.bitShiftLeft(1, 64) == 0", "math.bitShiftLeft(3u, 63) == 9223372036854775808u",
    // Names.
    "cel.bind(x, 1, cel.bind(y, x + 1, x + y)) == 3", "cel.bind(x, 1 / 0, true || x == 1)",
    "cel.bind(x, [1, 2], x.map(x, x + 1)) == [2, 3]",
    "cel.block([1, cel.index(0) + 1], cel.index(1)) == 2",
    // Addresses.
    "string(ip('2001:DB8:0:0:1:0:0:1')) == '2001:db8::1:0:0:1'",
    "string(ip('::')) == '::'", "string(ip('1::')) == '1::'", "string(ip('0:0:1::')) == '0:0:1::'",
    "ip('::ffff:c0a8:1').family() == 4", "!isIP('::1::')", "!isIP('1:2:3:4:5:6:7::8')",
    "!isIP('01.2.3.4')", "!isIP('1.2.3.256')", "!isIP(':1')", "!isIP('1:')", "!isIP('')",
    "isIP('64:ff9b::1.2.3.4')", "!isCIDR('10.0.0.0/33')", "!isCIDR('10.0.0.0/08')",
    "isCIDR('10.0.0.1/8')", "cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')",
    "!cidr('10.1.2.3/8').isMask()", "cidr('0.0.0.0/0').containsIP('9.9.9.9')",
    "cidr('10.0.0.0/8').containsCIDR('10.128.0.0/9')", "!cidr('::/0').containsIP('1.2.3.4')",
    "ip.isCanonical('127.0.0.1')", "!ip.isCanonical('2001:DB8::1')",
    "type(ip('::1')) == net.IP", "ip('224.0.0.9').isLinkLocalMulticast()",
  ])
  func `what the libraries describe holds`(_ text: String) throws {
    #expect(try value(text) == .bool(true))
  }

  @Test(arguments: [
    "[1, 2].slice(1, 3)", "[1, 2].slice(-1, 1)", "[1, 2].slice(2, 1)", "[[1]].flatten(-1)",
    "[1, dyn('b')].sort()", "[1, dyn(1u)].sort()", "[dyn([1])].sort()", "[0.0 / 0.0, 1.0].sort()",
    "[1, dyn('a')].sortBy(x, x)", "lists.range(100000000000)", "regex.replace('a', '(', 'b')",
    "regex.replace('a', 'a', r'\\1')", "regex.replace('a', 'a', r'\\x')",
    "regex.replace('a', 'a', r'\\')", "regex.extract('a', '(a)(b)')",
    "regex.extractAll('a', '(a)(b)')", "'abc'.charAt(4)", "'abc'.charAt(-1)",
    "'abc'.indexOf('a', 4)", "'abc'.lastIndexOf('a', -1)", "'abc'.substring(2, 1)",
    "base64.decode('*')", "base64.decode('a')", "base64.decode('YQ=')", "math.greatest([])",
    "math.least(0.0 / 0.0, 1.0)", "math.bitShiftLeft(1, -1)", "math.abs(-9223372036854775808)",
    "ip('1.2.3')", "cidr('1.2.3.4')", "cidr('1.2.3.4/')", "ip('fe80::1%eth0')",
    "ip('::ffff:1.2.3.4')", "math.greatest(dyn('a'))", "optional.unwrap([dyn(1)])",
    "'a'.replace('', 'b'.format([])) + 'a%d'.format([])", "cel.bind(x, 1 / 0, x)",
  ])
  func `what the libraries refuse is an error`(_ text: String) throws {
    guard case .error = try value(text) else {
      Issue.record("no error: \(try value(text))")
      return
    }
  }

  @Test(arguments: [
    ("%s", "'a'", "a"), ("%s", "1e21", "1000000000000000000000"), ("%s", "1e-7", "0.0000001"),
    ("%s", "-1.5e-3", "-0.0015"), ("%s", "1.0", "1"),
    ("%s", "123456789012345680.0", "123456789012345680"),
    ("%s", "b'a\\xff\\xfeb'", "a\u{FFFD}b"), ("%s", "duration('1500ms')", "1.5s"),
    ("%s", "[1, [true, null], {'b': 1u, 'a': 2}]", "[1, [true, null], {a: 2, b: 1}]"),
    ("%d", "-7", "-7"), ("%d", "3.14", "3.14"), ("%f", "1", "1.000000"), ("%.0f", "0.5", "0"),
    ("%.0f", "1.5", "2"), ("%.0f", "2.5", "2"), ("%.0f", "0.6", "1"), ("%.1f", "0.25", "0.2"),
    ("%.1f", "0.35", "0.3"), ("%.2f", "1.005", "1.00"), ("%.3f", "9.9996", "10.000"),
    ("%.2f", "0.00999", "0.01"), ("%.2f", "1e-10", "0.00"), ("%.1f", "-0.04", "-0.0"),
    ("%.2f", "1e22", "10000000000000000000000.00"), ("%.3f", "123.4567", "123.457"),
    ("%.0f", "9.5", "10"), ("%.0f", "99.5", "100"),
    ("%.0f", "18446744073709551615u", "18446744073709551615"),
    ("%e", "0.0", "0.000000e+00"), ("%.1e", "9.96", "1.0e+01"), ("%.0e", "1500.0", "2e+03"),
    ("%.2e", "-0.00012345", "-1.23e-04"), ("%.3e", "1e300", "1.000e+300"),
    ("%.20f", "0.1", "0.10000000000000000555"), ("%.1f", "5e-324", "0.0"),
    ("%.2e", "5e-324", "4.94e-324"), ("%x", "-255", "-ff"), ("%X", "255u", "FF"),
    ("%x", "b'\\x01\\xab'", "01ab"), ("%o", "-8", "-10"), ("%b", "-5", "-101"),
    ("%b", "false", "0"),
    ("%f", "double('-Infinity')", "-Infinity"), ("%s", "type(1u)", "uint"),
    ("%s", "ip('::1')", "::1"), ("100%%", "0", "100%"),
  ])
  func `format writes values by its verbs`(_ format: String, _ argument: String, _ text: String)
    throws
  {
    #expect(try value("'\(format)'.format([\(argument)])") == .string(text))
  }

  @Test(arguments: [
    "'%'.format([1])", "'%.f'.format([1.0])", "'%.2s'.format(['a'])", "'%d'.format(['a'])",
    "'%q'.format([1])", "'%s %s'.format([1])", "'%.99999f'.format([1.0])",
    "'%s'.format([optional.none()])", "'%d'.format([duration('1s')])", "'%b'.format([1.5])",
    "'%o'.format([1.5])", "'%f'.format(['1.0'])",
  ])
  func `format refuses what it can't write`(_ text: String) throws {
    guard case .error = try value(text) else {
      Issue.record("no error: \(try value(text))")
      return
    }
  }

  @Test(arguments: [
    ("math.greatest(1, 2)", CELType.int), ("math.greatest(1, 2u)", .dyn),
    ("math.greatest(1, 2, 3)", .int), ("math.least([1.0])", .double),
    ("['a'].first()", .optional(.string)), ("[[1]].flatten()", .list(.int)),
    ("[1].sortBy(x, string(x))", .list(.int)), ("cel.bind(x, 1u, [x])", .list(.uint)),
    ("regex.extract('a', 'a')", .optional(.string)), ("cidr('::/0').ip()", .opaque("net.IP")),
    ("'a'.reverse()", .string), ("[1u].reverse()", .list(.uint)), ("[3u].sort()", .list(.uint)),
    ("[optional.of(1)].unwrapOpt()", .list(.int)),
  ])
  func `the checker knows what the libraries give`(_ text: String, _ type: CELType) throws {
    #expect(try checked(text).type == type)
  }

  @Test(arguments: [
    "math.greatest('a')", "math.greatest()", "isIP(cidr('::/0'))", "[[1]].sort()",
    "[1].sortBy(x, [x])", "{'a': 1}.sortBy(x, x)", "'a'.charAt('b')", "cel.index(0)",
    "cel.block([1], cel.index(1))",
  ])
  func `the checker refuses what the libraries don't take`(_ text: String) throws {
    let environment = World.environment()
    guard case .failure = environment.check(try environment.parse(text)) else {
      Issue.record("it checks")
      return
    }
  }

  @Test(arguments: [
    "cel.bind(x + 1, 2, 3)", "cel.block(1, 2)", "cel.block([?optional.none()], 2)",
    "cel.index(-1)", "cel.index('a')", "[1].sortBy(x.y, 1)",
  ])
  func `macros of libraries are told from malformed ones`(_ text: String) {
    #expect(throws: ParseError.self) { try World.environment().parse(text) }
  }

  @Test(arguments: [
    "cel.bind(t, now, t >= contact.last_sent_at + days(14))",
    "cel.bind(age, now - contact.last_sent_at, age >= days(14))",
    "cel.bind(old, now - contact.last_sent_at >= days(14), old || !old)",
    "cel.bind(last, contact.last_sent_at, now - last >= days(14))",
  ])
  func `time is followed through the names of cel.bind`(_ text: String) throws {
    let analysis = try checked(text).breakpoints(of: World.Slot.now)
    let instants = analysis.breakpoints.flatMap {
      TemporalAnalysis.instants(in: Program($0.expression).evaluate(World.activation))
    }
    #expect(instants == [World.noon(104)])
    #expect(analysis.unsolvable.isEmpty)
  }
}
