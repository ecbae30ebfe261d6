// SPDX-License-Identifier: Apache-2.0

/// What the guards that cost calls say about images or snapshots.
///
/// Facts about the account are gathered once for all the resources asked about; what EC2 tells about single ones only is
/// asked one by one. An error makes the guards that needed the answer "not evaluated", which keeps the resources.
package struct GuardAnswers: Sendable {
    private var findings: [String: [Finding]] = [:]
    private var errors: [String: EC2Error] = [:]

    /// What was found, by resource.
    package init(findings: [String: [Finding]] = [:]) {
        self.findings = findings
    }

    /// In a fixed order; nil for a resource nobody asked about.
    package func findings(on resourceID: String) -> [Finding]? { findings[resourceID] }

    /// The first error behind a resource's findings that may pass: throttling, or trouble of the service's own.
    package func passingError(on resourceID: String) -> EC2Error? { errors[resourceID] }

    /// Takes what another inquiry found.
    package mutating func merge(_ other: GuardAnswers) {
        findings.merge(other.findings) { _, new in new }
        errors.merge(other.errors) { _, new in new }
    }

    /// Asks about any number of resources, as many at a time as a page of a run has.
    static func page<Resource>(
        by resources: [Resource],
        progress: (_ done: Int, _ total: Int) -> Void,
        ask: ([Resource]) async -> GuardAnswers
    ) async -> GuardAnswers {
        var answers = GuardAnswers()
        var done = 0
        for page in resources.chunks(of: ListExpiredImages.mostItems) {
            progress(done, resources.count)
            answers.merge(await ask(page))
            done += page.count
        }
        progress(done, resources.count)
        return answers
    }

    /// Says that a resource was asked about, whatever is found.
    mutating func begin(_ resourceID: String) { findings[resourceID] = [] }

    mutating func add(_ finding: Finding, on resourceID: String) {
        findings[resourceID, default: []].append(finding)
    }

    mutating func add(_ error: EC2Error, to rule: Finding.Rule, on resourceID: String) {
        add(Finding(rule, .notEvaluated, error.description), on: resourceID)
        guard error.kind == .throttled || error.kind == .unavailable, errors[resourceID] == nil else { return }
        errors[resourceID] = error
    }

    /// Adds whom a resource is shared with.
    mutating func add(_ answer: Result<[LaunchPermission], EC2Error>, on resourceID: String) {
        switch answer {
        case .failure(let error): add(error, to: .shared, on: resourceID)
        case .success(let permissions) where permissions.isEmpty:
            add(Finding(.shared, .letGo, "is not shared"), on: resourceID)
        case .success(let permissions):
            let users = permissions.map { $0 == .everybody ? "everybody" : $0.description }.sorted()
            add(Finding(.shared, .keep, "is shared with \(Sentences.list(users))"), on: resourceID)
        }
    }
}

extension GuardAnswers {
    /// Asks every guard that the policy has on, the independent ones at the same time.
    package static func about(_ images: [Image], guards: GuardPolicy, ec2: some EC2) async -> GuardAnswers {
        guard !images.isEmpty else { return GuardAnswers() }
        let imageIDs = images.map(\.imageID)
        let asked = Set(imageIDs)
        async let references = guards.asks(.references) ? ec2.references(to: imageIDs, guards: guards) : [:]
        async let launching = LaunchUse(ec2: ec2, guards: guards).answers()
        async let instances = guards.asks(.instances) ? instanceUse(of: asked, ec2) : nil as UseAnswer?
        async let copies = copyUse(of: asked, guards.regions, ec2)
        async let conditions = snapshotConditions(guards, ec2)
        async let permissions = launchPermissions(of: guards.asks(.shared) ? imageIDs : [], ec2)

        var uses = await launching
        uses[.instances] = await instances
        uses[.copies] = await copies
        let (referenced, shared, conditioned) = await (references, permissions, conditions)
        var answers = GuardAnswers()
        for image in images {
            answers.begin(image.imageID)
            if guards.asks(.references) { answers.add(referenced[image.imageID], on: image.imageID) }
            for rule in [Finding.Rule.instances, .launchTemplates, .autoScaling, .fleets, .copies] {
                if let answer = uses[rule] { answers.add(answer, to: rule, on: image.imageID) }
            }
            if let answer = shared[image.imageID] { answers.add(answer, on: image.imageID) }
            for (rule, answer) in conditioned { answers.add(answer, to: rule, on: image) }
        }
        return answers
    }

    private mutating func add(_ answer: ReferenceAnswer?, on imageID: String) {
        switch answer {
        case .notEvaluated(let error): add(error, to: .references, on: imageID)
        case .usedBy: if let answer { add(answer.finding, on: imageID) }
        case nil: add(Finding(.references, .notEvaluated, "nobody answered"), on: imageID)
        }
    }

    private mutating func add(
        _ answer: Result<[String: [String]], EC2Error>,
        to rule: Finding.Rule,
        on imageID: String
    ) {
        switch answer {
        case .failure(let error): add(error, to: rule, on: imageID)
        case .success(let users):
            guard let users = users[imageID], !users.isEmpty else {
                return add(Finding(rule, .letGo, "no use found"), on: imageID)
            }
            add(Finding(rule, .keep, "in use by \(Sentences.list(Set(users).sorted()))"), on: imageID)
        }
    }

    private mutating func add(
        _ answer: Result<[String: String], EC2Error>,
        to rule: Finding.Rule,
        on image: Image
    ) {
        switch answer {
        case .failure(let error): add(error, to: rule, on: image.imageID)
        case .success(let states):
            let found = image.snapshotIDs.compactMap { id in states[id].map { "\(id) is \($0)" } }
            let finding =
                found.isEmpty
                ? Finding(rule, .letGo, "none of its snapshots is concerned")
                : Finding(rule, .keep, Sentences.list(found))
            add(finding, on: image.imageID)
        }
    }
}
