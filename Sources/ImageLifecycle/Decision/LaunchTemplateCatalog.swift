// SPDX-License-Identifier: Apache-2.0

/// The launch templates of an account, by id and by name.
struct LaunchTemplateCatalog: Sendable {
    let templates: [LaunchTemplate]
    private let byID: [String: LaunchTemplate]
    private let byName: [String: LaunchTemplate]

    init(_ templates: [LaunchTemplate]) {
        self.templates = templates
        byID = Dictionary(templates.map { ($0.templateID, $0) }) { first, _ in first }
        byName = Dictionary(templates.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The template and the number of a version as somebody names it; nil if there is none.
    func version(_ specification: LaunchTemplateSpecification) -> (LaunchTemplate, Int)? {
        let template = specification.templateID.flatMap { byID[$0] } ?? specification.name.flatMap { byName[$0] }
        guard let template else { return nil }
        switch specification.version {
        case nil, "", "$Default": return (template, template.defaultVersion)
        case "$Latest": return (template, template.latestVersion)
        case let text?: return Int(text).map { (template, $0) }
        }
    }
}

extension EC2 {
    // As values, which can cross tasks.

    func versionsCaught(
        of template: LaunchTemplate,
        _ depth: GuardPolicy.LaunchTemplateVersions
    ) async -> Result<[LaunchTemplateVersion], EC2Error> {
        do throws(EC2Error) {
            return .success(try await versions(of: template, depth))
        } catch {
            return .failure(error)
        }
    }

    private func parametersCaught(_ names: [String]) async -> Result<ParameterValues, EC2Error> {
        do throws(EC2Error) {
            return .success(try await getParameters(names))
        } catch {
            return .failure(error)
        }
    }

    /// The versions of a template that count as use.
    func versions(
        of template: LaunchTemplate,
        _ depth: GuardPolicy.LaunchTemplateVersions
    ) async throws(EC2Error) -> [LaunchTemplateVersion] {
        if depth == .defaultAndLatest {
            var versions: [LaunchTemplateVersion] = []
            let numbers = Set([template.defaultVersion, template.latestVersion]).sorted()
            for number in numbers {
                if let version = try await version(number, of: template) { versions.append(version) }
            }
            // A template that is gone has none.
            let missing = numbers.first { number in !versions.contains { $0.number == number } }
            if let missing, !versions.isEmpty { throw template.lacks(version: missing) }
            return versions
        }
        guard case .all = depth else {
            let newest = try await versions(of: template, after: 0).sorted { $0.number > $1.number }.prefix(depth.depth)
            // Launches that name no version take the default, however old it is.
            guard !newest.isEmpty, !newest.contains(where: { $0.number == template.defaultVersion }) else {
                return Array(newest)
            }
            guard let standard = try await version(template.defaultVersion, of: template) else {
                throw template.lacks(version: template.defaultVersion)
            }
            return newest + [standard]
        }
        // Where all count, one that was deleted since it was remembered keeps an image more, and no image less.
        let seen = launchTemplateMemory.completeUpTo(template.templateID)
        if seen < template.latestVersion {
            let versions = try await versions(of: template, after: seen)
            launchTemplateMemory.rememberAll(versions, of: template.templateID, upTo: template.latestVersion)
        }
        return launchTemplateMemory.versions(of: template.templateID).values.sorted { $0.number > $1.number }
    }

    /// The versions above a number, as they are now; none of a template that is gone.
    private func versions(
        of template: LaunchTemplate,
        after seen: Int
    ) async throws(EC2Error) -> [LaunchTemplateVersion] {
        var request = DescribeLaunchTemplateVersionsRequest(templateID: template.templateID)
        request.minVersion = seen > 0 ? seen + 1 : nil
        let versions: [LaunchTemplateVersion]
        do {
            versions = try await all("DescribeLaunchTemplateVersions") { token async throws(EC2Error) in
                var page = request
                page.nextToken = token
                return try await describeLaunchTemplateVersions(page)
            }
        } catch {
            guard error.saysLaunchTemplateIsGone else { throw error }
            return []
        }
        guard versions.contains(where: { $0.number >= template.latestVersion }) else {
            throw template.lacks(version: template.latestVersion)
        }
        return versions
    }

    /// One version; nil if it is gone.
    func version(_ number: Int, of template: LaunchTemplate) async throws(EC2Error) -> LaunchTemplateVersion? {
        if let version = launchTemplateMemory.versions(of: template.templateID)[number] { return version }
        var request = DescribeLaunchTemplateVersionsRequest(templateID: template.templateID)
        request.versions = [String(number)]
        do {
            let versions = try await describeLaunchTemplateVersions(request).items
            launchTemplateMemory.remember(versions, of: template.templateID)
            return versions.first { $0.number == number }
        } catch {
            guard error.saysLaunchTemplateIsGone else { throw error }
            return nil
        }
    }

    /// The images that parameters name, by the names as given; parameters that do not exist name none.
    func imageIDs(inParameters names: [String]) async throws(EC2Error) -> [String: String] {
        let chunks = names.chunks(of: 10)
        let ec2 = self
        let answers = await concurrently(chunks) { chunk in await ec2.parametersCaught(chunk) }
        var imageIDs: [String: String] = [:]
        for (chunk, answer) in zip(chunks, answers) {
            let values = try answer.get()
            let known = Dictionary(values.parameters.map { ($0.name, $0.value) }) { first, _ in first }
            let invalid = Set(values.invalidNames)
            for name in chunk where !invalid.contains(name) {
                guard let value = known[name] else {
                    throw EC2Error(
                        code: nil,
                        message: "the answer says nothing about the parameter \(name)",
                        action: "GetParameters"
                    )
                }
                imageIDs[name] = value
            }
        }
        return imageIDs
    }
}

extension EC2Error {
    /// The launch template, or the version that was asked for, does not exist any more.
    var saysLaunchTemplateIsGone: Bool {
        code == "InvalidLaunchTemplateId.NotFound" || code == "InvalidLaunchTemplateId.VersionNotFound"
            || code == "InvalidLaunchTemplateName.NotFoundException"
    }
}

extension LaunchTemplate {
    /// An answer that says nothing about a version, which is not to say that the version names no image.
    fileprivate func lacks(version: Int) -> EC2Error {
        let message = "the answer lacks version \(version) of \(name)"
        return EC2Error(code: nil, message: message, action: "DescribeLaunchTemplateVersions")
    }
}
