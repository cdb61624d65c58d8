import Platform
import Vocabulary

/// One choice of ports: the book and the kernel's answers at one moment, under the registry's lock.
struct PortAllocation {
    var book: PortBook
    let scope: ScopeID
    let project: ProjectName
    let run: RunID
    let rules: PortRules
    let kernel: PortKernel
    let listeners: [Port: Listener]
    /// Ports that the scan leaves alone: those that this claim's other requests would like.
    let avoided: Set<Port>
    /// All that the project has ports for; nil where that is not known here.
    let known: Set<[String]>?
    /// Where the scan goes on.
    private var next: Int

    /// - Parameters:
    ///   - requests: all of the project's; nil where only one of them is looked at.
    ///   - start: any number; where in the range the scan begins.
    init(
        book: PortBook, scope: ScopeID, project: ProjectName, run: RunID, rules: PortRules,
        kernel: PortKernel, requests: [PortRequest]?, start: UInt64
    ) throws {
        self.book = book
        self.scope = scope
        self.project = project
        self.run = run
        self.rules = rules
        self.kernel = kernel
        avoided = Set((requests ?? []).compactMap(\.preferred))
        known = requests.map { Set($0.map { Self.key($0, scope, project) }) }
        listeners = Dictionary(try kernel.listeners().map { ($0.port, $0) }) { first, _ in first }
        next = Int(start % UInt64(rules.count))
    }

    /// The reserved port; else, for the main worktree or where it is this one's own, the configured
    /// one; else one of the range.
    mutating func plan(_ request: PortRequest) throws -> PortPlan {
        let reserved = book[key(request)]
        if let reserved, !isEdited(request, reserved) { return try keep(reserved.port, request) }
        guard counts(request), let wanted = request.preferred else {
            return take(try scan(), request, .scan)
        }
        guard let obstacle = try obstacle(to: wanted, request) else {
            return take(wanted, request, .config)
        }
        // What is kept for another worktree is no conflict of one that has ports of its own.
        let isConflict = rules.isMain || obstacle.holder != nil
        if rules.conflict == .fail, isConflict { throw obstacle.failure }
        if let reserved { return try keep(reserved.port, request) }
        return take(try scan(), request, .scan, displacedBy: obstacle.holder)
    }

    /// Another port after the plan's was taken between claim and bind.
    mutating func replace(_ plan: PortPlan) throws -> PortPlan {
        let request = PortRequest(
            component: plan.component, resource: plan.resource, preferred: plan.requested)
        let holder = listeners[plan.final].map(kernel.holder) ?? PortHolder(port: plan.final)
        if rules.conflict == .fail { throw held(request, holder) }
        var moved = plan
        moved.final = take(try scan(not: plan.final), request, .retry).final
        moved.source = .retry
        moved.retries += 1
        moved.displacedBy = holder
        return moved
    }

    private func counts(_ request: PortRequest) -> Bool { rules.isMain || request.isOwn }

    /// The configuration names another port than when this one was given, and that counts here.
    private func isEdited(_ request: PortRequest, _ reserved: PortReservation) -> Bool {
        counts(request) && request.preferred != nil && request.preferred != reserved.requested
            && request.preferred != reserved.port
    }

    /// The reserved port, unless a stranger listens there.
    private mutating func keep(_ port: Port, _ request: PortRequest) throws -> PortPlan {
        guard let holder = stranger(on: port) else { return take(port, request, .reservation) }
        if rules.conflict == .fail { throw held(request, holder) }
        return take(try scan(), request, .scan, displacedBy: holder)
    }

    private func obstacle(to port: Port, _ request: PortRequest) throws -> Obstacle? {
        if let other = book.owner(of: port), other.key != key(request), !isLeftOver(other) {
            return Obstacle(failure: reserved(request, port, by: other), holder: nil)
        }
        if rules.own.contains(port) { return nil }
        if let holder = stranger(on: port) {
            return Obstacle(failure: held(request, holder), holder: holder)
        }
        if listeners[port] != nil { return nil }  // no stranger's
        if try kernel.isFree(port) { return nil }
        let unseen = PortHolder(port: port)
        return Obstacle(failure: held(request, unseen), holder: unseen)
    }

    /// Of a component that the project had once, and that does not run: who is configured now goes
    /// before it.
    private func isLeftOver(_ other: PortReservation) -> Bool {
        guard let known, other.claim == nil, other.scope == scope, other.project == project
        else { return false }
        return !known.contains(other.key)
    }

    /// Why a wanted port can't be had; a holder only where it is a stranger.
    private struct Obstacle {
        var failure: Failure
        var holder: PortHolder?
    }

    private func stranger(on port: Port) -> PortHolder? {
        guard !rules.own.contains(port), let listener = listeners[port] else { return nil }
        let holder = kernel.holder(of: listener)
        return holder.pid.map(isOurs) == true ? nil : holder
    }

    private func isOurs(_ pid: Int32) -> Bool {
        if let supervisor = rules.supervisor, kernel.descends(pid, supervisor) { return true }
        guard !rules.marks.isEmpty, let mark = kernel.mark(pid) else { return false }
        return rules.marks.contains(mark)
    }

    /// The next port of the range that nobody has, listens on or could be hindered at.
    private mutating func scan(not excluded: Port? = nil) throws -> Port {
        for _ in 0..<rules.count {
            let candidate = rules.port(at: next)
            next = (next + 1) % rules.count
            guard let candidate, candidate != excluded, !avoided.contains(candidate),
                book.owner(of: candidate) == nil, listeners[candidate] == nil
            else { continue }
            if try kernel.isFree(candidate) { return candidate }
        }
        throw exhausted
    }

    private mutating func take(
        _ port: Port, _ request: PortRequest, _ source: PortPlan.Source,
        displacedBy holder: PortHolder? = nil
    ) -> PortPlan {
        if let other = book.owner(of: port), isLeftOver(other) { book.remove { $0 == other } }
        book.put(
            PortReservation(
                scope: scope, project: project, component: request.component,
                resource: request.resource, port: port, requested: request.preferred, claim: run))
        return PortPlan(
            component: request.component, resource: request.resource,
            requested: request.preferred, assigned: port, source: source, displacedBy: holder)
    }

    private func key(_ request: PortRequest) -> [String] { Self.key(request, scope, project) }

    private static func key(
        _ request: PortRequest, _ scope: ScopeID, _ project: ProjectName
    ) -> [String] {
        [scope.rawValue, project.rawValue, request.component.rawValue, request.resource]
    }
}

extension PortRules {
    var count: Int { Int(range.upperBound.number) - Int(range.lowerBound.number) + 1 }

    func index(of port: Port) -> Int { Int(port.number) - Int(range.lowerBound.number) }

    func port(at index: Int) -> Port? { Port(Int(range.lowerBound.number) + index) }
}
