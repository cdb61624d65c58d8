import CPlatform

/// How much of the machine this process and its children to come ask for.
package enum Priority {
    /// Processor and disk only when nobody else wants them (`setpriority`, `ioprio_set`).
    package static func lowest() throws(SystemError) {
        try checked("setpriority", "self") { cp_lowest_priority() }
    }
}
