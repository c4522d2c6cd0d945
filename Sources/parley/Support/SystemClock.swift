// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Glibc

/// The machine's clock, read by commands and by nothing below them.
enum SystemClock {
  /// Now, to the second.
  static func now() -> Instant { Instant(seconds: Int64(time(nil))) }

  /// Today in UTC.
  static func today() -> CivilDate {
    CivilDate(daysSinceEpoch: Int32(now().seconds / 86_400))
  }
}

/// How many cores there are to work on.
func coreCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
