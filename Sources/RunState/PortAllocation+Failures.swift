import Vocabulary

extension PortAllocation {
    func held(_ request: PortRequest, _ holder: PortHolder) -> Failure {
        var details: JSON.Object = ["port": holder.port.json, "component": request.component.json]
        details["holder"] = holder.json
        return Failure(
            "port.held", "port \(holder.port) of '\(request.component)' is in use",
            because: ["it is held by \(holder)"],
            hint: "stop that process, choose another port, or set 'port_conflict: move'",
            details: details)
    }

    func reserved(
        _ request: PortRequest, _ port: Port, by other: PortReservation
    ) -> Failure {
        Failure(
            "port.reserved", "port \(port) of '\(request.component)' is reserved for another",
            because: [
                "'\(other.component)' of project '\(other.project)' in \(other.scope) has it"
            ],
            hint: "choose another port, or set 'port_conflict: move'",
            details: ["port": port.json, "component": request.component.json])
    }

    var exhausted: Failure {
        Failure(
            "port.range_exhausted",
            "no port is free from \(rules.range.lowerBound) to \(rules.range.upperBound)",
            because: ["\(book.reservations.count) ports are reserved for projects of this user"],
            hint: "widen 'ports.range', or type 'envctl prune' to release ports of worktrees that "
                + "are gone")
    }
}
