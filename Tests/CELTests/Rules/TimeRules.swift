// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What is said of times and addresses.
enum TimeRules {
  static let text = #"""
    # timestamps and durations
    timestamp('2009-02-13T23:31:30Z') == timestamp(1234567890)  →  true
    timestamp('2009-02-13T23:31:30+01:30') == timestamp('2009-02-13T22:01:30Z')  →  true
    timestamp('2009-02-13 23:31:30Z')  →  ERR
    timestamp('2009-02-13T23:31:30')  →  ERR
    timestamp('2009-02-13T23:31Z')  →  ERR
    timestamp('2009-02-13T23:31:60Z')  →  ERR
    timestamp('2009-02-29T23:31:30Z')  →  ERR
    timestamp('2008-02-29T23:31:30Z').getDate()  →  29
    timestamp('1900-02-29T00:00:00Z')  →  ERR
    timestamp('2000-02-29T00:00:00Z').getDayOfYear()  →  59
    timestamp('2009-00-13T23:31:30Z')  →  ERR
    timestamp('2009-01-00T23:31:30Z')  →  ERR
    timestamp('2009-01-32T23:31:30Z')  →  ERR
    timestamp('2009-01-01T25:31:30Z')  →  ERR
    timestamp('2009-01-01T23:31:30+24:00')  →  ERR
    timestamp('2009-01-01T23:31:30+01')  →  ERR
    timestamp('2009-01-01T23:31:30+0100')  →  ERR
    timestamp('10000-01-01T00:00:00Z')  →  ERR
    timestamp('0000-01-01T00:00:00Z')  →  ERR
    timestamp('-0001-01-01T00:00:00Z')  →  ERR
    timestamp('0001-01-01T00:00:00+00:01')  →  ERR
    timestamp('9999-12-31T23:59:59-00:01')  →  ERR
    timestamp('9999-12-31T23:59:59.999999999Z').getMilliseconds()  →  999
    timestamp('')  →  ERR
    timestamp('x')  →  ERR
    timestamp(timestamp(1))  →  timestamp(1)
    timestamp(1u)  →  CHECK
    timestamp(1.0)  →  CHECK
    timestamp(dyn(1.0))  →  ERR
    timestamp(-62135596800)  →  timestamp('0001-01-01T00:00:00Z')
    timestamp(-62135596801)  →  ERR
    timestamp(253402300799)  →  timestamp('9999-12-31T23:59:59Z')
    timestamp(253402300800)  →  ERR
    timestamp(9223372036854775807)  →  ERR
    timestamp('9999-12-31T23:59:59Z') + duration('1s')  →  ERR
    timestamp('9999-12-31T23:59:59.999999999Z') + duration('1ns')  →  ERR
    timestamp('0001-01-01T00:00:00Z') - duration('1ns')  →  ERR
    timestamp('0001-01-01T00:00:00Z') + duration('-1ns')  →  ERR
    duration('1s') + timestamp(0)  →  timestamp(1)
    duration('1s') - timestamp(0)  →  CHECK
    timestamp(0) + timestamp(0)  →  CHECK
    timestamp(0) + 1  →  CHECK
    timestamp(10) - timestamp(4)  →  duration('6s')
    timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')  →  ERR
    timestamp('0001-01-01T00:00:00Z') - timestamp('9999-12-31T23:59:59Z')  →  ERR
    duration('1h') * 2  →  CHECK
    -duration('1h')  →  CHECK
    duration('1h') - duration('2h')  →  duration('-1h')
    timestamp('2009-02-13T23:31:30Z').getDate()  →  13
    timestamp('2009-02-13T23:31:30Z').getDayOfMonth()  →  12
    timestamp('2009-02-13T23:31:30Z').getDayOfWeek()  →  5
    timestamp('2009-02-13T23:31:30Z').getDayOfYear()  →  43
    timestamp('2009-02-13T23:31:30Z').getFullYear()  →  2009
    timestamp('2009-02-13T23:31:30Z').getHours()  →  23
    timestamp('2009-02-13T23:31:20.123456789Z').getMilliseconds()  →  123
    timestamp('2009-02-13T23:31:30Z').getMinutes()  →  31
    timestamp('2009-02-13T23:31:30Z').getMonth()  →  1
    timestamp('2009-02-13T23:31:30Z').getSeconds()  →  30
    timestamp('2009-02-13T23:31:30Z').getDate('Europe/Berlin')  →  14
    timestamp('2009-02-13T23:31:30Z').getDayOfMonth('Europe/Berlin')  →  13
    timestamp('2009-02-13T23:31:30Z').getDayOfWeek('Europe/Berlin')  →  6
    timestamp('2009-02-13T02:00:00Z').getDayOfMonth('US/Central')  →  11
    timestamp('2009-02-13T23:31:30Z').getHours('+05:30')  →  5
    timestamp('2009-02-13T23:31:30Z').getMinutes('+05:30')  →  1
    timestamp('2009-02-13T23:31:30Z').getMinutes('-09:30')  →  1
    timestamp('2009-02-13T23:31:30Z').getHours('02:00')  →  1
    timestamp('2009-02-13T23:31:30Z').getHours('-00:00')  →  23
    timestamp('2009-02-13T23:31:30Z').getHours('UTC')  →  23
    timestamp('2009-02-13T23:31:30Z').getHours('Nowhere')  →  ERR
    timestamp('2009-02-13T23:31:30Z').getHours('+5:30')  →  ERR
    timestamp('2009-02-13T23:31:30Z').getHours('+25:00')  →  ERR
    timestamp('2009-02-13T23:31:30Z').getHours('+05:60')  →  ERR
    timestamp('2009-02-13T23:31:30Z').getHours('+05')  →  ERR
    timestamp('2009-02-13T23:31:30Z').getHours(1)  →  CHECK
    timestamp('2009-02-13T23:31:30Z').getHours('UTC', 'UTC')  →  CHECK
    getHours(timestamp(0))  →  CHECK
    timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00')  →  0
    timestamp('9999-12-31T23:59:59Z').getFullYear('+01:00')  →  10000
    timestamp('1969-12-31T23:59:59.999Z').getMilliseconds()  →  999
    timestamp('1960-01-01T00:00:00Z').getDayOfWeek()  →  5
    duration('1d')  →  ERR
    duration('1h30m') == duration('5400s')  →  true
    duration('1.5h') == duration('90m')  →  true
    duration('.5s') == duration('500ms')  →  true
    duration('1.s') == duration('1s')  →  true
    duration('-1.5h') == duration('-90m')  →  true
    duration('+1s')  →  duration('1s')
    duration('0')  →  duration('0s')
    duration('-0')  →  duration('0s')
    duration('1')  →  ERR
    duration('')  →  ERR
    duration('-')  →  ERR
    duration('s')  →  ERR
    duration('.s')  →  ERR
    duration('1h 30m')  →  ERR
    duration('1h-30m')  →  ERR
    duration('1e3s')  →  ERR
    duration('1S')  →  ERR
    duration('1m1m') == duration('2m')  →  true
    duration('1ns1h') == duration('1h1ns')  →  true
    duration('1.0000000005s')  →  duration('1s')
    duration('0.0000000000000000000001s')  →  duration('0s')
    duration('100000000000000000000000s')  →  ERR
    duration('1us') == duration('1000ns')  →  true
    duration('1µs') == duration('1us')  →  true
    duration('1μs') == duration('1us')  →  true
    duration(duration('1s'))  →  duration('1s')
    duration(1)  →  CHECK
    duration('-320000000000s')  →  ERR
    duration('320000000000s')  →  ERR
    duration('10000000000s') + duration('10000000000s') == duration('20000000000s')  →  true
    duration('1000000s').getHours()  →  277
    duration('-1.5s').getSeconds()  →  -1
    duration('3730s').getMinutes()  →  62
    duration('3730s').getSeconds()  →  3730
    duration('123.321456789s').getMilliseconds()  →  321
    duration('-1.5s').getMilliseconds()  →  -500
    duration('1s').getDate()  →  CHECK
    duration('1s').getHours('UTC')  →  CHECK
    duration('1s').getFullYear()  →  CHECK
    # network
    ip('192.168.0.1').family()  →  4
    ip('2001:db8::68').family()  →  6
    string(ip('2001:DB8::68'))  →  '2001:db8::68'
    isIP('192.168.0.1')  →  true
    isIP('192.168.0.1.0')  →  false
    isIP('192.168.0.1/24')  →  false
    isIP(1)  →  CHECK
    isIP(dyn(1))  →  ERR
    ip(1)  →  CHECK
    ip('a')  →  ERR
    ip.isCanonical('127.0.0.1')  →  true
    ip.isCanonical('2001:db8::abcd')  →  true
    ip.isCanonical('2001:DB8::ABCD')  →  false
    ip.isCanonical('2001:db8::0:0:0:abcd')  →  false
    ip.isCanonical('x')  →  ERR
    ip('127.0.0.1').isUnspecified()  →  false
    ip('0.0.0.0').isUnspecified()  →  true
    ip('::').isUnspecified()  →  true
    ip('127.0.0.1').isLoopback()  →  true
    ip('127.255.255.255').isLoopback()  →  true
    ip('::1').isLoopback()  →  true
    ip('192.168.0.1').isLoopback()  →  false
    ip('224.0.0.1').isLinkLocalMulticast()  →  true
    ip('224.0.1.1').isLinkLocalMulticast()  →  false
    ip('ff02::1').isLinkLocalMulticast()  →  true
    ip('fd00::1').isLinkLocalMulticast()  →  false
    ip('169.254.169.254').isLinkLocalUnicast()  →  true
    ip('fe80::1').isLinkLocalUnicast()  →  true
    ip('febf::1').isLinkLocalUnicast()  →  true
    ip('fec0::1').isLinkLocalUnicast()  →  false
    ip('192.168.0.1').isGlobalUnicast()  →  true
    ip('255.255.255.255').isGlobalUnicast()  →  false
    ip('224.0.0.1').isGlobalUnicast()  →  false
    ip('127.0.0.1').isGlobalUnicast()  →  false
    ip('169.254.0.1').isGlobalUnicast()  →  false
    ip('2001:db8::abcd').isGlobalUnicast()  →  true
    ip('ff00::1').isGlobalUnicast()  →  false
    ip('0.0.0.0').isGlobalUnicast()  →  false
    ip('::1').isGlobalUnicast()  →  false
    ip('127.0.0.1') == ip('127.0.0.1')  →  true
    ip('127.0.0.1') == ip('10.0.0.1')  →  false
    ip('2001:db8::1') == ip('2001:0db8:0:0:0:0:0:1')  →  true
    ip('127.0.0.1') < ip('10.0.0.1')  →  CHECK
    ip('1.2.3.4') == cidr('1.2.3.4/32')  →  CHECK
    ip('1.2.3.4') == '1.2.3.4'  →  CHECK
    isCIDR('192.168.0.0/24')  →  true
    isCIDR('2001:db8::/32')  →  true
    isCIDR('192.168.0.0/33')  →  false
    isCIDR('192.168.0.0')  →  false
    isCIDR('192.168.0.0/-1')  →  false
    isCIDR('192.168.0.0/')  →  false
    isCIDR('192.168.0.0/2 ')  →  false
    isCIDR('::/129')  →  false
    cidr('192.168.0.0/')  →  ERR
    cidr('10.0.0.0/8').containsIP(ip('10.0.0.1'))  →  true
    cidr('10.0.0.0/8').containsIP('10.0.0.1')  →  true
    cidr('10.0.0.0/8').containsIP('11.0.0.1')  →  false
    cidr('10.0.0.0/8').containsIP('x')  →  ERR
    cidr('10.0.0.0/8').containsIP('2001:db8::1')  →  false
    cidr('10.0.0.0/8').containsCIDR(cidr('10.0.0.0/16'))  →  true
    cidr('10.0.0.0/8').containsCIDR('10.0.0.0/7')  →  false
    cidr('10.0.0.0/8').containsCIDR('10.0.0.0/8')  →  true
    cidr('10.0.0.0/8').containsCIDR('x')  →  ERR
    cidr('10.0.0.0/8').containsCIDR('2001:db8::/32')  →  false
    cidr('192.168.1.5/24').ip()  →  ip('192.168.1.5')
    cidr('192.168.1.5/24').masked()  →  cidr('192.168.1.0/24')
    cidr('192.168.1.5/24').prefixLength()  →  24
    string(cidr('192.168.1.5/24'))  →  '192.168.1.5/24'
    string(cidr('2001:DB8::/32'))  →  '2001:db8::/32'
    cidr('192.168.1.5/24') == cidr('192.168.1.0/24')  →  false
    cidr('192.168.1.0/24') == cidr('192.168.1.0/24')  →  true
    type(ip('1.2.3.4')) == net.IP  →  true
    type(cidr('1.2.3.4/8')) == net.CIDR  →  true
    ip('1.2.3.4')  →  TYPE net.IP
    cidr('1.2.3.4/8')  →  TYPE net.CIDR
    cidr('1.2.3.4/8').masked()  →  TYPE net.CIDR
    net.IP  →  TYPE type(net.IP)
    {ip('1.2.3.4'): 1}  →  ERR
    """#
}
