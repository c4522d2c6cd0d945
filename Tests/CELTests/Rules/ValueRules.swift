// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What is said of comparing, joining and looking up.
enum ValueRules {
  static let text = #"""
    # comparison
    1 < 2u  →  CHECK
    1 == 1u  →  CHECK
    1 == 1.0  →  CHECK
    dyn(1) == 1.0  →  true
    dyn(1) < 1.5  →  true
    dyn(1u) <= 1  →  true
    dyn(1) != 2u  →  true
    1 == null  →  CHECK
    dyn(1) == null  →  false
    dyn(null) == null  →  true
    null == null  →  true
    null != null  →  false
    null < null  →  ERR
    dyn(null) < dyn(null)  →  ERR
    'a' == b'a'  →  CHECK
    dyn('a') == b'a'  →  false
    [1] == [1.0]  →  CHECK
    [1] == [dyn(1.0)]  →  true
    [] == []  →  true
    [] == [1]  →  false
    [] == {}  →  CHECK
    dyn([]) == {}  →  false
    [1,2] == [2,1]  →  false
    [[1]] == [[1]]  →  true
    {} == {}  →  true
    {'a':1} == {'a':1,'b':2}  →  false
    {'a':1,'b':2} == {'b':2,'a':1}  →  true
    {1:1} == {dyn(1u):1.0}  →  CHECK
    {dyn(1):dyn(1)} == {dyn(1u):dyn(1.0)}  →  true
    {'a':0.0/0.0} == {'a':0.0/0.0}  →  false
    [1] < [2]  →  CHECK
    dyn([1]) < dyn([2])  →  ERR
    {} < {}  →  CHECK
    int < int  →  CHECK
    int == int  →  true
    int == string  →  false
    type(1) == int  →  true
    type(1) == type(1u)  →  false
    type(int) == type  →  true
    type(type) == type  →  true
    type(null) == null_type  →  true
    type([]) == list  →  true
    type({}) == map  →  true
    type('') == string  →  true
    type(b'') == bytes  →  true
    type(1.0) == double  →  true
    type(true) == bool  →  true
    type(duration('1s')) == google.protobuf.Duration  →  true
    type(timestamp(0)) == google.protobuf.Timestamp  →  true
    type(dyn(1)) == int  →  true
    dyn  →  CHECK
    timestamp  →  CHECK
    duration  →  CHECK
    false < true  →  true
    true < false  →  false
    true <= true  →  true
    true > 1  →  CHECK
    'a' < 'b'  →  true
    '' < 'a'  →  true
    'A' < 'a'  →  true
    '\U0001F600' > '\uFFFF'  →  true
    b'\x01' < b'\x02'  →  true
    b'a' < b'ab'  →  true
    duration('1s') < duration('2s')  →  true
    timestamp(1) < timestamp(2)  →  true
    timestamp(1) == duration('1s')  →  CHECK
    dyn(timestamp(1)) == duration('1s')  →  false
    dyn(timestamp(1)) < dyn(duration('1s'))  →  ERR
    0.0/0.0 == 0.0/0.0  →  false
    0.0/0.0 != 0.0/0.0  →  true
    0.0/0.0 < 0.0/0.0  →  false
    0.0/0.0 >= 0.0  →  false
    0.0 == -0.0  →  true
    dyn(9007199254740993) == 9007199254740992.0  →  false
    dyn(9007199254740993) > 9007199254740992.0  →  true
    dyn(-1) < 0u  →  true
    dyn(-1) == 18446744073709551615u  →  false
    dyn(18446744073709551615u) > 9223372036854775807  →  true
    dyn(-1.5) < 0u  →  true
    dyn(0.0/0.0) == 1  →  false
    dyn(0.0/0.0) < 1  →  false
    dyn(1) < double('inf')  →  true
    dyn(1) > double('-inf')  →  true
    dyn(1) < dyn('a')  →  ERR
    1 < 'a'  →  CHECK
    # membership
    1 in [1]  →  true
    1 in []  →  false
    'a' in [1]  →  CHECK
    dyn('a') in [1]  →  false
    dyn(1.0) in [1]  →  true
    'a' in {'a':1}  →  true
    'b' in {'a':1}  →  false
    1 in {'a':1}  →  CHECK
    dyn(1) in {'a':1}  →  false
    dyn(1u) in {1:1}  →  true
    dyn(1.0) in {1:1}  →  true
    dyn(1.5) in {1:1}  →  false
    'a' in 'abc'  →  CHECK
    dyn('a') in dyn('abc')  →  ERR
    [1] in [[1]]  →  true
    null in [null]  →  true
    0.0/0.0 in [0.0/0.0]  →  false
    1/0 in [1]  →  ERR
    1 in [1, 1/0]  →  ERR
    # indexes, fields and has
    [1,2][0]  →  1
    [1,2][2]  →  ERR
    [1,2][-1]  →  ERR
    [1,2]['a']  →  CHECK
    [1,2][dyn('a')]  →  ERR
    [1,2][1u]  →  CHECK
    [1,2][dyn(1u)]  →  2
    [1,2][dyn(1.0)]  →  2
    [1,2][dyn(1.5)]  →  ERR
    [1,2][1.0]  →  CHECK
    [1][9223372036854775807]  →  ERR
    {'a':1}['a']  →  1
    {'a':1}['b']  →  ERR
    {'a':1}[1]  →  CHECK
    {1:'a'}[dyn(1u)]  →  'a'
    {1:'a'}[dyn(1.0)]  →  'a'
    {1:'a'}[dyn(1.1)]  →  ERR
    {1u:'a'}[dyn(1)]  →  'a'
    {true:'a'}[true]  →  'a'
    {true:'a'}[dyn(1)]  →  ERR
    'abc'[0]  →  CHECK
    dyn('abc')[0]  →  ERR
    b'abc'[0]  →  CHECK
    1[0]  →  CHECK
    null[0]  →  CHECK
    {'a':1}.a  →  1
    {'a':1}.b  →  ERR
    {1:1}.a  →  CHECK
    dyn({1:1}).a  →  ERR
    dyn(1).a  →  ERR
    dyn(null).a  →  ERR
    dyn([1]).a  →  ERR
    dyn('a').b  →  ERR
    timestamp(0).seconds  →  CHECK
    has({'a':1}.a)  →  true
    has({'a':null}.a)  →  true
    has({'a':1}.b)  →  false
    has({}.a)  →  false
    has(dyn({1:1}).a)  →  false
    has(dyn(1).a)  →  ERR
    has(dyn(null).a)  →  ERR
    has([1].a)  →  CHECK
    has({'a':1}.b.c)  →  CHECK
    has(dyn({'a':1}).b.c)  →  ERR
    has({'a':{'b':1}}.a.b)  →  true
    has(1)  →  PARSE
    has(a)  →  PARSE
    has(a.b())  →  PARSE
    has(a[0])  →  PARSE
    has(a.b, a.c)  →  CHECK
    has()  →  CHECK
    m.has(a)  →  CHECK
    # map literal
    {1:1, 1:2}  →  ERR
    {1:1, 1u:2}  →  ERR
    {'a':1,'a':1}  →  ERR
    {true:1,true:2}  →  ERR
    {1.0:1}  →  ERR
    {null:1}  →  ERR
    {[1]:1}  →  ERR
    {b'a':1}  →  ERR
    {timestamp(0):1}  →  ERR
    {1:1, 'a':2, true:3, 4u:4}.size()  →  4
    {'a': 1/0}  →  ERR
    {1/0: 1}  →  ERR
    [1/0]  →  ERR
    # logic
    true || 1/0 > 0  →  true
    1/0 > 0 || true  →  true
    false && 1/0 > 0  →  false
    1/0 > 0 && false  →  false
    1/0 > 0 && true  →  ERR
    1/0 > 0 || false  →  ERR
    1/0 > 0 || 1/0 > 0  →  ERR
    true && dyn(1)  →  ERR
    dyn(1) && true  →  ERR
    dyn(1) && false  →  false
    false && dyn(1)  →  false
    dyn(1) || true  →  true
    true || dyn(1)  →  true
    dyn(1) || false  →  ERR
    dyn('a') || dyn(1)  →  ERR
    dyn(true)  →  true
    1 && true  →  CHECK
    true || 'a'  →  CHECK
    null && true  →  CHECK
    dyn(null) && false  →  false
    true ? 1 : 1/0  →  1
    false ? 1/0 : 2  →  2
    1/0 > 0 ? 1 : 2  →  ERR
    dyn(1) ? 1 : 2  →  ERR
    1 ? 1 : 2  →  CHECK
    true ? 1 : 'a'  →  CHECK
    true ? 1 : dyn('a')  →  1
    true ? 1 : null  →  CHECK
    true ? null : timestamp(0)  →  null
    false ? 1 : 2  →  TYPE int
    true ? dyn(1) : 'a'  →  TYPE dyn
    true ? [] : [1]  →  TYPE list(int)
    true ? [1] : []  →  TYPE list(int)
    true ? {} : {'a':1}  →  TYPE map(string, int)
    true ? wi : 1  →  TYPE wrapper(int)
    true ? 1 : wi  →  TYPE wrapper(int)
    true ? null : wi  →  TYPE wrapper(int)
    true ? optional.none() : optional.of(1)  →  TYPE optional_type(int)
    !(1/0 > 0)  →  ERR
    # macros
    [1,2,3].all(x, x > 0)  →  true
    [].all(x, x > 0)  →  true
    [1,2,3].exists(x, x > 5)  →  false
    [1,2,3].exists_one(x, x > 2)  →  true
    [1,2,3].exists_one(x, x > 1)  →  false
    [].exists_one(x, true)  →  false
    [1, 0].all(x, 1/x > 5)  →  false
    [0, 1].exists(x, 1/x == 1)  →  true
    [0, 1].exists_one(x, 1/x == 1)  →  ERR
    [0, 1].filter(x, 1/x == 1)  →  ERR
    [0, 1].map(x, 1/x)  →  ERR
    [0, 1].map(x, x > 0, 1/x)  →  [1]
    [1, 2].map(x, x == 1/0, x)  →  ERR
    [1].all(x, x)  →  CHECK
    [1].all(x, dyn(x))  →  ERR
    [dyn(1), false].all(x, x)  →  false
    [dyn(1), true].exists(x, x)  →  true
    [dyn(1), true].exists_one(x, x)  →  ERR
    [1].filter(x, dyn(x))  →  ERR
    [1].filter(x, x)  →  CHECK
    [1].map(x, x, x)  →  CHECK
    [1].map(x, dyn(x), x)  →  ERR
    {'a':1,'b':2}.all(k, k in ['a','b'])  →  true
    {'a':1}.exists(k, k == 'a')  →  true
    {'a':1}.exists_one(k, k == 'a')  →  true
    {'a':1,'b':2}.filter(k, k == 'b')  →  ['b']
    {'a':1}.map(k, k + 'x')  →  ['ax']
    1.all(x, true)  →  CHECK
    dyn(1).all(x, true)  →  ERR
    dyn(1).map(x, true)  →  ERR
    dyn(1).filter(x, true)  →  ERR
    dyn(1).exists_one(x, true)  →  ERR
    dyn(null).exists(x, true)  →  ERR
    'abc'.map(x, x)  →  CHECK
    dyn('abc').map(x, x)  →  ERR
    [1].map(x)  →  CHECK
    [1].all()  →  CHECK
    [1].map(1, x)  →  PARSE
    [1].map(x.y, x)  →  PARSE
    [1].map(.x, x)  →  PARSE
    [1].map('x', x)  →  PARSE
    [1].map(x, [2].map(x, x))  →  [[2]]
    [1].map(x, [2].map(y, x + y))  →  [[3]]
    [1].map(x, .x) == [{}]  →  ERR
    [[1,2],[3]].map(x, x.map(y, y * 2))  →  [[2,4],[6]]
    [1,2,3].filter(x, x > 1).map(x, x * 2)  →  [4,6]
    li.map(i, string(i))  →  TYPE list(string)
    li.filter(i, i > 1)  →  TYPE list(int)
    m.filter(k, k > '')  →  TYPE list(string)
    m.map(k, m[k])  →  TYPE list(int)
    d.map(k, k)  →  TYPE list(dyn)
    d.filter(k, k)  →  TYPE list(dyn)
    [1].exists(x, y1 == x)  →  CHECK
    [1].map(int, int)  →  [1]
    [1].map(size, size([size]))  →  [1]
    # sizes and texts
    size('')  →  0
    'é'.size()  →  1
    size('👪')  →  1
    size(b'\xf0\x9f')  →  2
    size([1])  →  1
    size({1:1})  →  1
    size(1)  →  CHECK
    size(dyn(1))  →  ERR
    size(null)  →  CHECK
    1.size()  →  CHECK
    'abc'.contains('b')  →  true
    'abc'.contains('')  →  true
    ''.contains('')  →  true
    'abc'.startsWith('')  →  true
    'abc'.endsWith('')  →  true
    'abc'.endsWith('abcd')  →  false
    'abc'.contains(1)  →  CHECK
    b'abc'.contains(b'b')  →  CHECK
    contains('abc', 'b')  →  CHECK
    startsWith('abc', 'a')  →  CHECK
    matches('abc', 'b')  →  true
    'abc'.matches('^b')  →  false
    'abc'.matches('')  →  true
    'a\nb'.matches('a.b')  →  false
    'a\nb'.matches('(?s)a.b')  →  true
    'a\nb'.matches('^b$')  →  false
    'a\nb'.matches('(?m)^b$')  →  true
    'abc'.matches('(')  →  ERR
    'abc'.matches('(?=a)')  →  ERR
    'abc'.matches('a{1001}')  →  ERR
    'hello'.matches('(?i)HELLO')  →  true
    'mississippi'.matches('[is]{4,6}')  →  true
    'αβ'.matches('^..$')  →  true
    'αβ'.matches('\\pL')  →  true
    b'abc'.matches('a')  →  CHECK
    'é'.contains('\u0301')  →  false
    'e\u0301'.contains('e')  →  true
    """#
}
