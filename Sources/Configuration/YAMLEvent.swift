/// One event of the YAML parser, copied out of libyaml's memory.
struct YAMLEvent: Equatable {
    /// 1-based, columns in Unicode scalars.
    struct Mark: Equatable {
        var line: Int
        var column: Int
    }

    enum Kind: Equatable {
        case streamStart, streamEnd, documentStart, documentEnd
        case alias(String)
        case scalar(text: String, isPlain: Bool, tag: String?, anchor: String?)
        case sequenceStart(anchor: String?, tag: String?)
        case sequenceEnd
        case mappingStart(anchor: String?, tag: String?)
        case mappingEnd
    }

    var kind: Kind
    var start: Mark
    var end: Mark
}
