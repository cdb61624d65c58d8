import Configuration
import Platform
import Vocabulary

extension N8nAdapter {
    func resolveNative(_ request: RequirementRequest) throws -> RequirementResolution {
        var resolution = try N8nPrograms(request).resolution()
        resolution.account = try AccountChoice.account(
            configured: request.configuration.values["account"]?.string,
            projectRoot: request.projectRoot, service: Self.definition.serviceAccounts,
            host: request.host)
        return resolution
    }

    func resolveExternal(_ request: RequirementRequest) throws -> RequirementResolution {
        let url = request.url ?? ""
        _ = try N8nAccess.address(url)
        return RequirementResolution(
            backend: .external, reason: "the configuration names a server", url: url)
    }
}
