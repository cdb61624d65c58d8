package import Events

extension FailureEntry {
    /// The same entry, fit to be recorded.
    package func redacted(by redactor: Redactor) -> FailureEntry {
        var told = self
        told.message = redactor.text(message)
        told.causes = redactor.lines(causes)
        told.logLines = redactor.lines(logLines)
        told.tried = redactor.lines(tried)
        told.hint = hint.map(redactor.text)
        return told
    }
}
