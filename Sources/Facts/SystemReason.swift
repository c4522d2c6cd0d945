// Licensed under the Apache License, Version 2.0; see LICENSE.

import Glibc

/// Why the system refused its last call, as messages say it: `no such file or directory`.
package func systemReason() -> String {
  String(cString: strerror(errno)).lowercased()
}
