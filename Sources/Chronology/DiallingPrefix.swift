// Licensed under the Apache License, Version 2.0; see LICENSE.

/// What the first digits of a phone number say of where it belongs.
///
/// Country calling codes of ITU-T E.164. Several countries may share one, and a number may be taken
/// along: it says where somebody may be, never where somebody is.
public enum DiallingPrefix {
  /// The countries that a number in international form (`+351…`) may belong to.
  ///
  /// Spaces, hyphens, dots and brackets are left out. Empty for anything else, and for codes that
  /// belong to no country, such as `+800`.
  public static func countries(ofNumber number: String) -> [CountryCode] {
    guard let digits = digits(of: number) else { return [] }
    // The longest prefix that is known says most: +1 876 is Jamaica, +1 alone is North America.
    for length in stride(from: min(4, digits.count), through: 1, by: -1) {
      if let codes = table[String(digits.prefix(length))] { return codes }
    }
    return []
  }

  private static func digits(of number: String) -> [Character]? {
    var digits: [Character] = []
    for (place, character) in number.enumerated() {
      switch character {
      case "+" where place == 0: continue
      case "0"..."9": digits.append(character)
      case " ", "-", ".", "(", ")": continue
      case _: return nil
      }
    }
    return number.first == "+" && digits.count >= 7 && digits.count <= 15 ? digits : nil
  }

  /// By prefix, without the `+`.
  private static let table: [String: [CountryCode]] = {
    var table: [String: [CountryCode]] = [:]
    for line in lines.split(separator: "\n") {
      let words = line.split(separator: " ")
      let codes = words.dropFirst().compactMap { CountryCode(String($0)) }
      if let prefix = words.first { table[String(prefix)] = codes }
    }
    return table
  }()

  /// A prefix a line, with the countries that use it.
  private static let lines = """
    1 US CA
    7 RU KZ
    20 EG
    27 ZA
    30 GR
    31 NL
    32 BE
    33 FR
    34 ES
    36 HU
    39 IT VA
    40 RO
    41 CH
    43 AT
    44 GB GG IM JE
    45 DK
    46 SE
    47 NO SJ
    48 PL
    49 DE
    51 PE
    52 MX
    53 CU
    54 AR
    55 BR
    56 CL
    57 CO
    58 VE
    60 MY
    61 AU CC CX
    62 ID
    63 PH
    64 NZ
    65 SG
    66 TH
    81 JP
    82 KR
    84 VN
    86 CN
    90 TR
    91 IN
    92 PK
    93 AF
    94 LK
    95 MM
    98 IR
    211 SS
    212 MA EH
    213 DZ
    216 TN
    218 LY
    220 GM
    221 SN
    222 MR
    223 ML
    224 GN
    225 CI
    226 BF
    227 NE
    228 TG
    229 BJ
    230 MU
    231 LR
    232 SL
    233 GH
    234 NG
    235 TD
    236 CF
    237 CM
    238 CV
    239 ST
    240 GQ
    241 GA
    242 CG
    243 CD
    244 AO
    245 GW
    246 IO
    247 SH
    248 SC
    249 SD
    250 RW
    251 ET
    252 SO
    253 DJ
    254 KE
    255 TZ
    256 UG
    257 BI
    258 MZ
    260 ZM
    261 MG
    262 RE YT TF
    263 ZW
    264 NA
    265 MW
    266 LS
    267 BW
    268 SZ
    269 KM
    290 SH
    291 ER
    297 AW
    298 FO
    299 GL
    350 GI
    351 PT
    352 LU
    353 IE
    354 IS
    355 AL
    356 MT
    357 CY
    358 FI AX
    359 BG
    370 LT
    371 LV
    372 EE
    373 MD
    374 AM
    375 BY
    376 AD
    377 MC
    378 SM
    380 UA
    381 RS
    382 ME
    383 RS
    385 HR
    386 SI
    387 BA
    389 MK
    420 CZ
    421 SK
    423 LI
    500 FK GS
    501 BZ
    502 GT
    503 SV
    504 HN
    505 NI
    506 CR
    507 PA
    508 PM
    509 HT
    590 GP BL MF
    591 BO
    592 GY
    593 EC
    594 GF
    595 PY
    596 MQ
    597 SR
    598 UY
    599 CW BQ
    670 TL
    672 AU AQ NF
    673 BN
    674 NR
    675 PG
    676 TO
    677 SB
    678 VU
    679 FJ
    680 PW
    681 WF
    682 CK
    683 NU
    685 WS
    686 KI
    687 NC
    688 TV
    689 PF
    690 TK
    691 FM
    692 MH
    850 KP
    852 HK
    853 MO
    855 KH
    856 LA
    880 BD
    886 TW
    960 MV
    961 LB
    962 JO
    963 SY
    964 IQ
    965 KW
    966 SA
    967 YE
    968 OM
    970 PS
    971 AE
    972 IL
    973 BH
    974 QA
    975 BT
    976 MN
    977 NP
    992 TJ
    993 TM
    994 AZ
    995 GE
    996 KG
    998 UZ
    1242 BS
    1246 BB
    1264 AI
    1268 AG
    1284 VG
    1340 VI
    1345 KY
    1441 BM
    1473 GD
    1649 TC
    1658 JM
    1876 JM
    1664 MS
    1670 MP
    1671 GU
    1684 AS
    1721 SX
    1758 LC
    1767 DM
    1784 VC
    1787 PR
    1939 PR
    1809 DO
    1829 DO
    1849 DO
    1868 TT
    1869 KN
    """
}
