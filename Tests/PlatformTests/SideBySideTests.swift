import Synchronization
import Testing

@testable import Platform

struct SideBySideTests {
    @Test func resultsComeInTheOrderOfThePieces() throws {
        let gate = Semaphore()
        let answers = try SideBySide.run([
            SideBySide.Piece {
                gate.wait()
                return 1
            },
            SideBySide.Piece {
                gate.signal()
                return 2
            },
        ])
        #expect(answers == [1, 2])
    }

    @Test(.timeLimit(.minutes(1))) func oneThatHangsIsNotWaitedFor() throws {
        let gate = Semaphore()
        defer { gate.signal() }
        let answers = try SideBySide.run([
            SideBySide.Piece(deadline: 50) { () -> Int in
                gate.wait()
                return 1
            }, SideBySide.Piece(deadline: 60_000) { 2 },
        ])
        #expect(answers == [nil, 2])
    }

    @Test func nothingIsDoneAtOnce() throws {
        #expect(try SideBySide.run([SideBySide.Piece<Int>]()) == [])
    }
}
