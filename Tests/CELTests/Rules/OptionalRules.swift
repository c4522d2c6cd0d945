// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What is said of optionals, bindings and macros with two variables.
enum OptionalRules {
  static let text = #"""
    # optionals
    optional.of(null).hasValue()  →  true
    optional.ofNonZeroValue(null).hasValue()  →  false
    optional.ofNonZeroValue('').hasValue()  →  false
    optional.ofNonZeroValue(b'').hasValue()  →  false
    optional.ofNonZeroValue(0).hasValue()  →  false
    optional.ofNonZeroValue(0u).hasValue()  →  false
    optional.ofNonZeroValue(0.0).hasValue()  →  false
    optional.ofNonZeroValue(-0.0).hasValue()  →  false
    optional.ofNonZeroValue(0.0/0.0).hasValue()  →  true
    optional.ofNonZeroValue(false).hasValue()  →  false
    optional.ofNonZeroValue([]).hasValue()  →  false
    optional.ofNonZeroValue({}).hasValue()  →  false
    optional.ofNonZeroValue([0]).hasValue()  →  true
    optional.ofNonZeroValue(duration('0s')).hasValue()  →  false
    optional.ofNonZeroValue(int).hasValue()  →  true
    optional.ofNonZeroValue(type(1)).hasValue()  →  true
    optional.none().value()  →  ERR
    optional.none().orValue(42)  →  42
    optional.of(1).orValue(1/0)  →  1
    optional.none().orValue(1/0)  →  ERR
    optional.of(1).or(optional.of(1/0))  →  optional.of(1)
    optional.none().or(optional.none()).orValue(42)  →  42
    optional.none().or(1)  →  CHECK
    dyn(optional.none()).or(dyn(1))  →  ERR
    optional.none() == optional.none()  →  true
    optional.none() == optional.of(1)  →  false
    optional.of(1) == optional.of(1)  →  true
    optional.of(dyn(1)) == optional.of(1u)  →  true
    optional.of(0.0/0.0) == optional.of(0.0/0.0)  →  false
    optional.of(1) != optional.of(2)  →  true
    optional.of(1) == 1  →  CHECK
    dyn(optional.of(1)) == 1  →  false
    optional.of(1) < optional.of(2)  →  CHECK
    type(optional.none()) == optional_type  →  true
    type(optional.none()) == type(optional.of(1))  →  true
    {'a':1}.?a  →  optional.of(1)
    {'a':1}.?b  →  optional.none()
    {'a':{'b':1}}.?a.b  →  optional.of(1)
    {'a':{'b':1}}.?a.c  →  optional.none()
    {'a':{'b':1}}.?x.b  →  optional.none()
    {'a':{'b':1}}.?a.?b  →  optional.of(1)
    {'a':{'b':[1,2]}}.?a.b[1]  →  optional.of(2)
    {'a':{'b':[1,2]}}.?a.b[?5]  →  optional.none()
    {'a':{'b':[1,2]}}.?a.b[5]  →  optional.none()
    {'a':[{'b':1}]}.?a[0].b  →  optional.of(1)
    has({'a':{'b':1}}.?a.b)  →  true
    has({'a':{'b':1}}.?a.c)  →  false
    has({'a':{'b':1}}.?x.c)  →  false
    has({'a':1}.?a)  →  PARSE
    [1,2][?0]  →  optional.of(1)
    [1,2][?2]  →  optional.none()
    [1,2][?-1]  →  optional.none()
    [1,2][?dyn(1.0)]  →  optional.of(2)
    [1,2][?dyn(1u)]  →  optional.of(2)
    [1,2][?dyn('a')]  →  ERR
    [1,2][?'a']  →  CHECK
    {'a':1}[?'b']  →  optional.none()
    {'a':1}[?'a']  →  optional.of(1)
    {1:1}[?dyn(1u)]  →  optional.of(1)
    {1:1}[?dyn(1.0)]  →  optional.of(1)
    dyn(1)[?0]  →  ERR
    dyn(1).?a  →  ERR
    'a'.?b  →  CHECK
    [?optional.of(1), ?optional.none(), 2]  →  [1, 2]
    [?1]  →  CHECK
    [?dyn(1)]  →  ERR
    {?'a': optional.of(1), ?'b': optional.none()}  →  {'a': 1}
    {?'a': 1}  →  CHECK
    {?'a': dyn(1)}  →  ERR
    {?'a': optional.of(1), 'a': 2}  →  ERR
    {?'a': optional.none(), 'a': 2}  →  {'a': 2}
    optional.of(1).optMap(x, x + 1)  →  optional.of(2)
    optional.of(1).optMap(x, 1/0)  →  ERR
    optional.none().optMap(x, x + 1)  →  optional.none()
    optional.of(1).optMap(x, optional.none())  →  optional.of(optional.none())
    optional.of([1]).optFlatMap(x, x[?0])  →  optional.of(1)
    optional.of([1]).optFlatMap(x, x[?1])  →  optional.none()
    optional.of([1]).optFlatMap(x, 1)  →  CHECK
    optional.of([1]).optFlatMap(x, dyn(1))  →  ERR
    optional.none().optFlatMap(x, x[?1])  →  optional.none()
    [1].optMap(x, x)  →  CHECK
    optional.of(1).optMap(x.y, x)  →  PARSE
    optional.unwrap([optional.of(42), optional.none()])  →  [42]
    [optional.of(42), optional.none()].unwrapOpt()  →  [42]
    [].unwrapOpt()  →  []
    [1].unwrapOpt()  →  CHECK
    [dyn(1)].unwrapOpt()  →  ERR
    optional.of(1).hasValue() && optional.of(1).value() == 1  →  true
    optional.of(1).map(x, x)  →  CHECK
    optional.of({'a':1}).a  →  optional.of(1)
    optional.of({'a':1}).b  →  optional.none()
    optional.of({'a':1})['a']  →  optional.of(1)
    optional.of([1])[0]  →  optional.of(1)
    optional.of([1])[1]  →  optional.none()
    optional.of(1)  →  TYPE optional_type(int)
    optional.none()  →  TYPE optional_type(dyn)
    m.?a  →  TYPE optional_type(int)
    m[?'a']  →  TYPE optional_type(int)
    li[?0]  →  TYPE optional_type(int)
    m.?a.orValue(1)  →  TYPE int
    m.?a.orValue('a')  →  CHECK
    mm[?1].a  →  TYPE optional_type(bool)
    mm[?1][?'a']  →  TYPE optional_type(bool)
    optional.none().orValue(1)  →  TYPE int
    optional.none().or(optional.of(1))  →  TYPE optional_type(int)
    oi.optMap(v, string(v))  →  TYPE optional_type(string)
    oi.optFlatMap(v, optional.of(string(v)))  →  TYPE optional_type(string)
    d.?a  →  TYPE optional_type(dyn)
    d.?a.b  →  TYPE optional_type(dyn)
    [?oi]  →  TYPE list(int)
    {?'a': oi}  →  TYPE map(string, int)
    [?oi, 'a']  →  TYPE list(dyn)
    oi.value()  →  TYPE int
    oi.hasValue()  →  TYPE bool
    # bindings
    cel.bind(t, true, t)  →  true
    cel.bind(msg, 'hello', msg + msg + msg)  →  'hellohellohello'
    cel.bind(a, 'hello', cel.bind(b, 'world', a + b + b + a))  →  'helloworldworldhello'
    cel.bind(a, [1, 2, 3], [4, 5, 3].exists(e, e in a))  →  true
    cel.bind(a, 1, cel.bind(a, a + 1, a))  →  2
    cel.bind(a, 1/0, 2)  →  2
    cel.bind(a, 1)  →  CHECK
    cel.bind(a.b, 1, 2)  →  PARSE
    cel.bind(1, 1, 2)  →  PARSE
    cel.bind(a, 1, b2)  →  CHECK
    cel.bind(a, 'x', a + 1)  →  CHECK
    # two variables
    [1,2,3].all(i, j, i < j)  →  true
    {'hello':'world','taco':'taco'}.all(k, v, k != v)  →  false
    {'h': ['hello','hi'], 'j': ['joke','jog']}.all(k, vals, vals.all(v, v.startsWith(k)))  →  true
    {'x':'hello','y':'goodbye'}.exists(k, v, k.startsWith('z') || v.endsWith('bye'))  →  true
    [1,2,4,8,16].exists(i, v, v == 1024 && i == 10)  →  false
    [1,2,1,3,1,4].existsOne(i, v, i == 1 || v == 1)  →  false
    [1,1,2,2,3,3].existsOne(i, v, i == 2 && v == 2)  →  true
    [1,1,2,2,3,3].exists_one(i, v, i == 2 && v == 2)  →  true
    {'i':0,'j':1,'k':2}.existsOne(i, v, i == 'l' || v == 1)  →  true
    [1,2,3].transformList(i, v, (i * v) + v)  →  [1,4,9]
    [1,2,3].transformList(i, v, i % 2 == 0, (i * v) + v)  →  [1,9]
    {'greeting':'hello'}.transformList(k, _, k)  →  ['greeting']
    {'greeting':'hello'}.transformList(_, v, v)  →  ['hello']
    [1,2,3].transformMap(i, v, (i*v)+v)  →  {0:1, 1:4, 2:9}
    [1,2,3].transformMap(i, v, i % 2 == 0, (i*v)+v)  →  {0:1, 2:9}
    {'greeting':'hello'}.transformMap(k, v, v + '!')  →  {'greeting':'hello!'}
    {'greeting':'hello'}.transformMapEntry(k, v, {v: k})  →  {'hello':'greeting'}
    [1,2,3].transformMapEntry(i, v, {v: i})  →  {1:0,2:1,3:2}
    [1,2,3].transformMapEntry(i, v, i > 0, {v: i})  →  {2:1,3:2}
    {'greeting':'aloha','farewell':'aloha'}.transformMapEntry(k, v, {v: k})  →  ERR
    [1, dyn(1u)].transformMapEntry(i, v, {v: i})  →  ERR
    [1, 2].transformMapEntry(i, v, {})  →  {}
    [1].transformMapEntry(i, v, v)  →  CHECK
    [1].transformMapEntry(i, v, dyn(v))  →  ERR
    [1.5].transformMapEntry(i, v, {dyn(v): i})  →  ERR
    [1].transformMap(i, v, 1/0)  →  ERR
    [1].transformList(i, v, 1/0 > 0, v)  →  ERR
    [1].transformList(i, v, v, v)  →  CHECK
    [0,1].all(i, v, 1/v > 5)  →  false
    [0,1].exists(i, v, 1/v == 1)  →  true
    [0,1].all(i, v, 1/v == 1)  →  ERR
    [0,1].existsOne(i, v, 1/v == 1)  →  ERR
    [].all(i, v, false)  →  true
    [].exists(i, v, true)  →  false
    {}.transformMap(k, v, v)  →  {}
    1.transformList(i, v, v)  →  CHECK
    dyn(1).transformList(i, v, v)  →  ERR
    'abc'.all(i, v, true)  →  CHECK
    [1].all(i, i, true)  →  PARSE
    [1].all(i.x, v, true)  →  PARSE
    [1].transformList(i, v, f2(v))  →  CHECK
    li.transformMap(i, v, string(v))  →  TYPE map(int, string)
    m.transformMap(k, v, double(v))  →  TYPE map(string, double)
    m.transformList(k, v, k + string(v))  →  TYPE list(string)
    m.transformMapEntry(k, v, {v: k})  →  TYPE map(int, string)
    li.all(i, v, i < v)  →  TYPE bool
    d.transformMap(k, v, v)  →  TYPE map(dyn, dyn)
    d.transformList(k, v, v)  →  TYPE list(dyn)
    # blocks
    cel.block([1, cel.index(0) + 1], cel.index(1))  →  2
    cel.block([], 1)  →  1
    cel.block([[1, 2]], cel.index(0).map(cel.iterVar(0, 0), cel.iterVar(0, 0) * 2))  →  [2, 4]
    cel.block([1/0], true || cel.index(0) == 1)  →  true
    cel.block([1/0], cel.index(0) == 1)  →  ERR
    cel.block([cel.index(0)], 1)  →  CHECK
    cel.block([1])  →  CHECK
    cel.block([1, 2, 3], cel.index(3))  →  CHECK
    """#
}
