/// Why a piece of text was taken out.
package enum RedactionKind: String, Sendable, CaseIterable {
    /// A value that this process knows to be a secret, in whatever encoding it stood there.
    case secret
    case awsKey = "aws_key"
    case githubToken = "github_token"
    case slackToken = "slack_token"
    case stripeKey = "stripe_key"
    /// A token of another vendor whose form is known.
    case vendorToken = "vendor_token"
    case jwt
    case pemBlock = "pem_block"
    /// `scheme://user:password@host`.
    case urlPassword = "url_password"
    /// What follows a key that looks secret.
    case keyedValue = "keyed_value"
    /// What follows `Bearer`, `Basic` and their kin.
    case authorization
    /// An encoded text in which one of the above was found.
    case encoded
    case user
    case home

    /// Names and folders of a person are no secrets, but nobody's business either.
    package var isPersonal: Bool { self == .user || self == .home }

    /// What stands in its place. A home folder becomes `~`, so that the rest of a path stays.
    var replacement: [UInt8] {
        self == .home ? [UInt8(ascii: "~")] : Array("[redacted:\(rawValue)]".utf8)
    }
}
