// Licensed under the Apache License, Version 2.0; see LICENSE.

extension PolicyKind {
  static let calendar = PolicyKind(
    head: "calendar",
    summary: "Business hours, holidays and blackout dates by country.",
    fields: [
      Field("open", .oneOrMany(.window), "Local hours, half-open."),
      Field(
        "closed", .oneOrMany(.closedDays), default: "[]",
        "Days without sends, once or every year."),
      Field(
        "holidays", .map(.country, .list(.closedDays)), default: "{}",
        "Days without sends by country."),
      Field(
        "inherit", .reference("calendar"),
        "A calendar whose closed days and holidays hold here too."),
      Field("zone", .zone, "A zone of its own, instead of the contact's."),
    ], rules: [.atLeastOne(["open", "closed", "holidays", "inherit"])])
}
