import Configuration
import Requirements
import RunState
import Vocabulary

/// The servers that the configuration asks for are installed in a version that fits.
struct RequirementProgramsCheck: Check {
    let id = "requirements.programs"
    let group = CheckGroup.requirements
    let promise = "the server of each native requirement is installed in a version that fits"
    let otherwise = "fail"

    func look(at site: DoctorSite) throws -> CheckFinding {
        let wanted = site.configuredRequirements { $0 == .native || $0 == .auto }
        if wanted.isEmpty { return .skip("no native requirement is configured") }
        var found: [String] = []
        var missing: [Failure] = []
        for (project, requirement) in wanted {
            do {
                let resolution = try site.resolve(requirement, of: project)
                found.append("\(requirement.id): \(resolution.reason)")
            } catch { missing.append(Failure(error)) }
        }
        guard let first = missing.first else {
            return .ok("\(found.count) found", evidence: Array(Set(found)).sorted())
        }
        return CheckFinding(
            .fail, first.message,
            evidence: missing.flatMap { [$0.location].compactMap(\.self) + $0.causes },
            fix: first.hint)
    }
}

extension DoctorSite {
    typealias Wanted = (project: ProjectSite, requirement: RequirementConfiguration)

    /// Each requirement whose backend is one of these, the same one of several projects once.
    func configuredRequirements(
        _ matches: (RequirementConfiguration.Backend) -> Bool
    ) -> [Wanted] {
        var seen: Set<String> = []
        return projects.flatMap { site -> [Wanted] in
            (site.valid?.requirements ?? []).filter { matches($0.backend) }.map { (site, $0) }
        }.filter { _, requirement in
            let version = requirement.version?.description ?? ""
            return seen.insert("\(requirement.kind) \(version) \(requirement.backend)").inserted
        }
    }

    /// As a start would ask, with nothing written.
    func resolve(
        _ requirement: RequirementConfiguration, of site: ProjectSite
    ) throws -> RequirementResolution {
        let request = RequirementRequest(
            component: requirement.id, configuration: requirement, host: host,
            projectRoot: site.project.root, data: folders(site.project).data(requirement.id),
            versions: ProgramVersions(path: layout.programs, isWritable: false))
        return try registry.adapter(for: requirement.kind).resolve(request)
    }
}
