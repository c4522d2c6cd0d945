// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What is said of texts, lists and sets.
enum TextRules {
  static let text = #"""
    # strings
    'hello mellow'.indexOf('')  →  0
    'hello mellow'.indexOf('ello')  →  1
    'hello mellow'.indexOf('jello')  →  -1
    'hello mellow'.indexOf('', 2)  →  2
    'hello mellow'.indexOf('ello', 2)  →  7
    'hello mellow'.indexOf('ello', -1)  →  ERR
    'hello mellow'.lastIndexOf('')  →  12
    'hello mellow'.lastIndexOf('ello')  →  7
    'hello mellow'.lastIndexOf('jello')  →  -1
    'hello mellow'.lastIndexOf('ello', 6)  →  1
    'hello mellow'.lastIndexOf('ello', 1)  →  1
    'hello mellow'.lastIndexOf('ello', 0)  →  -1
    'hello mellow'.lastIndexOf('ello', -1)  →  ERR
    ''.indexOf('')  →  0
    ''.lastIndexOf('')  →  0
    ''.lastIndexOf('a')  →  -1
    'ta©o©αT'.indexOf('©')  →  2
    'ta©o©αT'.lastIndexOf('©')  →  4
    'ta©o©αT'.indexOf('©', 3)  →  4
    'ta©o©αT'.indexOf('©αT', 3)  →  4
    'ta©o©αT'.indexOf('©α', 5)  →  -1
    'hello'.charAt(4)  →  'o'
    'hello'.charAt(5)  →  ''
    'hello'.charAt(6)  →  ERR
    'hello'.charAt(-1)  →  ERR
    'hello'.charAt(9223372036854775807)  →  ERR
    ''.charAt(0)  →  ''
    ['hello', 'mellow'].join()  →  'hellomellow'
    ['x'].join('|')  →  'x'
    [].join('/')  →  ''
    [1].join()  →  CHECK
    [dyn(1)].join()  →  ERR
    ['a', dyn(1)].join(',')  →  ERR
    dyn(['a', 1]).join(',')  →  ERR
    'a'.join()  →  CHECK
    'TacoCÆt Xii'.lowerAscii()  →  'tacocÆt xii'
    '@[`{'.lowerAscii()  →  '@[`{'
    '@[`{'.upperAscii()  →  '@[`{'
    strings.quote('single-quote with "double quote"')  →  '"single-quote with \\"double quote\\""'
    strings.quote("two escape sequences \a\n")  →  '"two escape sequences \\a\\n"'
    strings.quote('\u0000')  →  '"\u0000"'
    strings.quote(1)  →  CHECK
    'x'.quote()  →  CHECK
    'hello hello'.replace('he', 'we')  →  'wello wello'
    'hello hello'.replace('he', 'we', 1)  →  'wello hello'
    'hello hello'.replace('he', 'we', 0)  →  'hello hello'
    'hello hello'.replace('he', 'we', -5)  →  'wello wello'
    'hello hello'.replace('', '_')  →  '_h_e_l_l_o_ _h_e_l_l_o_'
    'hello hello'.replace('h', '')  →  'ello ello'
    'üö'.replace('', '-')  →  '-ü-ö-'
    ''.replace('', 'x')  →  'x'
    ''.replace('', 'x', 0)  →  ''
    ''.replace('a', 'x')  →  ''
    'aaaa'.replace('aa', 'a')  →  'aa'
    'hello hello hello'.split(' ')  →  ['hello', 'hello', 'hello']
    'hello hello hello'.split(' ', 0)  →  []
    'hello hello hello'.split(' ', 1)  →  ['hello hello hello']
    'hello hello hello'.split(' ', 2)  →  ['hello', 'hello hello']
    'hello hello hello'.split(' ', -1)  →  ['hello', 'hello', 'hello']
    'hello'.split('', 2)  →  ['h', 'ello']
    'hello'.split('', 1)  →  ['hello']
    ''.split('', 1)  →  []
    ''.split(',', 1)  →  ['']
    'a,b,'.split(',')  →  ['a', 'b', '']
    'a,b,'.split(',', 3)  →  ['a', 'b', '']
    'a,b,'.split(',', 2)  →  ['a', 'b,']
    'tacocat'.substring(4)  →  'cat'
    'tacocat'.substring(0, 4)  →  'taco'
    'tacocat'.substring(-1)  →  ERR
    'tacocat'.substring(2, 1)  →  ERR
    'tacocat'.substring(7)  →  ''
    'tacocat'.substring(8)  →  ERR
    'tacocat'.substring(3, 3)  →  ''
    'tacocat'.substring(0, 8)  →  ERR
    'tacocat'.substring(1, -1)  →  ERR
    'ta©o©αT'.substring(2, 6)  →  '©o©α'
    '  \ttrim\n    '.trim()  →  'trim'
    '\u0009\u000A\u000B\u000C\u000D\u0020\u0085\u00A0\u1680\u2000\u2001'.trim()  →  ''
    '\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A'.trim()  →  ''
    '\u2028\u2029\u202F\u205F\u3000'.trim()  →  ''
    '\u180E\u200B\u200C\u200D\u2060\uFEFF'.trim()  →  '\u180E\u200B\u200C\u200D\u2060\uFEFF'
    ''.trim()  →  ''
    'gums'.reverse()  →  'smug'
    'Ta©O©αT'.reverse()  →  'Tα©O©aT'
    ''.reverse()  →  ''
    1.reverse()  →  CHECK
    # format
    '%s'.format(['foo'])  →  'foo'
    '%s'.format([b'foo'])  →  'foo'
    '%s'.format([b'\xf0\x9f\xf0foo'])  →  '\ufffdfoo'
    '%d'.format([1])  →  '1'
    '%d'.format([3.14])  →  '3.14'
    '%d'.format([0.0/0.0])  →  'NaN'
    '%d'.format([-1.0/0.0])  →  '-Infinity'
    '%f'.format([1u])  →  '1.000000'
    '%f'.format([3.14])  →  '3.140000'
    '%.1f'.format([3.14])  →  '3.1'
    '%e'.format([1])  →  '1.000000e+00'
    '%.1e'.format([-3.14])  →  '-3.1e+00'
    '%.3f'.format([123.4999])  →  '123.500'
    '%.0f'.format([-0.5])  →  '-0'
    '%.2f'.format([-1])  →  '-1.00'
    '%e'.format([0.0/0.0])  →  'NaN'
    '%s'.format([timestamp('2023-02-03T23:31:20+00:00')])  →  '2023-02-03T23:31:20Z'
    '%s'.format([timestamp('2023-02-03T23:31:20.5+01:00')])  →  '2023-02-03T22:31:20.5Z'
    '%s'.format([duration('1h45m47s')])  →  '6347s'
    '%s'.format([duration('-1ns')])  →  '-0.000000001s'
    '%s'.format([null])  →  'null'
    '%s'.format([type('x')])  →  'string'
    '%s'.format([type(timestamp(0))])  →  'google.protobuf.Timestamp'
    '%s'.format([[]])  →  '[]'
    '%s'.format([{}])  →  '{}'
    '%s'.format([['a', 1.5, b'x', null]])  →  '[a, 1.5, x, null]'
    '%s'.format([[duration('1s'), type(1), timestamp(0)]])  →  '[1s, int, 1970-01-01T00:00:00Z]'
    '%s'.format([{'b': 1, 'a': [true]}])  →  '{a: [true], b: 1}'
    '%s'.format([{true: 1, 2: 3u, 10u: 'x'}])  →  '{10: x, 2: 3, true: 1}'
    '%s %% %s'.format([1, 2])  →  '1 % 2'
    '%x'.format(['Hello'])  →  '48656c6c6f'
    '%X'.format([b'Hello\xff'])  →  '48656C6C6FFF'
    '%x'.format([-30])  →  '-1e'
    '%x'.format([-9223372036854775808])  →  '-8000000000000000'
    '%o'.format([11u])  →  '13'
    '%b'.format([-5])  →  '-101'
    '%b'.format([true])  →  '1'
    '%b'.format([1099511627775])  →  '1111111111111111111111111111111111111111'
    '%x'.format([1.5])  →  ERR
    '%x'.format([true])  →  ERR
    '%d'.format([true])  →  ERR
    '%e'.format(['x'])  →  ERR
    '%f'.format([true])  →  ERR
    '%o'.format(['x'])  →  ERR
    '%b'.format(['x'])  →  ERR
    '%d'.format([])  →  ERR
    '%a'.format([1])  →  ERR
    '%'.format([1])  →  ERR
    '%.3'.format([1.0])  →  ERR
    '%.-3f'.format([1.0])  →  ERR
    'x'.format([1])  →  'x'
    ''.format([])  →  ''
    '%s'.format(1)  →  CHECK
    '%s'.format([1.0])  →  '1'
    '%s'.format([-0.0])  →  '-0'
    '%s'.format([1e300]).size()  →  301
    '%s'.format([ip('1.2.3.4')])  →  '1.2.3.4'
    '%.6f'.format([1e15])  →  '1000000000000000.000000'
    '%.10e'.format([123456789])  →  '1.2345678900e+08'
    '%s'.format([optional.of(1)])  →  ERR
    '%d'.format([null])  →  ERR
    '%d'.format([type(1)])  →  ERR
    # lists
    [1,2,3,4].slice(1, 3)  →  [2, 3]
    [1,2,3,4].slice(4, 4)  →  []
    [1,2,3,4].slice(0, 5)  →  ERR
    [1,2,3,4].slice(3, 2)  →  ERR
    [1,2,3,4].slice(-1, 2)  →  ERR
    [1].slice(dyn(0u), 1)  →  ERR
    [1,[2,3],[4]].flatten()  →  [1, 2, 3, 4]
    [1,[2,[3,4]]].flatten()  →  [1, 2, [3, 4]]
    [1,2,[],[],[3,4]].flatten()  →  [1, 2, 3, 4]
    [1,[2,[3,[4]]]].flatten(2)  →  [1, 2, 3, [4]]
    [1,[2,[3,[4]]]].flatten(-1)  →  ERR
    [1,[2,[3,[4]]]].flatten(100)  →  [1,2,3,4]
    [].flatten()  →  []
    [1,2].flatten()  →  CHECK
    [[1],[2]].flatten()  →  TYPE list(int)
    [].distinct()  →  []
    [-2, 5, -2, 1, 1, 5, -2, 1].distinct()  →  [-2, 5, 1]
    ['c', 'a', 'a', 'b'].distinct()  →  ['c', 'a', 'b']
    [1, 'b', 2, 'b'].distinct()  →  [1, 'b', 2]
    [1, 1.0, 2, 2u].distinct()  →  [1, 2]
    [[1], [1], [2]].distinct()  →  [[1], [2]]
    [{'a': 1}, {'a': 1.0}].distinct().size()  →  1
    [null, null].distinct()  →  [null]
    lists.range(5)  →  [0,1,2,3,4]
    lists.range(-1)  →  []
    lists.range(1u)  →  CHECK
    [5,3,1,2].reverse()  →  [2,1,3,5]
    [].reverse()  →  []
    [3,2,1].sort()  →  [1,2,3]
    [1,'b'].sort()  →  ERR
    [[1,2,3]].sort()  →  CHECK
    [dyn([1])].sort()  →  ERR
    [1, dyn(2.0)].sort()  →  ERR
    [].sort()  →  []
    [null].sort()  →  ERR
    [{}].sort()  →  CHECK
    [timestamp(2), timestamp(1)].sort()  →  [timestamp(1), timestamp(2)]
    ['b','a'].sortBy(e, e)  →  ['a', 'b']
    [[3,1],[1,2]].sortBy(e, e[1])  →  [[3,1],[1,2]]
    [{'n': 'a', 's': 0}, {'n': 'b', 's': -1}].sortBy(e, e.s).map(e, e.n)  →  ['b', 'a']
    [1].sortBy(e, [e])  →  CHECK
    [1,2].sortBy(e, e == 1 ? dyn('a') : dyn(1))  →  ERR
    [1].sortBy(e, null)  →  CHECK
    lists.range(3).sortBy(e, -e)  →  [2,1,0]
    {'a': 1}.sortBy(e, e)  →  CHECK
    [1,2,3].first().value()  →  1
    [1,2,3].last().value()  →  3
    [].first().orValue('test')  →  'test'
    [1].first()  →  TYPE optional_type(int)
    'abc'.first()  →  CHECK
    # sets
    sets.contains([], [])  →  true
    sets.contains([], [1])  →  false
    sets.contains([1,2,3,4], [2,3])  →  true
    sets.contains([1, 2.0, 3u], [1.0, 2u, 3])  →  true
    sets.equivalent([], [])  →  true
    sets.equivalent([1], [1,1])  →  true
    sets.equivalent([1], [1u, 1.0])  →  true
    sets.equivalent([1,2,3], [3u, 2.0, 1])  →  true
    sets.equivalent([1], ['a'])  →  CHECK
    sets.equivalent([1], [])  →  false
    sets.intersects([1], [])  →  false
    sets.intersects([], [])  →  false
    sets.intersects([1], [1,2])  →  true
    sets.intersects([[1],[2,3]], [[1,2],[2,3.0]])  →  true
    sets.contains([{'a':1}], [{'a':1u}])  →  CHECK
    sets.contains([dyn({'a':1})], [{'a':1u}])  →  true
    sets.contains([null], [null])  →  true
    sets.contains(1, [1])  →  CHECK
    sets.contains(dyn(1), [1])  →  ERR
    # regex
    regex.replace('hello world hello', 'hello', 'hi')  →  'hi world hi'
    regex.replace('banana', 'a', 'x', 0)  →  'banana'
    regex.replace('banana', 'a', 'x', 1)  →  'bxnana'
    regex.replace('banana', 'a', 'x', -12)  →  'bxnxnx'
    regex.replace('banana', 'a', 'x', 100)  →  'bxnxnx'
    regex.replace('foo bar', '(fo)o (ba)r', '\\2 \\1')  →  'ba fo'
    regex.replace('foo bar', '(', '$2 $1')  →  ERR
    regex.replace('id=123', 'id=(?P<value>\\d+)', 'value: \\values')  →  ERR
    regex.replace('banana', 'ana', '')  →  'bna'
    regex.replace('abc', '(a)', '\\0\\1')  →  'aabc'
    regex.replace('abc', '(', 'x', 0)  →  ERR
    regex.replace('abc', 'a', '\\9', 0)  →  ERR
    regex.extract('hello world', 'hello(.*)')  →  optional.of(' world')
    regex.extract('item-A, item-B', 'item-(\\w+)')  →  optional.of('A')
    regex.extract('HELLO', 'hello')  →  optional.none()
    regex.extract('testuser@testdomain', '(.*)@([^.]*)')  →  ERR
    regex.extract('a', '(')  →  ERR
    regex.extract('', '^$')  →  optional.of('')
    regex.extractAll('id:123, id:456', 'id:\\d+')  →  ['id:123', 'id:456']
    regex.extractAll('id:123, id:456', 'assa')  →  []
    regex.extractAll('testuser@testdomain', '(.*)@([^.]*)')  →  ERR
    regex.extractAll('a b c', '(?P<x>[a-z])')  →  ['a','b','c']
    regex.extract(1, 'a')  →  CHECK
    # encoders
    base64.decode('aGVsbG8=')  →  b'hello'
    base64.decode('aGVsbG8')  →  b'hello'
    base64.encode(b'hello')  →  'aGVsbG8='
    base64.encode('hello')  →  CHECK
    base64.decode('')  →  b''
    base64.decode('=')  →  ERR
    base64.decode('a===')  →  ERR
    base64.decode('aGV=bG8=')  →  ERR
    base64.decode('aGVs bG8=')  →  ERR
    base64.decode('_-__')  →  ERR
    base64.decode(b'a')  →  CHECK
    math.least(1, [2], 3)  →  PARSE
    math.least(1, 2, null)  →  PARSE
    math.greatest(s, 1, 2)  →  TYPE dyn
    """#
}
