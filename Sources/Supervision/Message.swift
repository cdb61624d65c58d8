package import Vocabulary

/// JSON-RPC 2.0, one message a line.
package enum Message {
    package static func request(id: Int, method: String, parameters: JSON.Object) -> JSON {
        [
            "jsonrpc": "2.0", "id": JSON(id), "method": .string(method),
            "params": .object(parameters),
        ]
    }

    package static func result(id: Int, _ value: JSON) -> JSON {
        ["jsonrpc": "2.0", "id": JSON(id), "result": value]
    }

    package static func error(id: Int, _ failure: Failure) -> JSON {
        [
            "jsonrpc": "2.0", "id": JSON(id),
            "error": [
                "code": -32000, "message": .string(failure.message), "data": failure.json,
            ],
        ]
    }

    /// Something that a call under way is told before its answer.
    package static func notice(id: Int, _ value: JSON) -> JSON {
        [
            "jsonrpc": "2.0", "method": "notice", "params": ["request": JSON(id), "value": value],
        ]
    }

    /// What comes back to a caller.
    package enum Reply: Sendable {
        case answer(id: Int, Result<JSON, Failure>)
        case notice(id: Int, JSON)

        package init?(_ json: JSON) {
            if let id = json["id"]?.int {
                let error = json["error"]?["data"].map { Failure(json: $0) }
                self = .answer(
                    id: id, error.map { .failure($0) } ?? .success(json["result"] ?? .null))
            } else if let parameters = json["params"], let id = parameters["request"]?.int {
                self = .notice(id: id, parameters["value"] ?? .null)
            } else {
                return nil
            }
        }

        package var id: Int {
            switch self {
            case .answer(let id, _), .notice(let id, _): id
            }
        }
    }
}
