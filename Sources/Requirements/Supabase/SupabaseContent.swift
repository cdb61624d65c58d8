import Platform
import Steps
import Vocabulary

/// What the repository's folder puts into the database: migrations, then the seed.
struct SupabaseContent {
    let stack: SupabaseStack

    private var instance: RequirementInstance { stack.instance }
    private var id: StepID { StepID(unchecked: instance.component.rawValue) }

    func steps() throws -> [Step] {
        let migrations = try stack.settings.migrations()
        let seeds = try stack.settings.seeds()
        var steps: [Step] = []
        if !migrations.isEmpty {
            steps.append(
                try Step(
                    id.child("migrations"), "apply the migrations of \(instance.component)",
                    function: { [instance] context in
                        try await Blocking.run {
                            // Its port may have moved since the step was made.
                            let database = try SupabaseDatabase(try instance.current())
                            return try database.apply(migrations, context)
                        }
                    }, idempotent: true, component: instance.component))
        }
        if !seeds.isEmpty {
            steps.append(
                try Step(
                    id.child("seed"), "seed \(instance.component)",
                    function: { [instance] context in
                        try await Blocking.run {
                            let database = try SupabaseDatabase(try instance.current())
                            return try database.seed(seeds, context)
                        }
                    }, dependsOn: steps.map(\.id), idempotent: true,
                    component: instance.component))
        }
        return steps
    }
}
