// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What is said of numbers and conversions.
enum NumberRules {
  static let text = #"""
    # math
    math.greatest(1)  →  1
    math.greatest(1u, 2u)  →  2u
    math.greatest(-42.0, -21.5, -100.0)  →  -21.5
    math.greatest([-42.0, -21.5, -100.0])  →  -21.5
    math.greatest()  →  CHECK
    math.greatest('string')  →  CHECK
    math.greatest(dyn('string'))  →  ERR
    math.greatest(dyn([]))  →  ERR
    math.greatest(dyn(['a']))  →  ERR
    math.greatest([dyn('a'), 1])  →  ERR
    math.greatest(1, 'a', 2)  →  PARSE
    math.greatest(1, dyn('a'))  →  ERR
    math.greatest([1], 2)  →  CHECK
    math.greatest(null)  →  CHECK
    math.greatest(1, 1.0)  →  1
    math.greatest(1.0, 1)  →  1.0
    math.greatest(1u, 1, 1.0)  →  1u
    math.least(1, 1.0)  →  1
    math.least(1.0, 1)  →  1.0
    math.least(-1, 18446744073709551615u)  →  -1
    math.greatest(-1, 18446744073709551615u)  →  18446744073709551615u
    math.greatest(9223372036854775807, 9223372036854775808u, 9.3e18)  →  9.3e18
    math.greatest([1, 2.5, 3u])  →  3u
    math.greatest(1, 2)  →  TYPE int
    math.greatest(1, 2.0)  →  TYPE dyn
    math.greatest(1, 2, 3.0)  →  TYPE dyn
    math.greatest([1, 2])  →  TYPE int
    math.greatest([dyn(1)])  →  TYPE dyn
    math.greatest(d, 1)  →  TYPE dyn
    math.bitOr(1u, 2u)  →  3u
    math.bitOr(-2, -4)  →  -2
    math.bitAnd(3u, 2u)  →  2u
    math.bitAnd(3, 5)  →  1
    math.bitAnd(-3, -5)  →  -7
    math.bitXor(3u, 5u)  →  6u
    math.bitXor(1, 3)  →  2
    math.bitNot(1)  →  -2
    math.bitNot(-1)  →  0
    math.bitNot(0u)  →  18446744073709551615u
    math.bitOr(1, 2u)  →  CHECK
    math.bitOr(dyn(1), 2u)  →  ERR
    math.bitOr(1.0, 2.0)  →  CHECK
    math.bitNot(1.0)  →  CHECK
    math.bitShiftLeft(1, 2)  →  4
    math.bitShiftLeft(-1, 2)  →  -4
    math.bitShiftLeft(1u, 200)  →  0u
    math.bitShiftLeft(1, 9223372036854775807)  →  0
    math.bitShiftLeft(1, 63)  →  -9223372036854775808
    math.bitShiftRight(1024, 2)  →  256
    math.bitShiftRight(-1024, 3)  →  2305843009213693824
    math.bitShiftRight(-1024, 64)  →  0
    math.bitShiftRight(1u, -1)  →  ERR
    math.bitShiftRight(1, -1)  →  ERR
    math.bitShiftLeft(1u, -9223372036854775808)  →  ERR
    math.bitShiftLeft(1, 1u)  →  CHECK
    math.ceil(1.2)  →  2.0
    math.ceil(-1.2)  →  -1.0
    math.floor(-1.2)  →  -2.0
    math.round(1.5)  →  2.0
    math.round(-1.5)  →  -2.0
    math.round(0.49999999999999994)  →  0.0
    math.isNaN(math.round(0.0/0.0))  →  true
    math.ceil(1)  →  CHECK
    math.ceil(dyn(1))  →  ERR
    math.round(1u)  →  CHECK
    math.trunc(-1.3)  →  -1.0
    math.abs(-1)  →  1
    math.abs(-1.5)  →  1.5
    math.abs(1u)  →  1u
    math.abs(-9223372036854775808)  →  ERR
    math.abs('a')  →  CHECK
    math.sign(-42)  →  -1
    math.sign(-42.5)  →  -1.0
    math.sign(5u)  →  1u
    math.sign(1.0/0.0)  →  1.0
    math.isInf(1.0/0.0)  →  true
    math.isInf(-1.0/0.0)  →  true
    math.isNaN(0.0/0.0)  →  true
    math.isFinite(0.0/0.0)  →  false
    math.isFinite(1.0/0.0)  →  false
    math.isFinite(1.2)  →  true
    math.isNaN(1)  →  CHECK
    math.isInf(dyn(1))  →  ERR
    math.sqrt(81)  →  9.0
    math.sqrt(985.25)  →  31.388692231439016
    math.isNaN(math.sqrt(-15))  →  true
    math.sqrt('a')  →  CHECK
    math.sqrt(9u)  →  TYPE double
    # arithmetic
    9223372036854775807 + 1  →  ERR
    -9223372036854775807 - 2  →  ERR
    9223372036854775807 * 2  →  ERR
    -9223372036854775808 * -1  →  ERR
    -9223372036854775808 / -1  →  ERR
    -9223372036854775808 % -1  →  ERR
    -(-9223372036854775808)  →  ERR
    -9223372036854775808 % 1  →  0
    1 / 0  →  ERR
    1 % 0  →  ERR
    1u / 0u  →  ERR
    1u % 0u  →  ERR
    1u - 2u  →  ERR
    0u - 1u  →  ERR
    18446744073709551615u + 1u  →  ERR
    18446744073709551615u * 2u  →  ERR
    1.0 / 0.0 == double('inf')  →  true
    1.0 % 2.0  →  CHECK
    dyn(1.0) % 2.0  →  CHECK
    dyn(1.0) % dyn(2.0)  →  ERR
    -(1u)  →  CHECK
    -dyn(1u)  →  ERR
    -'a'  →  CHECK
    -(1.5)  →  -1.5
    -true  →  CHECK
    !1  →  CHECK
    !dyn(1)  →  ERR
    1 + 1.0  →  CHECK
    1 + 1u  →  CHECK
    dyn(1) + 1.0  →  ERR
    'a' + 1  →  CHECK
    'a' + b'a'  →  CHECK
    b'a' + b'b'  →  b'ab'
    'a' * 2  →  CHECK
    [1] + [2.0]  →  CHECK
    [1] + [dyn(2.0)]  →  [1, 2.0]
    [1] + 1  →  CHECK
    {'a':1} + {'b':2}  →  CHECK
    dyn({'a':1}) + dyn({'b':2})  →  ERR
    true + true  →  CHECK
    null + null  →  ERR
    1e308 * 10.0 == double('inf')  →  true
    5 % -3  →  2
    -5 % 3  →  -2
    -5 / 3  →  -1
    0.1 + 0.2 == 0.3  →  false
    # conversions
    int(1)  →  1
    int(1u)  →  1
    int(9223372036854775808u)  →  ERR
    int(9223372036854775807u)  →  9223372036854775807
    int(1.9)  →  1
    int(-1.9)  →  -1
    int(-0.9)  →  0
    int(9.223372036854775e18)  →  9223372036854774784
    int(9223372036854775807.0)  →  ERR
    int(-9223372036854775808.0)  →  ERR
    int(-9223372036854774784.0)  →  -9223372036854774784
    int(0.0/0.0)  →  ERR
    int(1.0/0.0)  →  ERR
    int('42')  →  42
    int('-42')  →  -42
    int('+42')  →  42
    int('-0')  →  0
    int('9223372036854775808')  →  ERR
    int('-9223372036854775808')  →  -9223372036854775808
    int('0x10')  →  ERR
    int('1.0')  →  ERR
    int(' 1')  →  ERR
    int('1 ')  →  ERR
    int('')  →  ERR
    int('1_0')  →  ERR
    int('١')  →  ERR
    int(true)  →  CHECK
    int(null)  →  ERR
    int(dyn(true))  →  ERR
    int(timestamp('1969-12-31T23:59:59.5Z'))  →  -1
    int(timestamp('2004-09-16T23:59:59Z'))  →  1095379199
    int(duration('1s'))  →  CHECK
    uint(1)  →  1u
    uint(-1)  →  ERR
    uint(1.9)  →  1u
    uint(-0.5)  →  ERR
    uint(-0.0)  →  0u
    uint(18446744073709551615.0)  →  ERR
    uint(18446744073709549568.0)  →  18446744073709549568u
    uint(0.0/0.0)  →  ERR
    uint('300')  →  300u
    uint('-1')  →  ERR
    uint('18446744073709551616')  →  ERR
    uint('1u')  →  ERR
    uint('')  →  ERR
    double(1)  →  1.0
    double(1u)  →  1.0
    double('1.5')  →  1.5
    double('-1.5e3')  →  -1500.0
    double('.5')  →  0.5
    double('5.')  →  5.0
    double('1e400')  →  ERR
    double('1e-400')  →  0.0
    double('inf') == double('Infinity')  →  true
    double('NaN') != double('nan')  →  true
    double('')  →  ERR
    double('a')  →  ERR
    double(' 1')  →  ERR
    double('1 ')  →  ERR
    double('0x1p-2')  →  ERR
    double('1_0')  →  ERR
    double('--1')  →  ERR
    double('e5')  →  ERR
    double('.')  →  ERR
    double(true)  →  CHECK
    double(9223372036854775807)  →  9223372036854775808.0
    string('a')  →  'a'
    string(1)  →  '1'
    string(-1)  →  '-1'
    string(1u)  →  '1'
    string(1.5)  →  '1.5'
    string(1.0)  →  '1'
    string(-0.0)  →  '-0'
    string(1e100)  →  '1e+100'
    string(1e-7)  →  '1e-07'
    string(0.0001)  →  '0.0001'
    string(0.00001)  →  '1e-05'
    string(123456789.0)  →  '123456789'
    string(1e20)  →  '100000000000000000000'
    string(1e21)  →  '1e+21'
    string(1.5e21)  →  '1.5e+21'
    string(4.5e-324)  →  '5e-324'
    string(0.0/0.0)  →  'NaN'
    string(true)  →  'true'
    string(b'abc')  →  'abc'
    string(b'\xff')  →  ERR
    string(b'\xed\xa0\x80')  →  ERR
    string(b'\x00')  →  '\x00'
    string(null)  →  ERR
    string([1])  →  CHECK
    string(int)  →  CHECK
    string(timestamp(0))  →  '1970-01-01T00:00:00Z'
    string(timestamp('2009-02-13T23:31:30.100Z'))  →  '2009-02-13T23:31:30.1Z'
    string(timestamp('0001-01-01T00:00:00Z'))  →  '0001-01-01T00:00:00Z'
    string(duration('0s'))  →  '0s'
    string(duration('1m'))  →  '60s'
    string(duration('1h1m1ms'))  →  '3660.001s'
    string(duration('1ns'))  →  '0.000000001s'
    bytes('abc')  →  b'abc'
    bytes('ÿ')  →  b'\xc3\xbf'
    bytes(b'a')  →  b'a'
    bytes(1)  →  CHECK
    bool(true)  →  true
    bool('true')  →  true
    bool('True')  →  true
    bool('TRUE')  →  true
    bool('t')  →  true
    bool('1')  →  true
    bool('false')  →  false
    bool('False')  →  false
    bool('FALSE')  →  false
    bool('f')  →  false
    bool('0')  →  false
    bool('TrUe')  →  ERR
    bool('FaLsE')  →  ERR
    bool('')  →  ERR
    bool('yes')  →  ERR
    bool(1)  →  CHECK
    dyn(1)  →  1
    dyn(1)  →  TYPE dyn
    type(1)  →  TYPE type(int)
    type(dyn(1))  →  TYPE type
    type([1])  →  TYPE type(list(int))
    int  →  TYPE type(int)
    type  →  TYPE type(type)
    """#
}
