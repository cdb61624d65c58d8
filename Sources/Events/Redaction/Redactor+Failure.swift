package import Vocabulary

extension Redactor {
    /// The same failure, fit to be told.
    package func failure(_ failure: Failure) -> Failure {
        var told = failure
        told.message = text(failure.message)
        told.location = failure.location.map(text)
        told.causes = lines(failure.causes)
        told.hint = failure.hint.map(text)
        told.details = json(.object(failure.details)).object ?? [:]
        return told
    }
}
