// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What the checker deduces.
enum TypeRules {
  static let text = #"""
    # joined and nullable types
    []  →  TYPE list(dyn)
    {}  →  TYPE map(dyn, dyn)
    [1]  →  TYPE list(int)
    [1, 2.0]  →  TYPE list(dyn)
    [1, dyn(2)]  →  TYPE list(dyn)
    [dyn(2), 1]  →  TYPE list(dyn)
    [1, null]  →  TYPE list(dyn)
    [null, 1]  →  TYPE list(dyn)
    [null, null]  →  TYPE list(null_type)
    [null, ts]  →  TYPE list(timestamp)
    [ts, null]  →  TYPE list(timestamp)
    [wi, 1]  →  TYPE list(wrapper(int))
    [1, wi]  →  TYPE list(wrapper(int))
    [wi, null]  →  TYPE list(wrapper(int))
    [1, wi, null]  →  TYPE list(wrapper(int))
    [null, wi, 1]  →  TYPE list(wrapper(int))
    [1, null, wi]  →  TYPE list(dyn)
    [wi, 'a']  →  TYPE list(dyn)
    [[], [1]]  →  TYPE list(list(int))
    [[1], []]  →  TYPE list(list(int))
    [[1], ['a']]  →  TYPE list(dyn)
    [[1], [dyn(1)]]  →  TYPE list(list(dyn))
    [{}, {'a': 1}]  →  TYPE list(map(string, int))
    {'a': 1, 'b': 'c'}  →  TYPE map(string, dyn)
    {1: 1, 'b': 'c'}  →  TYPE map(dyn, dyn)
    {'a': 1, 'b': dyn(1)}  →  TYPE map(string, dyn)
    {'a': null, 'b': wi}  →  TYPE map(string, wrapper(int))
    {'a': wi, 'b': 1}  →  TYPE map(string, wrapper(int))
    wi + 1  →  TYPE int
    wi + wi  →  TYPE int
    wi == null  →  TYPE bool
    wi == 1  →  TYPE bool
    null == wi  →  TYPE bool
    ws + 'a'  →  TYPE string
    wb && true  →  TYPE bool
    wb ? 1 : 2  →  TYPE int
    wi == 'a'  →  CHECK
    wi in [1]  →  TYPE bool
    1 in lw  →  TYPE bool
    lw[0]  →  TYPE wrapper(int)
    null in lw  →  TYPE bool
    ts == null  →  TYPE bool
    du == null  →  TYPE bool
    s == null  →  CHECK
    n == null  →  TYPE bool
    d + 1  →  TYPE int
    d + d  →  TYPE dyn
    d * d  →  TYPE dyn
    d - d  →  TYPE dyn
    -d  →  TYPE dyn
    !d  →  TYPE bool
    d && d  →  TYPE bool
    d < d  →  TYPE bool
    d == d  →  TYPE bool
    d in d  →  TYPE bool
    d[0]  →  TYPE dyn
    d.a.b  →  TYPE dyn
    d['a']  →  TYPE dyn
    d ? d : d  →  TYPE dyn
    d ? 1 : d  →  TYPE dyn
    size(d)  →  TYPE int
    d.size()  →  TYPE int
    string(d)  →  TYPE string
    d.startsWith('a')  →  TYPE bool
    d + 'a'  →  TYPE string
    d + [1]  →  TYPE list(int)
    [] + [1]  →  TYPE list(int)
    li[0]  →  TYPE int
    m['a']  →  TYPE int
    m.a  →  TYPE int
    m['a'] == 'a'  →  CHECK
    mm[1]  →  TYPE map(string, bool)
    mm[1].a  →  TYPE bool
    mm[1]['a']  →  TYPE bool
    mm['a']  →  CHECK
    x.y  →  TYPE int
    x.z  →  TYPE string
    x['y']  →  TYPE string
    has(x.z)  →  TYPE bool
    ts - ts  →  TYPE duration
    ts - du  →  TYPE timestamp
    ts + du  →  TYPE timestamp
    du + ts  →  TYPE timestamp
    du + du  →  TYPE duration
    du - du  →  TYPE duration
    ts - d  →  TYPE dyn
    ts + d  →  TYPE timestamp
    d - ts  →  TYPE duration
    du + d  →  TYPE dyn
    [1].map(x, x * 2)  →  TYPE list(int)
    [].map(x, x)  →  TYPE list(dyn)
    [].map(x, x + 1)  →  TYPE list(int)
    [].exists(x, x == 1)  →  TYPE bool
    [[]].map(x, x)  →  TYPE list(list(dyn))
    [].map(x, [x])  →  TYPE list(list(dyn))
    type(li)  →  TYPE type(list(int))
    int == string  →  TYPE bool
    type(1) == type('a')  →  TYPE bool
    int in [int, string]  →  TYPE bool
    dyn([1])  →  TYPE dyn
    dyn([1])[0]  →  TYPE dyn
    dyn(1) == 'a'  →  TYPE bool
    unknown  →  CHECK
    m.unknown.more  →  CHECK
    s.size  →  CHECK
    s.foo()  →  CHECK
    foo.bar.baz  →  CHECK
    size  →  CHECK
    string  →  TYPE type(string)
    'a'.size  →  CHECK
    size('a', 'b')  →  CHECK
    math  →  CHECK
    optional  →  CHECK
    duration('0000000000000000000000001s')  →  duration('1s')
    duration('-0.00000000000000000000001s')  →  duration('0s')
    duration('99999999999999999999999999h')  →  ERR
    # deduced types
    [optional.none(), optional.of(1)]  →  TYPE list(optional_type(int))
    [optional.none(), optional.of(dyn(1))]  →  TYPE list(optional_type(dyn))
    true ? optional.of(1) : optional.of(dyn(1))  →  TYPE optional_type(dyn)
    [[], [[[]]], [[[[]]]]]  →  TYPE list(list(list(list(list(dyn)))))
    [[[[[]]]], [[[]]], []]  →  TYPE list(list(list(list(list(dyn)))))
    ([].map(x,x))[0].foo  →  TYPE dyn
    [].map(x, x)[0]  →  TYPE dyn
    ([] + [1] + [])[0]  →  TYPE int
    ([] + [] + [1])[0]  →  TYPE int
    ([] + [])[0]  →  TYPE dyn
    [{}, {'a': []}, {'a': [1]}]  →  TYPE list(map(string, list(int)))
    [{'a': []}, {'a': [1]}]  →  TYPE list(map(string, list(int)))
    [{'a': [1]}, {'a': []}]  →  TYPE list(map(string, list(int)))
    [{'a': dyn(1)}, {'a': 1}]  →  TYPE list(map(string, dyn))
    [{'a': 1}, {'a': dyn(1)}]  →  TYPE list(map(string, dyn))
    [{dyn('a'): 1}, {'a': 1}]  →  TYPE list(map(dyn, int))
    true ? {'a': dyn(1)} : {'a': 1}  →  TYPE map(string, dyn)
    true ? {'a': 1} : {'a': dyn(1)}  →  TYPE map(string, dyn)
    true ? [1] : [dyn(1)]  →  TYPE list(dyn)
    true ? [dyn(1)] : [1]  →  TYPE list(dyn)
    true ? 1 : dyn(1)  →  TYPE dyn
    true ? dyn(1) : 1  →  TYPE dyn
    [1] == [dyn(1)]  →  TYPE bool
    [wi] + [1]  →  TYPE list(wrapper(int))
    [1] + [wi]  →  TYPE list(wrapper(int))
    [wi, ws]  →  TYPE list(dyn)
    [wi, d]  →  TYPE list(dyn)
    [wi, 1, dyn(1)]  →  TYPE list(dyn)
    [dyn(1), wi, 1]  →  TYPE list(dyn)
    false ? wi : null  →  TYPE wrapper(int)
    false ? null : wi  →  TYPE wrapper(int)
    true ? wi : 42  →  TYPE wrapper(int)
    true ? 42 : wi  →  TYPE wrapper(int)
    [ts, null][0]  →  TYPE timestamp
    [null, du][0]  →  TYPE duration
    true ? ts : null  →  TYPE timestamp
    true ? null : du  →  TYPE duration
    [null, 1][0]  →  TYPE dyn
    {'a': ts, 'b': null}  →  TYPE map(string, timestamp)
    wi > 1  →  TYPE bool
    -wi  →  TYPE int
    [1,2,3].exists(x, x == wi)  →  TYPE bool
    wi in lw  →  TYPE bool
    li == lw  →  TYPE bool
    lw == li  →  TYPE bool
    lw + li  →  TYPE list(wrapper(int))
    li + lw  →  TYPE list(wrapper(int))
    string(wi)  →  TYPE string
    [[1], [wi]]  →  TYPE list(list(wrapper(int)))
    [[wi], [1]]  →  TYPE list(list(wrapper(int)))
    m[ws]  →  TYPE int
    li[wi]  →  TYPE int
    li.map(x, wi)  →  TYPE list(wrapper(int))
    type(wi)  →  TYPE type(wrapper(int))
    dyn(wi)  →  TYPE dyn
    optional.of(wi)  →  TYPE optional_type(wrapper(int))
    cel.bind(v, [], v + [1])  →  TYPE list(int)
    cel.bind(v, [], v)  →  TYPE list(dyn)
    cel.bind(v, wi, v)  →  TYPE wrapper(int)
    [1, 2.0].map(x, x)  →  TYPE list(dyn)
    [1, 'a'].exists(x, x == 1)  →  TYPE bool
    [1, 'a'].exists(x, x + 1 == 2)  →  TYPE bool
    {'a': 1}.map(k, k)  →  TYPE list(string)
    {'a': 1}.transformList(k, v, v)  →  TYPE list(int)
    [].transformMap(i, v, v)  →  TYPE map(int, dyn)
    {}.map(k, k)  →  TYPE list(dyn)
    {}.a  →  TYPE dyn
    {}['a']  →  TYPE dyn
    [][0]  →  TYPE dyn
    [].first()  →  TYPE optional_type(dyn)
    [].sort()  →  TYPE dyn
    optional.none().value()  →  TYPE dyn
    optional.none().orValue([])  →  TYPE list(dyn)
    dyn([]).map(x, x)  →  TYPE list(dyn)
    '%s'.format([1, 'a'])  →  TYPE string
    '%s'.format([1])  →  TYPE string
    '%s'.format(li)  →  TYPE string
    ['a'].join()  →  TYPE string
    [].join()  →  TYPE string
    dyn([]).join()  →  TYPE string
    math.sqrt(4)  →  TYPE double
    math.abs(d)  →  TYPE dyn
    math.ceil(d)  →  TYPE double
    math.bitAnd(d, 1)  →  TYPE int
    math.bitShiftLeft(d, 1)  →  TYPE dyn
    math.isNaN(d)  →  TYPE bool
    math.sign(1u)  →  TYPE uint
    sets.contains(d, [1])  →  TYPE bool
    [1].slice(0, 1)  →  TYPE list(int)
    [[1]].flatten(1)  →  TYPE list(dyn)
    [1].distinct()  →  TYPE list(int)
    [1].reverse()  →  TYPE list(int)
    d.reverse()  →  TYPE dyn
    d.sort()  →  TYPE dyn
    ['a'].sortBy(x, x)  →  TYPE list(string)
    d.sortBy(x, x)  →  TYPE list(dyn)
    regex.replace('a','a','a')  →  TYPE string
    regex.extractAll('a','a')  →  TYPE list(string)
    base64.encode(by)  →  TYPE string
    base64.decode('')  →  TYPE bytes
    'a'.split(',')  →  TYPE list(string)
    'a'.charAt(0)  →  TYPE string
    'a'.indexOf('a')  →  TYPE int
    lists.range(3)  →  TYPE list(int)
    ts.getHours('UTC')  →  TYPE int
    du.getHours()  →  TYPE int
    d.getHours()  →  TYPE int
    matches(s, 'a')  →  TYPE bool
    {1: 'a', 2u: 'b'}  →  TYPE map(dyn, string)
    {1: 'a', 'b': 'b'}['c']  →  TYPE string
    [1, 2][d]  →  TYPE int
    m[d]  →  TYPE int
    s in m  →  TYPE bool
    1 in m  →  CHECK
    d in m  →  TYPE bool
    s in li  →  CHECK
    m == m  →  TYPE bool
    m == {'a': 'b'}  →  CHECK
    m == {}  →  TYPE bool
    m == {1: 1}  →  CHECK
    li == []  →  TYPE bool
    li != ['a']  →  CHECK
    li == m  →  CHECK
    1 + 'a' == 'b'  →  CHECK
    b == 1  →  CHECK
    b == dyn(1)  →  TYPE bool
    b && (1 ? true : false)  →  CHECK
    b ? b : 1  →  CHECK
    s.startsWith(1)  →  CHECK
    s.contains()  →  CHECK
    s.endsWith('a', 'b')  →  CHECK
    s < 1  →  CHECK
    ts < du  →  CHECK
    ts > 1  →  CHECK
    timestamp(true)  →  CHECK
    int([])  →  CHECK
    double(ts)  →  CHECK
    bytes(by)  →  TYPE bytes
    size(li) == size(s)  →  TYPE bool
    li.exists_one(x, x)  →  CHECK
    li.exists(x, y, z, true)  →  CHECK
    li.filter(x)  →  CHECK
    m.map(k, v, k)  →  CHECK
    m.map(k, k == 'a', k)  →  TYPE list(string)
    m.a.b  →  CHECK
    has(m.a)  →  TYPE bool
    has(m.a.b)  →  CHECK
    has(s.a)  →  CHECK
    has(li.a)  →  CHECK
    has(mm.a)  →  CHECK
    """#
}
