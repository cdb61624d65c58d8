import Platform
import Supervision

/// What the shell holds of one incarnation.
final class RunningProcess {
    let id: IncarnationID
    let spec: LaunchSpec
    let mark: UInt64
    /// Nil where it has none: its mark is then the only way to find it.
    var group: ControlGroup?
    /// Something of it was seen outside the group.
    var hasStrays = false
    /// The engine was asked to remove its container, and has not answered yet.
    var isRemovingContainer = false
    /// Bytes of the log at the launch.
    let logOffset: Int64
    /// Of an adopted one, which is not our child: readable when it has ended.
    var adopted: (handle: ProcessHandle, registration: EventLoop.Registration)?
    /// Nil until the spawn is known to have worked.
    var identity: ProcessIdentity?
    var pid: Int32?
    var probe: (any RunningProbe)?
    var health: (any HealthWatch)?
    /// The exec helper's pipe, while nothing has come out of it.
    var helper: (reading: Descriptor, registration: EventLoop.Registration)?

    init(id: IncarnationID, spec: LaunchSpec, mark: UInt64, logOffset: Int64) {
        self.id = id
        self.spec = spec
        self.mark = mark
        self.logOffset = logOffset
    }
}
