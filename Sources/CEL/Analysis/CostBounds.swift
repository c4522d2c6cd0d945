// Licensed under the Apache License, Version 2.0; see LICENSE.

/// The least and the most of something that isn't known exactly.
public struct CostBounds: Hashable, Sendable {
  /// The least.
  public let least: Int
  /// The most; `nil` where nothing bounds it.
  public let most: Int?

  /// Bounds from the least to the most.
  public init(_ least: Int, _ most: Int?) {
    self.least = least
    self.most = most
  }

  static let zero = CostBounds(0, 0)
  static let one = CostBounds(1, 1)

  static func + (a: CostBounds, b: CostBounds) -> CostBounds {
    CostBounds(saturating(a.least.addingReportingOverflow(b.least)), sum(a.most, b.most))
  }

  static func * (a: CostBounds, b: CostBounds) -> CostBounds {
    CostBounds(
      saturating(a.least.multipliedReportingOverflow(by: b.least)), product(a.most, b.most))
  }

  /// What holds for either of two.
  func or(_ other: CostBounds) -> CostBounds {
    CostBounds(
      Swift.min(least, other.least), most.flatMap { a in other.most.map { Swift.max(a, $0) } })
  }

  /// From nothing up to the most.
  var upTo: CostBounds { CostBounds(0, most) }

  /// The cost of going through as many bytes or code points.
  var ofText: CostBounds { CostBounds(0, most.map { $0 >> 2 }) }

  private static func saturating(_ result: (partialValue: Int, overflow: Bool)) -> Int {
    result.overflow ? .max : result.partialValue
  }

  private static func sum(_ a: Int?, _ b: Int?) -> Int? {
    guard let a, let b else { return nil }
    let (result, isTooMuch) = a.addingReportingOverflow(b)
    return isTooMuch ? nil : result
  }

  private static func product(_ a: Int?, _ b: Int?) -> Int? {
    if a == 0 || b == 0 { return 0 }
    guard let a, let b else { return nil }
    let (result, isTooMuch) = a.multipliedReportingOverflow(by: b)
    return isTooMuch ? nil : result
  }
}

extension CostBounds: CustomStringConvertible {
  /// `3..20`, or `3..` where nothing bounds it.
  public var description: String { "\(least)..\(most.map(String.init) ?? "")" }
}

/// How large the host's values may be, for bounds on the cost of expressions over them.
public struct SizeHints: Sendable {
  /// The most elements or code points of what a path reads; `nil` leaves it to `otherwise`.
  public var size: @Sendable (_ path: String) -> Int?
  /// The most elements or code points of all else; `nil` if nothing bounds them.
  public var otherwise: Int?
  /// The most steps that a call of the host's functions stands for.
  public var hostCall: Int

  /// Makes hints; without any, lists and texts of facts have at most a thousand parts.
  public init(
    otherwise: Int? = 1000, hostCall: Int = 1,
    size: @escaping @Sendable (_ path: String) -> Int? = { _ in nil }
  ) {
    self.size = size
    self.otherwise = otherwise
    self.hostCall = hostCall
  }
}

extension CheckedExpression {
  /// Bounds on the steps of an evaluation, as `Program.evaluate` counts them against its budget.
  public func cost(_ hints: SizeHints = SizeHints()) -> CostBounds {
    var estimator = CostEstimator(expression: self, hints: hints)
    return estimator.estimate(root).cost
  }
}
