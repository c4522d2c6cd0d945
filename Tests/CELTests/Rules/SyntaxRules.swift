// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What is said of literals, names and operators.
enum SyntaxRules {
  static let text = #"""
    # literals
    1.  →  PARSE
    .5  →  0.5
    1.e5  →  CHECK
    0x  →  PARSE
    0xG  →  PARSE
    0xfu  →  15u
    0XF  →  PARSE
    -0xF  →  -15
    -0x8000000000000000  →  -9223372036854775808
    0x8000000000000000  →  PARSE
    0xFFFFFFFFFFFFFFFFu  →  18446744073709551615u
    0x10000000000000000u  →  PARSE
    9223372036854775808  →  PARSE
    -9223372036854775809  →  PARSE
    - 9223372036854775808  →  PARSE
    -(9223372036854775808)  →  PARSE
    18446744073709551616u  →  PARSE
    1e400  →  PARSE
    -1e400  →  PARSE
    1e-400  →  0.0
    0012  →  12
    00u  →  0u
    1E5  →  100000.0
    1e+5  →  100000.0
    1e  →  PARSE
    1e5u  →  PARSE
    1.5u  →  PARSE
    1U  →  1u
    123abc  →  PARSE
    1 2  →  PARSE
    'a' 'b'  →  PARSE
    "\""  →  '"'
    '\a\b\f\n\r\t\v\\\?\"\'\`'.size()  →  12
    '\s'  →  PARSE
    '\x4'  →  PARSE
    '\xZZ'  →  PARSE
    '\u12'  →  PARSE
    '\U0001F600'  →  '😀'
    '\uD83D\uDE03'  →  PARSE
    '\UD83DDE03'  →  PARSE
    '\U00110000'  →  PARSE
    '\U0000D800'  →  PARSE
    '\000'  →  '\x00'
    '\08'  →  PARSE
    '\377'  →  'ÿ'
    '\400'  →  PARSE
    '\1'  →  PARSE
    b'\377'  →  b'\xff'
    b'\xff'.size()  →  1
    b'ÿ'.size()  →  2
    b'\u00ff'  →  PARSE
    b'\U000000ff'  →  PARSE
    B'a'  →  b'a'
    R'\n'  →  '\\n'
    bR'\n'  →  b'\\n'
    BR'''a'''  →  b'a'
    rb'a'  →  PARSE
    rr'a'  →  PARSE
    bb'a'  →  PARSE
    '''x''x'''  →  'x\'\'x'
    """x"y"""  →  'x"y'
    ''''a'''  →  "'a"
    '''a''''  →  PARSE
    r'\''  →  PARSE
    r"\\"  →  '\\\\'
    r'\'  →  '\\'
    r'''\'''  →  '\\'
    '''\''''  →  "'"
    'abc"  →  PARSE
    "abc'  →  PARSE
    true  →  true
    True  →  CHECK
    null  →  null
    nil  →  CHECK
    # reserved words and quoted names
    as  →  PARSE
    break  →  PARSE
    const  →  PARSE
    void  →  PARSE
    while  →  PARSE
    in  →  PARSE
    for.a  →  PARSE
    loop()  →  PARSE
    m.as  →  TYPE int
    m.`in`  →  TYPE int
    m.in  →  PARSE
    m.true  →  PARSE
    m.null  →  PARSE
    {'a.b': 1}.`a.b`  →  1
    {'a b/c-d': 1}.`a b/c-d`  →  1
    {'a': 1}.`a`  →  1
    has({'a-b': 1}.`a-b`)  →  true
    {'a': 1}.?`a`  →  optional.of(1)
    {'a': 1}.`a`()  →  PARSE
    `a`  →  PARSE
    `a`.b  →  PARSE
    m.``  →  PARSE
    m.`a\nb`  →  PARSE
    m.`a$`  →  PARSE
    m.`a  →  PARSE
    [1].`map`(x, x)  →  PARSE
    # operators and punctuation
    !-1  →  CHECK
    -!true  →  PARSE
    !!true  →  true
    ---1  →  -1
    --1  →  1
    -(-1)  →  1
    1 - -1  →  2
    1--1  →  2
    1-1  →  0
    1 -1  →  0
    -1.5.foo  →  CHECK
    +1  →  PARSE
    1 ++ 1  →  PARSE
    1 & 1  →  PARSE
    1 = 1  →  PARSE
    1 === 1  →  PARSE
    1 <> 1  →  PARSE
    1 < 2 < 3  →  CHECK
    1 == 1 == true  →  true
    true ? 1 : true ? 2 : 3  →  1
    true ? true ? 1 : 2 : 3  →  PARSE
    (true ? true : false) ? 1 : 2  →  1
    true ? 1  →  PARSE
    true ? : 1  →  PARSE
    ? 1 : 2  →  PARSE
    [1, 2,]  →  [1,2]
    [,]  →  []
    {,}  →  {}
    [, 1]  →  PARSE
    [1,,2]  →  PARSE
    {1:2,,}  →  PARSE
    {1}  →  PARSE
    {1:}  →  PARSE
    {:1}  →  PARSE
    {a b}  →  PARSE
    size([1],)  →  PARSE
    size(,)  →  PARSE
    size(  →  PARSE
    size)  →  PARSE
    (1  →  PARSE
    1)  →  PARSE
    ()  →  PARSE
    [1][0][0]  →  CHECK
    [1].0  →  PARSE
    [1]. size()  →  1
    [1] . size ( )  →  1
    x . y  →  TYPE int
    a..b  →  PARSE
    .x.y  →  TYPE int
    . x  →  TYPE map(string, string)
    ..x  →  PARSE
    1 // comment  →  1
    // only  →  PARSE
    1 /* c */  →  PARSE
    1 # c  →  PARSE
    1;  →  PARSE
    $a  →  PARSE
    a@b  →  PARSE
    'a' +  →  PARSE
    1 in [1] in [true]  →  true
    1 in  →  PARSE
    in [1]  →  PARSE
    1 not in [1]  →  PARSE
    true and false  →  PARSE
    true ||  →  PARSE
    || true  →  PARSE
    Foo{}  →  CHECK
    Foo{a: 1}  →  CHECK
    Foo{a: 1,}  →  CHECK
    Foo{,}  →  CHECK
    Foo{'a': 1}  →  PARSE
    Foo{a 1}  →  PARSE
    Foo{a: 1 b: 2}  →  PARSE
    Foo{`a-b`: 1}  →  CHECK
    Foo{as: 1}  →  CHECK
    Foo{in: 1}  →  PARSE
    Foo.Bar{a: 1}  →  CHECK
    .Foo{a: 1}  →  CHECK
    a.`b`{c: 1}  →  PARSE
    f(){a: 1}  →  PARSE
    1{a: 1}  →  PARSE
    dyn({'a': 1}).sortBy(e, e)  →  ERR
    dyn(optional.of(2)).or(dyn(1))  →  optional.of(2)
    dyn(optional.none()).orValue(dyn(1))  →  1
    """#
}
