// Licensed under the Apache License, Version 2.0; see LICENSE.

import Spelling

/// The names that an author may have meant, for diagnostics and the commands' own messages.
public enum NameSuggestion {
  /// How many names are offered at most.
  public static let limit = Spelling.limit

  /// At most three names near to `name`, the nearest first.
  public static func nearest(to name: String, in names: some Collection<String>) -> [String] {
    Spelling.nearest(to: name, in: names)
  }
}
