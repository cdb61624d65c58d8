import Configuration
import Platform
import Steps
import Testing
import Vocabulary

@testable import Requirements

@Test("an external postgres is asked once, projected, and never started")
func externalPostgres() async throws {
    let world = try World()
    let native = try PostgresProject(world, try world.instance(world.request("postgres")))
    let server = try await native.start()
    let port = try native.instance.mainPort()
    let password = percentEncoded(try native.instance.secret("password"))
    @discardableResult func probe(_ url: String) async throws -> StepRunReport {
        let request = world.request("postgres", backend: .external, url: url)
        let instance = try world.instance(request)
        #expect(try PostgresAdapter().launchSpec(instance) == nil)
        let projection = try PostgresAdapter().projection(instance)
        #expect(projection.environment.first?.value == url)
        return try await world.run(try PostgresAdapter().steps(instance).prepare)
    }
    try await probe("postgresql://app:\(password)@localhost:\(port)/app")
    let refused = await expect(failing: "requirement.external_password") {
        try await probe("postgres://app:wrong@127.0.0.1:\(port)/app")
    }
    #expect(refused?.json.compact.contains("wrong") == false)
    await expect(failing: "requirement.external_database") {
        try await probe("postgresql://app:\(password)@127.0.0.1:\(port)/nowhere")
    }
    await expect(failing: "requirement.external_unreachable") {
        try await probe("postgresql://app:\(password)@127.0.0.1:\(port)/app?sslmode=require")
    }
    #expect(try server.stop().isSuccess)
    let gone = await expect(failing: "requirement.external_unreachable") {
        try await probe("postgresql://app:\(password)@127.0.0.1:\(port)/app")
    }
    #expect(gone?.causes.contains("Connection refused") == true)
    await expect(failing: "requirement.external_unreachable") {
        try await probe("postgresql://app:\(password)@no-such-host.invalid/app")
    }
}
