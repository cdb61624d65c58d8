/// How a piece of text is set off where colour is allowed.
package enum Ink: Int, Sendable, CaseIterable {
    case bold = 1
    case dim = 2
    case red = 31
    case green = 32
    case yellow = 33
    case blue = 34
    case magenta = 35
    case cyan = 36

    /// Colours that tell components apart; red and green are left out, since they mean something.
    package static func distinct(_ index: Int) -> Ink {
        let palette: [Ink] = [.cyan, .magenta, .blue, .yellow]
        return palette[abs(index) % palette.count]
    }
}
