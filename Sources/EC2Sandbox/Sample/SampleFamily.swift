// SPDX-License-Identifier: Apache-2.0

/// Images that come from one place: a pipeline, a nightly backup, somebody's hands.
struct SampleFamily: Sendable {
    enum Origin: Sendable {
        /// Built and tagged by a pipeline.
        case pipeline
        /// The nightly backup of an instance by a function that tags for expiry.
        case backup
        /// Made by Data Lifecycle Manager.
        case lifecycleManager
        /// Made by AWS Backup.
        case awsBackup
        /// Made in the console, once, by somebody who has left.
        case handmade
    }

    var name: String
    var team: String
    var product: String
    var owner: String
    var origin: Origin
    /// Time between two images; less when there are so many that they would reach back too far.
    var cadenceHours: Double
    /// Parts of all images.
    var weight: Int
    /// Root volume first.
    var volumeSizesGiB: [Int]
    var hasInstanceStore = false
    var isEncrypted = false
    var isWindows = false
    /// Whether images carry `DELETEON=yes`.
    var isExpiring = true
}

extension SampleFamily {
    static let all = [
        SampleFamily(
            name: "ci-agent-ubuntu-24.04",
            team: "build",
            product: "ci",
            owner: "noor@example.com",
            origin: .pipeline,
            cadenceHours: 1,
            weight: 22,
            volumeSizesGiB: [30],
            hasInstanceStore: true
        ),
        SampleFamily(
            name: "storefront-web",
            team: "web",
            product: "storefront",
            owner: "dana@example.com",
            origin: .pipeline,
            cadenceHours: 24,
            weight: 16,
            volumeSizesGiB: [16]
        ),
        SampleFamily(
            name: "storefront-worker",
            team: "web",
            product: "storefront",
            owner: "dana@example.com",
            origin: .pipeline,
            cadenceHours: 24,
            weight: 8,
            volumeSizesGiB: [16, 100]
        ),
        SampleFamily(
            name: "checkout-api",
            team: "payments",
            product: "checkout",
            owner: "priya@example.com",
            origin: .pipeline,
            cadenceHours: 84,
            weight: 7,
            volumeSizesGiB: [20],
            isEncrypted: true
        ),
        SampleFamily(
            name: "search-index",
            team: "search",
            product: "search",
            owner: "tomas@example.com",
            origin: .pipeline,
            cadenceHours: 48,
            weight: 6,
            volumeSizesGiB: [20, 500],
            hasInstanceStore: true
        ),
        SampleFamily(
            name: "mobile-bff",
            team: "mobile",
            product: "mobile-api",
            owner: "luca@example.com",
            origin: .pipeline,
            cadenceHours: 30,
            weight: 6,
            volumeSizesGiB: [16]
        ),
        SampleFamily(
            name: "feature-store",
            team: "data",
            product: "feature-store",
            owner: "mei@example.com",
            origin: .pipeline,
            cadenceHours: 96,
            weight: 5,
            volumeSizesGiB: [50, 200, 1000],
            isExpiring: false
        ),
        SampleFamily(
            name: "golden-al2023",
            team: "platform",
            product: "golden-images",
            owner: "sam@example.com",
            origin: .pipeline,
            cadenceHours: 720,
            weight: 4,
            volumeSizesGiB: [8],
            isExpiring: false
        ),
        SampleFamily(
            name: "orders-db-1",
            team: "payments",
            product: "orders",
            owner: "priya@example.com",
            origin: .backup,
            cadenceHours: 24,
            weight: 7,
            volumeSizesGiB: [20, 300],
            isEncrypted: true
        ),
        SampleFamily(
            name: "wiki",
            team: "it",
            product: "wiki",
            owner: "it-ops@example.com",
            origin: .backup,
            cadenceHours: 24,
            weight: 5,
            volumeSizesGiB: [40]
        ),
        SampleFamily(
            name: "jenkins-controller",
            team: "build",
            product: "ci",
            owner: "noor@example.com",
            origin: .backup,
            cadenceHours: 24,
            weight: 5,
            volumeSizesGiB: [60, 200]
        ),
        SampleFamily(
            name: "legacy-erp",
            team: "finance",
            product: "erp",
            owner: "erp-admins@example.com",
            origin: .backup,
            cadenceHours: 168,
            weight: 3,
            volumeSizesGiB: [100, 500],
            isWindows: true
        ),
        SampleFamily(
            name: "policy-0a1b2c3d4e5f60718",
            team: "data",
            product: "warehouse",
            owner: "mei@example.com",
            origin: .lifecycleManager,
            cadenceHours: 24,
            weight: 2,
            volumeSizesGiB: [50, 400],
            isExpiring: false
        ),
        SampleFamily(
            name: "AwsBackup",
            team: "finance",
            product: "ledger",
            owner: "erp-admins@example.com",
            origin: .awsBackup,
            cadenceHours: 24,
            weight: 2,
            volumeSizesGiB: [80],
            isExpiring: false
        ),
    ]

    /// Names as people give them; the last family, which gets what the weights leave over.
    static let handmade = SampleFamily(
        name: "handmade",
        team: "",
        product: "",
        owner: "",
        origin: .handmade,
        cadenceHours: 3500,
        weight: 0,
        volumeSizesGiB: [30],
        isExpiring: false
    )

    static let handmadeNames = [
        "before-postgres-upgrade", "DO NOT DELETE - tax audit 2023", "johns test", "bastion-old", "vpn-2022",
        "storefront-before-black-friday", "copy of copy of bastion", "forensics-case-17", "ubuntu with docker",
    ]
}
