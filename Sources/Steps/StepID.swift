import Vocabulary

/// The name of a step: unique in its graph and stable between runs; children are `parent.child`.
package struct StepID: Identifier, ExpressibleByStringLiteral {
    package let rawValue: String
    package init(unchecked rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { self.init(unchecked: value) }

    /// The id of a part of this step.
    package func child(_ name: String) -> StepID { StepID(unchecked: rawValue + "." + name) }
}
