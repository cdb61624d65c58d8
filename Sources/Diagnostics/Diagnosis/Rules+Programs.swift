import Vocabulary

/// Programs, their versions and their accounts.
extension Rules {
    static let programs: [Rule] = [
        Rule(
            "program_missing",
            {
                ["requirement.program_missing", "program.missing", "step.missing_program"]
                    .contains($0.code) || $0.code == "requirement.no_backend"
            }, { "a program is missing: \($0.message)" },
            // Only servers are installed by it.
            next: {
                $0.code.hasPrefix("requirement.")
                    ? "envctl start --install-missing" : "envctl start"
            }, "install it with this machine's package manager, or correct the command"),
        Rule(
            "program_not_executable", codes: ["program.not_executable"],
            "a program can't be executed", next: "envctl show-config"),
        Rule(
            "data_version", codes: ["requirement.data_version"],
            "the data was made by another version of the server", next: "envctl data list",
            advice: "install that version, or export the data there and import it here"),
        Rule(
            "version_mismatch", codes: ["requirement.version_mismatch"],
            "no installed version of the server is the wanted one",
            next: "envctl show-config requirements",
            advice: "install the wanted version, or change 'version' in envctl.yaml"),
        Rule(
            "account_blocked",
            codes: [
                "requirement.account_blocked", "requirement.account", "requirement.data_owner",
            ],
            "the account that the server runs as can't reach its folders",
            next: "namei -l \"${ENVCTL_STATE_DIR:-/var/lib/envctl}\"",
            advice: "let that account pass through the folder that is named, or move the state"),
        Rule(
            "installation_failed", codes: ["requirement.install_failed"],
            "installing a missing program failed", next: "envctl start --install-missing"),
    ]

    static let docker: [Rule] = [
        // Not everything could run without it; the failure knows.
        Rule(
            "docker_missing", { $0.code == "docker.client_missing" },
            { _ in "the program 'docker' is not installed" }, next: { _ in "docker --version" },
            advice: { $0.hint ?? "install it" }),
        Rule(
            "docker_down", { $0.code == "docker.unreachable" },
            { _ in "the Docker engine does not run" }, next: { _ in "docker info" },
            advice: { $0.hint ?? "start the engine" }),
        Rule(
            "docker_image",
            codes: ["docker.image_missing", "docker.pull_failed", "docker.no_image"],
            "the image of a container is not there", next: "docker images",
            advice: "fetch it with 'docker pull', or correct 'version' and 'image'"),
        Rule(
            "docker_failed", { $0.code.hasPrefix("docker.") && !docked.contains($0.code) },
            { _ in "a call of the Docker engine failed" }, next: { _ in "docker info" }),
    ]

    private static let docked: Set<String> = [
        "docker.client_missing", "docker.unreachable", "docker.image_missing",
        "docker.pull_failed", "docker.no_image",
    ]
}
