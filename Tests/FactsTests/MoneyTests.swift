// Licensed under the Apache License, Version 2.0; see LICENSE.

import Facts
import Testing

@Suite struct MoneyTests {
  @Test(arguments: [
    ("25 USD", "25 USD"), ("-0.5 EUR", "-0.5 EUR"), ("1000.10 EUR", "1000.1 EUR"),
    ("0.0001 JPY", "0.0001 JPY"), ("7.50000 GBP", "7.5 GBP"), ("0 USD", "0 USD"),
    ("922337203685477.5807 USD", "922337203685477.5807 USD"),
  ])
  func `an amount reads exactly and prints without needless zeros`(text: String, printed: String) {
    #expect(Money(text)?.description == printed)
  }

  @Test(arguments: [
    "", "25", "USD", "25USD", "25  USD", "25 usd", "25 US", "25 USDT", ".5 USD", "5. USD",
    "1.00001 USD", "1e3 USD", "1,000 USD", "922337203685477.5808 USD", "25 USD ",
  ])
  func `text of another form is no amount`(text: String) {
    #expect(Money(text) == nil)
  }

  @Test func `sums are of one currency`() throws {
    let ten = try #require(Money("10.25 USD"))
    let three = try #require(Money("3 USD"))
    let euro = try #require(Money("3 EUR"))
    #expect(try ten.adding(three).description == "13.25 USD")
    #expect(try ten.subtracting(three).description == "7.25 USD")
    #expect(try ten.multiplied(by: -4).description == "-41 USD")
    #expect(try three.isLess(than: ten))
    #expect(throws: MoneyError.differentCurrencies(ten.currency, euro.currency)) {
      try ten.adding(euro)
    }
    #expect(throws: MoneyError.overflow) { try ten.multiplied(by: .max) }
  }
}
