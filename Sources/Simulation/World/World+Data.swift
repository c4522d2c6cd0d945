// Licensed under the Apache License, Version 2.0; see LICENSE.

import Chronology
import Facts
import PolicyLanguage

extension World {
  /// Reads a folder by a mapping of the bundle.
  ///
  /// - Parameter folder: Where the files are.
  static func read(
    _ data: DataSource, folder: String, bundle: Bundle
  ) throws(WorldError) -> World {
    guard let mapping = bundle.mappings.first(where: { $0.id == data.mapping }) else {
      throw .mapping(data.mapping)
    }
    let reader = MappingReader(
      mapping.mapping, schema: bundle.schema,
      options: MappingReader.Options(zone: bundle.settings.zone))
    do throws(LoadError) {
      let mapped = try reader.read(folder: folder)
      return World(store: mapped.store, events: mapped.events, load: mapped.report)
    } catch {
      throw .data(error)
    }
  }
}
