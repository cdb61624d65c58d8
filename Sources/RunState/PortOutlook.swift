package import Vocabulary

/// What a claim would give one request.
package struct PortOutlook: Sendable {
    /// Where it is refused, what was asked for, so that others can be told of it.
    package var plan: PortPlan
    /// Why it can't be had.
    package var refusal: Failure?
}

extension PortAllocation {
    mutating func outlook(_ request: PortRequest) -> PortOutlook {
        do { return PortOutlook(plan: try plan(request)) } catch {
            let asked = PortPlan(
                component: request.component, resource: request.resource,
                requested: request.preferred,
                assigned: request.preferred ?? rules.range.lowerBound, source: .config)
            return PortOutlook(plan: asked, refusal: Failure(error))
        }
    }
}
