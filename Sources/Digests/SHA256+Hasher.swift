import CCrypto

extension SHA256 {
    /// A digest in the making.
    package final class Hasher {
        private var context = SHA256_CTX()

        package init() { SHA256_Init(&context) }

        /// Adds bytes at the end.
        package func update(_ bytes: some Collection<UInt8>) {
            let done: Void? = bytes.withContiguousStorageIfAvailable { update(buffer: $0) }
            if done == nil { Array(bytes).withUnsafeBufferPointer { update(buffer: $0) } }
        }

        /// Adds the text's UTF-8 at the end.
        package func update(_ text: String) { update(text.utf8) }

        /// The 32 bytes of the digest; the hasher is empty again afterwards.
        package func finish() -> [UInt8] {
            var digest = [UInt8](repeating: 0, count: SHA256.length)
            SHA256_Final(&digest, &context)
            SHA256_Init(&context)
            return digest
        }

        private func update(buffer: UnsafeBufferPointer<UInt8>) {
            SHA256_Update(&context, buffer.baseAddress, buffer.count)
        }
    }
}
