import CLibyaml

/// The handle on libyaml's event parser: owns the parser and the bytes that it reads, frees both.
struct YAMLEventReader: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let source: YAMLSource

    /// - Parameter source: makes the origin of a mark, for errors.
    init(_ bytes: [UInt8], source: YAMLSource) throws(YAMLError) {
        self.source = source
        input = .allocate(capacity: max(bytes.count, 1))
        _ = input.initialize(from: bytes)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else {
            throw YAMLError("no memory for the YAML parser", at: source.origin(nil))
        }
        yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event; after `streamEnd` there is none.
    func next() throws(YAMLError) -> YAMLEvent {
        var raw = yaml_event_t()
        guard yaml_parser_parse(parser, &raw) == 1 else { throw currentError() }
        defer { yaml_event_delete(&raw) }
        let start = YAMLEvent.Mark(raw.start_mark)
        guard let kind = YAMLEvent.Kind(raw) else {
            throw YAMLError("an event that the YAML parser does not know", at: source.origin(start))
        }
        return YAMLEvent(kind: kind, start: start, end: YAMLEvent.Mark(raw.end_mark))
    }

    /// Reads the parser's last error, which it keeps until it is deleted.
    private func currentError() -> YAMLError {
        let error = parser.pointee
        let problem = error.problem.map { String(cString: $0) } ?? "no memory"
        if error.error == YAML_READER_ERROR {
            return YAMLError(
                "not readable as text (\(problem))",
                at: source.origin(mark(at: error.problem_offset)))
        }
        let context = error.context.map { String(cString: $0) + ": " } ?? ""
        let mark = YAMLEvent.Mark(error.problem_mark)
        let advice = YAMLAdvice(line: line(mark.line), column: mark.column).words
        return YAMLError(
            "not valid YAML: \(context)\(problem)" + (advice.map { " (\($0))" } ?? ""),
            at: source.origin(mark))
    }

    /// - Parameter number: 1-based.
    private func line(_ number: Int) -> String {
        let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
        return number <= lines.count ? String(decoding: lines[number - 1], as: UTF8.self) : ""
    }

    /// The place of a byte, since the reader's errors have an offset only.
    private func mark(at offset: Int) -> YAMLEvent.Mark {
        let before = input[..<min(offset, input.count)]
        let line = before.lazy.filter { $0 == 0x0A }.count + 1
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let text = String(decoding: before[lineStart...], as: UTF8.self)
        return YAMLEvent.Mark(line: line, column: text.unicodeScalars.count + 1)
    }
}

extension YAMLEvent.Mark {
    fileprivate init(_ raw: yaml_mark_t) {
        self.init(line: Int(raw.line) + 1, column: Int(raw.column) + 1)
    }
}

extension YAMLEvent.Kind {
    fileprivate init?(_ raw: yaml_event_t) {
        switch raw.type {
        case YAML_STREAM_START_EVENT: self = .streamStart
        case YAML_STREAM_END_EVENT: self = .streamEnd
        case YAML_DOCUMENT_START_EVENT: self = .documentStart
        case YAML_DOCUMENT_END_EVENT: self = .documentEnd
        case YAML_ALIAS_EVENT: self = .alias(Self.string(raw.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT: self = Self.scalar(raw.data.scalar)
        case YAML_SEQUENCE_START_EVENT:
            let data = raw.data.sequence_start
            self = .sequenceStart(anchor: Self.string(data.anchor), tag: Self.string(data.tag))
        case YAML_SEQUENCE_END_EVENT: self = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            let data = raw.data.mapping_start
            self = .mappingStart(anchor: Self.string(data.anchor), tag: Self.string(data.tag))
        case YAML_MAPPING_END_EVENT: self = .mappingEnd
        default: return nil
        }
    }

    private static func scalar(_ data: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar)
        -> Self
    {
        let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
        return .scalar(
            text: String(decoding: bytes, as: UTF8.self),
            isPlain: data.style == YAML_PLAIN_SCALAR_STYLE,
            tag: string(data.tag), anchor: string(data.anchor))
    }

    private static func string(_ raw: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        raw.map { String(cString: $0) }
    }
}
