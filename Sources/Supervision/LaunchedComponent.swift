package import Platform
package import Vocabulary

/// One component in `launch.json`.
package struct LaunchedComponent: Sendable, Equatable {
    /// A mark that stands in the record before any process bears it.
    package struct Incarnation: Sendable, Equatable {
        package var number: Int
        package var mark: UInt64
        /// Absolute path of its cgroup; nil until there are some.
        package var cgroup: String?
        /// Nil before the spawn is recorded: the mark alone finds it then.
        package var identity: ProcessIdentity?
        /// The transaction that launched it, as long as that is not committed.
        package var transaction: String?
        /// Bytes of the log at its launch.
        package var logOffset: Int64?

        package init(
            number: Int, mark: UInt64, cgroup: String? = nil, identity: ProcessIdentity? = nil,
            transaction: String? = nil, logOffset: Int64? = nil
        ) {
            self.number = number
            self.mark = mark
            self.cgroup = cgroup
            self.identity = identity
            self.transaction = transaction
            self.logOffset = logOffset
        }
    }

    package var component: ComponentID
    package var desired: DesiredState
    /// Automatic restarts in this run.
    package var restarts: Int
    /// Monotonic nanoseconds of this boot: when it was restarted lately, for the limit on that.
    package var restartTimes: [UInt64] = []
    /// How far the back-off has grown.
    package var backOffStep = 0
    /// The path whose changes restarted it again and again: its watch is suspended.
    package var suspendedBy: String?
    /// The number of its last incarnation; 0 before the first.
    package var incarnations: Int
    /// What runs, or did last; nil before the first launch.
    package var current: Incarnation?
    /// What the open transaction may spawn.
    package var planned: Incarnation?
    /// Nil before the first launch.
    package var spec: LaunchSpec?
    /// What ran before the open transaction launched another in its place.
    package var former: LaunchSpec?

    package init(
        component: ComponentID, desired: DesiredState = .running, restarts: Int = 0,
        incarnations: Int = 0, current: Incarnation? = nil, planned: Incarnation? = nil,
        spec: LaunchSpec? = nil
    ) {
        self.component = component
        self.desired = desired
        self.restarts = restarts
        self.incarnations = incarnations
        self.current = current
        self.planned = planned
        self.spec = spec
    }

    package var json: JSON {
        [
            "component": component.json, "desired": .string(desired.rawValue),
            "restarts": JSON(restarts), "incarnations": JSON(incarnations),
            "restart_times": .array(restartTimes.map { .int(Int64(clamping: $0)) }),
            "back_off_step": JSON(backOffStep), "watch_suspended_by": JSON(suspendedBy),
            "current": current?.json ?? .null,
            "planned": planned?.json ?? .null, "spec": spec?.json ?? .null,
            "former": former?.json ?? .null,
        ]
    }

    package init(json: JSON) throws {
        component = ComponentID(unchecked: try json.requiredString("component"))
        desired = try json.required("desired", "a state") { $0.string.flatMap(DesiredState.init) }
        restarts = try json.requiredInt("restarts")
        current = try json.optional("current", "an incarnation", Incarnation.init(json:))
        planned = try json.optional("planned", "an incarnation", Incarnation.init(json:))
        spec = try json.optional("spec", "a spec", LaunchSpec.init(json:))
        // Records of before these were told.
        former = try json.optional("former", "a spec", LaunchSpec.init(json:))
        restartTimes = try json.list("restart_times") { UInt64($0.int ?? 0) }
        backOffStep = try json.optionalInt("back_off_step") ?? 0
        suspendedBy = try json.optionalString("watch_suspended_by")
        incarnations = try json.optionalInt("incarnations") ?? current?.number ?? 0
    }
}

extension LaunchedComponent.Incarnation {
    package var json: JSON {
        [
            "incarnation": JSON(number), "mark": .string(String(mark, radix: 16)),
            "cgroup": JSON(cgroup), "identity": identity?.json ?? .null,
            "transaction": JSON(transaction), "log_offset": JSON(logOffset.map(Int.init)),
        ]
    }

    package init(json: JSON) throws {
        number = try json.requiredInt("incarnation")
        mark = try json.required("mark", "a hexadecimal number") {
            $0.string.flatMap { UInt64($0, radix: 16) }
        }
        cgroup = try json.optionalString("cgroup")
        identity = try json.optional("identity", "an identity", ProcessIdentity.init(json:))
        transaction = try json.optionalString("transaction")
        logOffset = try json.optionalInt("log_offset").map(Int64.init)
    }
}
