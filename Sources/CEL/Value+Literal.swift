// Licensed under the Apache License, Version 2.0; see LICENSE.

extension Value: CustomStringConvertible {
  /// The value as it would be written in an expression; what has no literal is described.
  public var literal: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .uint(let value): String(value) + "u"
    case .double(let value): Self.literal(value)
    case .string(let value): Self.literal(value)
    case .bytes(let value): Self.literal(value)
    case .list(let elements): "[" + elements.map(\.literal).joined(separator: ", ") + "]"
    case .map(let map):
      "{"
        + zip(map.keys, map.values).map { "\($0.literal): \($1.literal)" }.joined(separator: ", ")
        + "}"
    case .timestamp(let instant): "timestamp(\"\(TimeText.timestamp(instant))\")"
    case .duration(let duration): "duration(\"\(TimeText.duration(duration))\")"
    case .type(let type): type.runtimeName
    case .optional(let optional):
      optional.value.map { "optional.of(\($0.literal))" } ?? "optional.none()"
    case .object(let reference): "<object \(reference.type)/\(reference.row)>"
    case .opaque(let value): "<opaque \(value.type)/\(value.tag): \(value.payload)>"
    case .network(let address): "\(address.function)(\"\(address)\")"
    case .unknown(let set): "<unknown \(set.paths.joined(separator: ", "))>"
    case .error(let error): "<error \(error)>"
    }
  }

  /// The same as `literal`.
  public var description: String { literal }

  private static func literal(_ value: Double) -> String {
    if value.isNaN { return "double(\"NaN\")" }
    if value.isInfinite { return value < 0 ? "double(\"-Infinity\")" : "double(\"Infinity\")" }
    let text = Conversions.text(value)
    return text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") }
      ? text : text + ".0"
  }

  private static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 32 || scalar.value == 127 {
          result += "\\x" + hex(UInt8(scalar.value))
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  private static func literal(_ bytes: [UInt8]) -> String {
    var result = "b\""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""): result += "\\\""
      case UInt8(ascii: "\\"): result += "\\\\"
      case 32..<127: result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "\\x" + hex(byte)
      }
    }
    return result + "\""
  }

  private static func hex(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16)
    return text.utf8.count == 1 ? "0" + text : text
  }
}
