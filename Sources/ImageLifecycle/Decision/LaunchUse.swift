// SPDX-License-Identifier: Apache-2.0

/// What launch templates, groups and fleets may launch: the part of an account's use of images that
/// `DescribeImageReferences` does not see, or not deep enough.
///
/// Gathered once for any number of images.
struct LaunchUse<Account: EC2> {
    let ec2: Account
    let guards: GuardPolicy

    /// Users of images by id, or why nobody could say.
    typealias Answer = Result<[String: [String]], EC2Error>

    /// An answer for each of the three guards that is on.
    func answers() async -> [Finding.Rule: Answer] {
        let asked: Set<GuardPolicy.Source> = guards.sources.intersection([.launchTemplates, .autoScaling, .fleets])
        guard !asked.isEmpty else { return [:] }
        async let templates = listTemplates()
        async let groups = asked.contains(.autoScaling) ? listGroups() : .success([])
        async let fleets = asked.contains(.fleets) ? listFleets() : .success([])
        let (catalog, launching, requested) = await (templates, groups, fleets)

        var answers: [Finding.Rule: Answer] = [:]
        if asked.contains(.launchTemplates) {
            answers[.launchTemplates] = await templateUse(catalog)
        }
        if asked.contains(.autoScaling) { answers[.autoScaling] = await use(by: launching, catalog) }
        if asked.contains(.fleets) { answers[.fleets] = await use(by: requested, catalog) }
        return answers
    }

    private func listTemplates() async -> Result<LaunchTemplateCatalog, EC2Error> {
        do throws(EC2Error) {
            let templates = try await ec2.all("DescribeLaunchTemplates") { token async throws(EC2Error) in
                try await ec2.describeLaunchTemplates(nextToken: token)
            }
            return .success(LaunchTemplateCatalog(templates))
        } catch {
            return .failure(error)
        }
    }

    private func templateUse(_ catalog: Result<LaunchTemplateCatalog, EC2Error>) async -> Answer {
        do throws(EC2Error) {
            return .success(try await users(try await versions(in: try catalog.get())))
        } catch {
            return .failure(error)
        }
    }

    private func use(
        by launchers: Result<[Launcher], EC2Error>,
        _ catalog: Result<LaunchTemplateCatalog, EC2Error>
    ) async -> Answer {
        do throws(EC2Error) {
            return .success(try await users(try await named(by: try launchers.get(), catalog)))
        } catch {
            return .failure(error)
        }
    }

    private func listGroups() async -> Result<[Launcher], EC2Error> {
        do throws(EC2Error) {
            let groups = try await ec2.all("DescribeAutoScalingGroups") { token async throws(EC2Error) in
                try await ec2.describeAutoScalingGroups(nextToken: token)
            }
            let configurations = try await ec2.all("DescribeLaunchConfigurations") { token async throws(EC2Error) in
                try await ec2.describeLaunchConfigurations(nextToken: token)
            }
            return .success((groups + configurations).filter { !$0.isOver })
        } catch {
            return .failure(error)
        }
    }

    private func listFleets() async -> Result<[Launcher], EC2Error> {
        do throws(EC2Error) {
            let fleets = try await ec2.all("DescribeFleets") { token async throws(EC2Error) in
                try await ec2.describeFleets(nextToken: token)
            }
            let spotFleets = try await ec2.all("DescribeSpotFleetRequests") { token async throws(EC2Error) in
                try await ec2.describeSpotFleetRequests(nextToken: token)
            }
            let requests = try await ec2.all("DescribeSpotInstanceRequests") { token async throws(EC2Error) in
                try await ec2.describeSpotInstanceRequests(nextToken: token)
            }
            return .success((fleets + spotFleets + requests).filter { !$0.isOver })
        } catch {
            return .failure(error)
        }
    }

    /// What each version that counts names: an image's id or an alias, and who says so.
    private func versions(in catalog: LaunchTemplateCatalog) async throws(EC2Error) -> [NamedImage] {
        let ec2 = ec2
        let depth = guards.launchTemplateVersions
        let found = await concurrently(catalog.templates) { template in
            await ec2.versionsCaught(of: template, depth)
        }
        var names: [NamedImage] = []
        for (template, answer) in zip(catalog.templates, found) {
            for version in try answer.get() {
                guard let imageID = version.imageID else { continue }
                names.append(NamedImage(imageID, "launch template \(template.name) version \(version.number)"))
            }
        }
        return names
    }

    /// What launchers name, themselves and by launch template versions.
    private func named(
        by launchers: [Launcher],
        _ catalog: Result<LaunchTemplateCatalog, EC2Error>
    ) async throws(EC2Error) -> [NamedImage] {
        var names: [NamedImage] = []
        for launcher in launchers {
            let user = "\(launcher.kind.rawValue) \(launcher.id)"
            names += launcher.imageIDs.map { NamedImage($0, user) }
            for specification in launcher.specifications {
                // A template or version that is gone launches nothing.
                guard let (template, number) = try catalog.get().version(specification),
                    let imageID = try await ec2.version(number, of: template)?.imageID
                else { continue }
                names.append(NamedImage(imageID, "\(user) (launch template \(template.name) version \(number))"))
            }
        }
        return names
    }

    /// Follows aliases, and sorts the users by image.
    private func users(_ names: [NamedImage]) async throws(EC2Error) -> [String: [String]] {
        let aliases = Set(names.compactMap(\.parameterName))
        let values = try await ec2.imageIDs(inParameters: aliases.sorted())
        var users: [String: [String]] = [:]
        for name in names {
            if let parameter = name.parameterName {
                guard let imageID = values[parameter] else { continue }
                users[imageID, default: []].append("\(name.user) by the SSM parameter \(parameter)")
            } else {
                users[name.imageID, default: []].append(name.user)
            }
        }
        return users
    }
}

/// An image as somebody names it.
private struct NamedImage {
    let imageID: String
    let user: String

    init(_ imageID: String, _ user: String) {
        self.imageID = imageID
        self.user = user
    }

    /// The parameter behind `resolve:ssm:`; nil for an image's id.
    ///
    /// AWS's own public parameters name AWS's images, never the account's.
    var parameterName: String? {
        let prefix = "resolve:ssm:"
        guard imageID.hasPrefix(prefix) else { return nil }
        return String(imageID.dropFirst(prefix.count))
    }
}
