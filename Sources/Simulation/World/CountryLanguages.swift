// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Which language somebody of a country is written to in, where a scenario doesn't say.
enum CountryLanguages {
  /// The most spoken one of the country if the bundle has texts in it, else the bundle's first.
  static func language(of country: String, among languages: [String]) -> String {
    let own = table[country] ?? "en"
    return languages.contains(own) ? own : languages.first ?? own
  }

  private static let table: [String: String] = {
    var table: [String: String] = [:]
    for (language, countries) in [
      ("ar", "AE BH DZ EG IQ JO KW LB LY MA OM QA SA TN YE"), ("cs", "CZ"), ("da", "DK"),
      ("de", "AT CH DE LI"), ("el", "CY GR"),
      ("es", "AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PY SV UY VE"), ("fi", "FI"),
      ("fr", "BE FR LU MC"), ("he", "IL"), ("hu", "HU"), ("it", "IT SM"), ("ja", "JP"),
      ("ko", "KR"), ("nl", "NL"), ("no", "NO"), ("pl", "PL"), ("pt", "AO BR MZ PT"),
      ("ro", "MD RO"), ("ru", "BY KG KZ RU"), ("sv", "SE"), ("th", "TH"), ("tr", "TR"),
      ("uk", "UA"), ("vi", "VN"), ("zh", "CN HK SG TW"),
    ] {
      for country in countries.split(separator: " ") { table[String(country)] = language }
    }
    return table
  }()
}
