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
            let offsets = places.compactMap { frames[$0].offset }
            let names = Self.ask(program, module, offsets)
            guard names.count == places.count else { continue }
            for (place, name) in zip(places, names) where name.function != "??" {
                report.frames[place].function = name.function
                report.frames[place].place = name.place
            }
        }
        return report
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
