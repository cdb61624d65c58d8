/// One variable that the configuration sets.
package struct EnvironmentEntry: Sendable, Equatable {
    package var name: String
    package var value: Template

    package init(name: String, value: Template) {
        self.name = name
        self.value = value
    }
}
