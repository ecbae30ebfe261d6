// SPDX-License-Identifier: Apache-2.0

/// The guards that an image carries in itself; nil where one has nothing to object.
enum ImageGuards {
    static func keepTag(_ tags: [Tag]) -> Finding? {
        guard tags.contains(where: { $0.key == ShelflifeTag.keep }) else { return nil }
        return Finding(.keepTag, .keep, "has the tag \(ShelflifeTag.keep)")
    }

    static func state(_ image: Image) -> Finding? {
        guard image.state != .available, image.state != .disabled else { return nil }
        return Finding(.state, .keep, "is \(image.state.rawValue), neither available nor disabled")
    }

    static func deregistrationProtection(_ image: Image) -> Finding? {
        guard case .enabled(let text) = image.deregistrationProtection else { return nil }
        return Finding(.deregistrationProtection, .keep, "is protected from deregistration (\(text))")
    }

    static func awsBackup(name: String?, ownerAlias: String?, tags: [Tag]) -> Finding? {
        let sign: String? =
            if ownerAlias == "aws-backup-vault" {
                "its owner alias is aws-backup-vault"
            } else if tags.contains(where: { $0.key.hasPrefix("aws:backup:") }) {
                "it has a tag aws:backup:…"
            } else if let name, name.hasPrefix("AwsBackup") {
                "its name starts with AwsBackup"
            } else {
                nil
            }
        return sign.map { Finding(.awsBackup, .keep, "belongs to AWS Backup: \($0)") }
    }

    static func lifecycleManager(_ tags: [Tag]) -> Finding? {
        guard tags.contains(where: { $0.key.hasPrefix("aws:dlm:") }) else { return nil }
        return Finding(.lifecycleManager, .keep, "belongs to Data Lifecycle Manager: it has a tag aws:dlm:…")
    }
}
