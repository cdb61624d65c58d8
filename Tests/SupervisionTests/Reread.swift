import Vocabulary

/// What a value becomes that is written as text and read again, as it is on the control socket and
/// in `launch.json`.
func reread<Value>(_ json: JSON, _ read: (JSON) throws -> Value) throws -> Value {
    try read(try JSON.parse(json.compact))
}
