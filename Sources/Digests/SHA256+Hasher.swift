import CCrypto

extension SHA256 {
    /// A digest in the making; owns an `EVP_MD_CTX` and frees it.
    ///
    /// SHA-256 fails only where libcrypto can't allocate or was built without it: both end the
    /// process, since no input leads there.
    package final class Hasher {
        private let context: OpaquePointer

        package init() {
            guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
            else { preconditionFailure("libcrypto offers no SHA-256") }
            self.context = context
        }

        deinit { EVP_MD_CTX_free(context) }

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
            let ended = EVP_DigestFinal_ex(context, &digest, nil)
            let begun = EVP_DigestInit_ex(context, EVP_sha256(), nil)
            precondition(ended == 1 && begun == 1, "libcrypto could not finish SHA-256")
            return digest
        }

        private func update(buffer: UnsafeBufferPointer<UInt8>) {
            let added = EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
            precondition(added == 1, "libcrypto could not update SHA-256")
        }
    }
}
