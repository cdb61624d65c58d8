import Configuration
import Platform
import Vocabulary

extension N8nAdapter {
    func resolveNative(_ request: RequirementRequest) throws -> RequirementResolution {
        var resolution = try N8nPrograms(request).resolution()
        resolution.account = try AccountChoice.account(
            of: request, service: Self.definition.serviceAccounts)
        return resolution
    }

    func resolveExternal(_ request: RequirementRequest) throws -> RequirementResolution {
        let url = request.url ?? ""
        _ = try N8nAccess.address(url)
        return RequirementResolution(
            backend: .external, reason: "the configuration names a server", url: url)
    }
}
