import Inspection
import Testing
import Vocabulary

@Suite struct PublicAddressTests {
    @Test(arguments: [
        ("postgres://app:secret@127.0.0.1:5432/shop", "postgres://app@127.0.0.1:5432/shop"),
        ("redis://:secret@127.0.0.1:6379/0", "redis://127.0.0.1:6379/0"),
        ("postgres://u:p@ss@host/db?a=b@c", "postgres://u@host/db?a=b@c"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://host/a@b", "http://host/a@b"), ("no address", "no address"), ("", ""),
    ])
    func thePasswordGoes(url: String, shown: String) {
        #expect(PublicAddress.of(url) == shown)
    }

    @Test func alsoDeepInsideOfARecord() {
        let record: JSON = ["a": [["url": "x://u:p@h", "note": "x://u:p@h"]], "url": nil]
        #expect(
            PublicAddress.inside(record)
                == ["a": [["url": "x://u@h", "note": "x://u:p@h"]], "url": nil])
    }

    @Test(arguments: [
        ("postgres://app:s@ecret@192.0.2.1:5432/shop", "192.0.2.1"), ("http://[::1]:80/", "::1"),
        ("redis://host", "host"), ("no address", nil), ("unix:///run/x", nil),
    ])
    func theHostIsFound(url: String, host: String?) {
        #expect(PublicAddress.host(of: url) == host)
    }
}
