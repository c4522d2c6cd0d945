// Licensed under the Apache License, Version 2.0; see LICENSE.

/// Whether messages reach an address.
public enum AddressStatus: UInt8, Hashable, Sendable {
  /// There is no address on the channel.
  case none = 0
  /// Nothing speaks against it.
  case valid = 1
  /// A message came back for good.
  case bounced = 2
}

/// The contacts' addresses, one a channel, each normalised address owned by one contact.
struct AddressBook: Sendable {
  private var channels: ContiguousArray<Entries> = []

  private struct Entries {
    var codes: ContiguousArray<Int32> = []
    var states: ContiguousArray<UInt8> = []
    /// The contact that owns the address with a string code; -1 for none.
    var owners: ContiguousArray<Int32> = []
  }

  func code(_ contact: Int, channel: Int) -> Int32? {
    guard status(contact, channel: channel) != .none else { return nil }
    return channels[channel].codes[contact]
  }

  func status(_ contact: Int, channel: Int) -> AddressStatus {
    guard channel < channels.count, contact < channels[channel].states.count else {
      return .none
    }
    return AddressStatus(rawValue: channels[channel].states[contact]) ?? .none
  }

  func owner(of code: Int32, channel: Int) -> Int? {
    guard channel < channels.count, Int(code) < channels[channel].owners.count else { return nil }
    let owner = channels[channel].owners[Int(code)]
    return owner >= 0 ? Int(owner) : nil
  }

  mutating func set(_ code: Int32, contact: Int, channel: Int, owned: Bool) {
    while channels.count <= channel { channels.append(Entries()) }
    let missing = contact + 1 - channels[channel].codes.count
    if missing > 0 {
      channels[channel].codes.append(contentsOf: repeatElement(-1, count: missing))
      channels[channel].states.append(contentsOf: repeatElement(0, count: missing))
    }
    let old = channels[channel].codes[contact]
    if old >= 0, Int(old) < channels[channel].owners.count,
      channels[channel].owners[Int(old)] == Int32(truncatingIfNeeded: contact)
    {
      channels[channel].owners[Int(old)] = -1
    }
    channels[channel].codes[contact] = code
    channels[channel].states[contact] = AddressStatus.valid.rawValue
    guard owned else { return }
    let short = Int(code) + 1 - channels[channel].owners.count
    if short > 0 {
      channels[channel].owners.append(contentsOf: repeatElement(-1, count: short))
    }
    channels[channel].owners[Int(code)] = Int32(truncatingIfNeeded: contact)
  }

  mutating func setStatus(_ status: AddressStatus, contact: Int, channel: Int) {
    guard self.status(contact, channel: channel) != .none else { return }
    channels[channel].states[contact] = status.rawValue
  }

  var channelCount: Int { channels.count }
}
