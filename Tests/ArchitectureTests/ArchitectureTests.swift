import Testing

/// The house as it stands in this checkout keeps its rules.
struct ArchitectureTests {
    @Test func declaredArrowsPointDownwards() throws {
        #expect(Rules.arrows(try Checkout.house()) == [])
    }

    @Test func importsAreDeclared() throws {
        #expect(Rules.imports(try Checkout.house()) == [])
    }

    @Test func eachModuleOfCHasOneImporter() throws {
        #expect(Rules.modulesOfC(try Checkout.house()) == [])
    }

    @Test func nothingImportsFoundation() throws {
        #expect(Rules.foundation(try Checkout.house()) == [])
    }

    @Test func nothingIsPublic() throws {
        #expect(Rules.publicDeclarations(try Checkout.house()) == [])
    }

    @Test func manifestFoldersAndFloorsAgree() throws {
        let folders = try Checkout.folders()
        #expect(Rules.completeness(try Checkout.house(), folders: folders) == [])
    }

    /// What is read from the real manifest is not empty, so that the rules above looked at something.
    @Test func theManifestWasUnderstood() throws {
        let house = try Checkout.house()
        #expect(house.declared["Platform"]?.sorted() == ["CPlatform", "Vocabulary"])
        #expect(house.declared["envctl-supervisor"] == ["SupervisorCore"])
        #expect(house.declared["Engine"]?.contains("Digests") == true)
        #expect(house.imports.contains { $0.target == "Platform" && $0.module == "CPlatform" })
        #expect(house.imports.contains { $0.target == "Worktrees" && $0.module == "CLibgit2" })
    }
}
