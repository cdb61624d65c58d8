import Supervision
import Testing
import Vocabulary

@Suite struct ProbeTests {
    private static func port(_ number: Int) throws -> Port { try #require(Port(number)) }

    private static func everyKind() throws -> [Probe] {
        var http = HTTPProbe(port: try port(20_001), path: "/health?full=1")
        http.address = "127.0.0.2"
        http.method = "HEAD"
        http.status = 200...204
        http.requestHeaders = [(name: "Host", value: "shop.test"), (name: "Accept", value: "*/*")]
        var exchange = ExchangeProbe(port: try port(6379), send: [0, 10, 255], expect: [43])
        exchange.address = "127.0.0.2"
        exchange.pauseAfterRefusal = 5
        return [
            .tcp(port: try port(1)), .http(http),
            .exec(arguments: ["/bin/sh", "-c", "exit 0"], timeoutMilliseconds: 500),
            .log(pattern: "ready \"now\" \\(.*\\)$"), .notify,
            .file(path: "/data/pid", line: 8, value: "ready {pid}"),
            .file(path: "/tmp/it's there", line: nil, value: nil), .exchange(exchange),
            .exchange(ExchangeProbe(socket: "/run/s.sock", send: [], expect: [])),
            .alive(milliseconds: 250),
        ]
    }

    @Test func everyKindComesBackAsItWas() throws {
        for probe in try Self.everyKind() {
            #expect(try reread(probe.json, Probe.init(json:)) == probe, "\(probe.json.compact)")
        }
    }

    @Test func nestedOnesComeBackInTheirOrder() throws {
        let probe = Probe.all([.any(try Self.everyKind()), .notify, .all([]), .any([])])
        #expect(try reread(probe.json, Probe.init(json:)) == probe)
        #expect(probe != .all([.notify, .any(try Self.everyKind()), .all([]), .any([])]))
    }

    @Test(arguments: [
        (#"{}"#, "kind"), (#"{"kind":"ping"}"#, "kind"), (#"{"kind":"tcp"}"#, "port"),
        (#"{"kind":"tcp","port":0}"#, "port"), (#"{"kind":"tcp","port":"5432"}"#, "port"),
        (#"{"kind":"log","pattern":7}"#, "pattern"), (#"{"kind":"alive"}"#, "milliseconds"),
    ])
    func anUnreadableOneNamesTheMember(_ text: String, _ path: String) throws {
        let error = #expect(throws: DecodingFailure.self) {
            _ = try Probe(json: try JSON.parse(text))
        }
        #expect(error?.path == path)
    }
}
