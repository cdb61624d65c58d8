import Platform

extension CrashReport {
    /// The same report with the names of functions, where a symbolizer is found and the binary is
    /// the one that crashed; else as it is.
    package func symbolicated(path: String?) -> CrashReport {
        let program = ["llvm-symbolizer", "addr2line"].lazy.compactMap {
            Program.find($0, path: path, directory: "/")
        }.first
        guard let program else { return self }
        var report = self
        for module in Set(frames.compactMap(\.module)) where FileSystem.exists(module) {
            let places = frames.indices.filter { frames[$0].module == module }
            let isFixed = Self.isFixed(module)
            let addresses = places.compactMap {
                isFixed ? frames[$0].instruction : frames[$0].offset
            }
            let names = Self.ask(program, module, addresses)
            guard names.count == places.count else { continue }
            for (place, name) in zip(places, names) where name.function != "??" {
                report.frames[place].function = CrashWatch.readable(name.function)
                report.frames[place].place = name.place
            }
        }
        return report
    }

    /// Whether it is linked for one address (`ET_EXEC`), as the static supervisor is: then a
    /// symbolizer wants the address itself.
    private static func isFixed(_ module: String) -> Bool {
        // One that can't be read can't be asked about, either.
        let head = (try? FileSystem.read(module, limit: 18)) ?? []
        return head.count == 18 && head[16] == 2
    }

    private static func ask(
        _ program: String, _ module: String, _ offsets: [UInt64]
    ) -> [(function: String, place: String?)] {
        let words =
            ["-e", module, "-f", "-C"]
            + (Path.name(program) == "addr2line" ? [] : ["--no-inlines", "--output-style=GNU"])
            + offsets.map { "0x" + String($0, radix: 16) }
        var subprocess = Subprocess(program, words, environment: [:], directory: "/")
        subprocess.timeout = 10_000
        // Without names the offsets tell.
        guard let result = try? subprocess.run(), result.isSuccess else { return [] }
        let lines = result.text.split(separator: "\n").map(String.init)
        return stride(from: 0, to: lines.count - 1, by: 2).map { index in
            let place = Path.name(lines[index + 1])
            return (lines[index], place.hasPrefix("??") ? nil : place)
        }
    }
}
