import Configuration
import Platform
import Vocabulary

/// How a requirement would run in a container.
struct DockerResolution {
    let request: RequirementRequest
    let definition: RequirementDefinition

    static let packages = InstallAdvice.Packages(
        apt: "docker.io", dnf: "docker", pacman: "docker", apk: "docker", brew: "docker")

    /// - Throws: `docker.client_missing`, `docker.unreachable`, `docker.no_image`.
    func resolve() throws -> RequirementResolution {
        let image = try image()
        let engine = try DockerEngine(request.host, component: request.component)
        let version = try engine.version()
        let endpoint = engine.endpoint()
        var resolution = RequirementResolution(
            backend: .docker, reason: "\(image) on Docker \(version) at \(endpoint)",
            program: engine.program, version: tag(of: image))
        resolution.image = image
        resolution.address = DockerEndpoint.address(endpoint)
        let found = DockerImage(
            engine: engine, reference: image, pull: .of(request.configuration))
        // What is fetched in any case is known after that.
        if found.pull != .always { resolution.imageID = try found.id() }
        return resolution
    }

    /// `image:` as it is, else the official one with the version as its tag.
    func image() throws(Failure) -> String {
        if let image = request.configuration.values["image"]?.string { return image }
        guard let official = definition.image else {
            throw Failure(
                "requirement.backend_unavailable", "\(definition.title) has no image", at: place)
        }
        guard let wanted = request.configuration.version?.description else {
            return "\(official.name):\(official.tag)"
        }
        guard wanted.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }) else {
            throw Failure(
                "docker.no_image", "version \(wanted) names no single image", at: place,
                because: ["a range can't be asked of a registry"],
                hint: "write a plain version such as '\(official.tag)', or set 'image:'")
        }
        return "\(official.name):\(wanted)"
    }

    private var place: String { "requirement '\(request.component)'" }

    /// What stands behind the last colon, unless that is part of a registry's address.
    private func tag(of image: String) -> String? {
        guard let colon = image.lastIndex(of: ":") else { return nil }
        let tag = image[image.index(after: colon)...]
        return tag.contains("/") ? nil : String(tag)
    }
}
