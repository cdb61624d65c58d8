package import Events

extension ComponentReport {
    /// The same report, fit to be told.
    package func redacted(by redactor: Redactor) -> ComponentReport {
        var told = self
        told.reason = reason.map(redactor.text)
        told.probe = probe.map(redactor.text)
        told.answer = answer.map(redactor.text)
        told.log = redactor.lines(log)
        return told
    }
}
