// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The tags and texts of the backups that one run of a policy makes of one instance.
package struct BackupTags: Sendable {
    private let policy: LifecyclePolicy
    private let create: CreatePolicy
    private let instance: Instance
    private let now: Date
    /// What the texts stand for; an image's name is put in when it is known.
    package var values: TemplateValues

    package init(_ policy: LifecyclePolicy, _ create: CreatePolicy, instance: Instance, now: Date) {
        self.policy = policy
        self.create = create
        self.instance = instance
        self.now = now
        values = TemplateValues(policy: policy.name, now: now, instance: instance)
    }

    /// The run and the instance, the same at every try: `nightly/2026-01-31T04:00:00Z/i-0abc`.
    package static func run(_ policy: LifecyclePolicy, now: Date, instanceID: String) -> String {
        run(policy, now: now) + instanceID
    }

    /// What the tags of all backups of a run begin with.
    static func run(_ policy: LifecyclePolicy, now: Date) -> String {
        "\(policy.name)/\(ISO8601.text(now))/"
    }

    /// When the run began that made a backup with these tags; nil if none of ours did.
    static func runTime(of tags: [Tag]) -> Date? {
        let parts = tags.value(of: ShelflifeTag.run)?.split(separator: "/") ?? []
        return parts.count == 3 ? ISO8601.date(String(parts[1])) : nil
    }

    /// Tags for an image, or for snapshots that all get the same; what names a volume finds room later.
    package func shared(marked: Bool) -> [Tag] {
        let perVolume = create.tags.filter(\.value.needsVolume)
        var list = TagList(owner(marked: marked), reserving: perVolume.count + 1)
        add(create.tags.filter { !$0.value.needsVolume }, values, to: &list)
        return list.tags
    }

    /// All tags of the snapshot of one volume.
    package func snapshot(of volumeID: String, _ volume: Volume?, device: String?, marked: Bool) -> [Tag] {
        var list = TagList(owner(marked: marked) + [Tag(key: ShelflifeTag.sourceVolume, value: volumeID)])
        add(create.tags, values.with(volume, volumeID: volumeID, device: device), to: &list)
        return list.tags
    }

    /// Which number in the instance's tags cannot be read, and what counts instead; nil if there is none.
    package var remark: String? {
        if let deleteOn = create.deleteOn, deleteOn.taggedDays(instance.tags) == nil,
            let tag = deleteOn.daysFromTags.lazy.compactMap({ key in instance.tags.first { $0.key == key } }).first
        {
            return remark(on: tag, instead: "\(deleteOn.days) days count")
        }
        let retain = policy.retain
        let numbers = [
            (retain.countFromTag, retain.count.map { "the newest \($0) are kept" }),
            (retain.ageDaysFromTag, retain.age.map { "they are kept for \($0)" }),
        ]
        for (key, instead) in numbers {
            guard let tag = instance.tags.first(where: { $0.key == key }), TagNumber.positive(tag.value) == nil
            else { continue }
            return remark(on: tag, instead: instead ?? "all are kept")
        }
        return nil
    }

    private func remark(on tag: Tag, instead: String) -> String {
        "the tag \(tag.key) of \(instance.instanceID) is \"\(tag.value)\", no whole number from 1 up; \(instead)"
    }

    private func owner(marked: Bool) -> [Tag] {
        [
            Tag(key: ShelflifeTag.policy, value: policy.name),
            Tag(key: ShelflifeTag.run, value: Self.run(policy, now: now, instanceID: instance.instanceID)),
            Tag(key: ShelflifeTag.sourceInstance, value: instance.instanceID),
        ] + (marked ? [create.marker] : [])
    }

    private func add(_ tags: [TemplateTag], _ values: TemplateValues, to list: inout TagList) {
        list.add(tags.compactMap { $0.tag(values) })
        if let deleteOn = create.deleteOn { list.add([deleteOn.tag(for: instance.tags, now: now)]) }
        list.add(create.copyTags.copied(from: instance.tags))
    }
}

extension String {
    /// EC2's limit of a description.
    func cutToDescription() -> String { String(prefix(255)) }
}
