import RunState
import Testing
import Truth
import Vocabulary

@Suite struct ObservedProjectTests {
    private func project(
        _ words: [ComponentStatus], desired: DesiredState = .running
    ) -> ObservedProject {
        let records = words.enumerated().map { index, status in
            ComponentRecord(
                name: ComponentID(unchecked: "c\(index)"), kind: .service,
                desired: status == .stopped ? desired : .running, status: .ready)
        }
        return ObservedProject(
            record: Records.run(records), supervisor: .running,
            components: zip(records, words).map { ObservedComponent(record: $0, status: $1) })
    }

    @Test(arguments: [
        ([ComponentStatus.ready, .ready], ComponentStatus.ready), ([.ready, .lost], .degraded),
        ([.lost, .lost], .lost), ([.failed, .lost], .failed), ([.foreign, .lost], .foreign),
        ([.ready, .starting], .starting), ([.stopping, .ready], .stopping),
        ([.stopped, .stopped], .stopped), ([.ready, .stopped], .degraded),
        ([.ready, .skipped], .ready), ([.degraded], .degraded), ([], .starting),
    ])
    func oneWordForAll(words: [ComponentStatus], whole: ComponentStatus) {
        #expect(project(words).status == whole)
    }

    @Test func whatTheUserStoppedSpoilsNothing() {
        #expect(project([.ready, .stopped], desired: .stopped).status == .ready)
        #expect(project([.stopped, .stopped], desired: .stopped).status == .stopped)
    }

    @Test func whatFailedIsToldAlsoWhereAnUndoneStartTookItsWishBack() {
        for (words, whole) in [
            ([ComponentStatus.ready, .failed], ComponentStatus.degraded),
            ([.failed, .stopped], .failed),
        ] {
            var project = project(words, desired: .stopped)
            for index in project.components.indices where words[index] != .ready {
                project.components[index].record.desired = .stopped
            }
            #expect(project.status == whole)
        }
    }

    @Test func theCorrectedRecordSaysWhatWasSeen() {
        let seen = project([.ready, .lost]).corrected
        #expect(seen.components.map(\.status) == [.ready, .lost])
        #expect(seen.status == .degraded)
    }
}
