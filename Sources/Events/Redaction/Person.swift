/// Whose machine it is: taken out of what leaves it, beside all secrets.
package struct Person: Sendable, Equatable {
    let user: [UInt8]?
    let home: [UInt8]?

    /// Names that many machines have in common tell nothing of anybody, and stand for other things.
    private static let ordinary: Set<String> = [
        "root", "admin", "user", "users", "dev", "test", "app", "main", "web", "api", "runner",
        "ubuntu", "debian", "node", "postgres", "redis", "nobody", "build", "builder", "ci",
        "default", "guest", "vagrant", "docker", "developer", "worker", "service", "local", "home",
    ]

    package init(user: String?, home: String?) {
        self.user = user.flatMap {
            $0.utf8.count < 3 || Self.ordinary.contains($0) ? nil : Array($0.utf8)
        }
        self.home = home.flatMap { path in
            let trimmed = path.last == "/" ? String(path.dropLast()) : path
            return trimmed.first == "/" && trimmed.utf8.count > 1 ? Array(trimmed.utf8) : nil
        }
    }

    func match(_ text: [UInt8], at index: Int) -> RedactionFinding? {
        if let home, text[index] == UInt8(ascii: "/"), Self.has(home, text, index),
            Self.endsName(text.at(index + home.count)), Self.beginsPath(text, index)
        {
            return RedactionFinding(range: index..<index + home.count, kind: .home)
        }
        if let user, text[index] == user[0], text.isWordStart(index), Self.has(user, text, index),
            text.at(index + user.count).map({ !$0.isWord }) ?? true
        {
            return RedactionFinding(range: index..<index + user.count, kind: .user)
        }
        return nil
    }

    private static func has(_ name: [UInt8], _ text: [UInt8], _ index: Int) -> Bool {
        index + name.count <= text.count
            && text[index..<index + name.count].elementsEqual(name)
    }

    private static func endsName(_ next: UInt8?) -> Bool {
        next.map { !$0.isToken && $0 != UInt8(ascii: ".") } ?? true
    }

    /// Not in the middle of another path: `/srv/root/x` has no home in it.
    private static func beginsPath(_ text: [UInt8], _ index: Int) -> Bool {
        text.at(index - 1).map { !$0.isToken && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "/") }
            ?? true
    }
}
