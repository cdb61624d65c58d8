package import Platform

extension LaunchedComponent.Incarnation {
    /// Its first process, where that runs: by its recorded identity; where the spawn was not
    /// recorded any more, the oldest session leader that bears the mark.
    package func leader(on kernel: KernelInstance) -> ProcessIdentity? {
        if let identity { return kernel.living(identity) == nil ? nil : identity }
        let leaders = ProcessSweep(marks: [mark], kernel: kernel).members().filter {
            $0.session == $0.pid && ProcessEntry.mark(of: $0.pid) == mark
        }
        return leaders.min { $0.startTime < $1.startTime }.flatMap { oldest in
            kernel.identity(of: oldest.pid).flatMap {
                $0.startTime == oldest.startTime ? $0 : nil
            }
        }
    }
}
