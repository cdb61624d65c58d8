import Testing

@testable import Diagnostics

struct SeverityTests {
    @Test func theWorstComesLast() {
        #expect(Severity.allCases.sorted() == [.skip, .ok, .info, .warn, .fail])
        #expect([Severity.ok, .fail, .warn].max() == .fail)
    }
}
