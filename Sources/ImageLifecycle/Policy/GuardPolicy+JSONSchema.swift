// SPDX-License-Identifier: Apache-2.0

extension GuardPolicy {
    /// The `guard` member of the policy's JSON Schema, indented to fit there.
    static let schemaMember = #"""
            "guard": {
              "description": "What protects a resource whose retention is over. A guard that cannot be evaluated keeps it.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "references": {
                  "description": "Keep what DescribeImageReferences finds in use.",
                  "type": "boolean",
                  "default": true
                },
                "instances": {
                  "description": "Keep what an instance was launched from, unless it is terminated.",
                  "type": "boolean",
                  "default": true
                },
                "launchTemplates": {
                  "description": "Keep what launch template versions name, directly or by resolve:ssm.",
                  "type": "boolean",
                  "default": true
                },
                "autoScaling": {
                  "description": "Keep what Auto Scaling groups and launch configurations name.",
                  "type": "boolean",
                  "default": true
                },
                "fleets": {
                  "description": "Keep what EC2 Fleets, Spot Fleet requests and Spot requests name.",
                  "type": "boolean",
                  "default": true
                },
                "shared": {
                  "description": "Keep what is public or shared with other accounts.",
                  "type": "boolean",
                  "default": true
                },
                "locks": {
                  "description": "Keep locked snapshots, and images with one.",
                  "type": "boolean",
                  "default": true
                },
                "archive": {
                  "description": "Keep snapshots on their way to or from the archive, and images with one.",
                  "type": "boolean",
                  "default": true
                },
                "fastSnapshotRestore": {
                  "description": "Keep snapshots with fast restore enabled, and images with one.",
                  "type": "boolean",
                  "default": true
                },
                "launchTemplateVersions": {
                  "description": "Which versions of each launch template count as use: all, the newest so many, or two.",
                  "oneOf": [{"enum": ["all", "default+latest"]}, {"type": "integer", "minimum": 1, "maximum": 10000}],
                  "default": "all"
                },
                "launchedWithin": {
                  "description": "Keep what was launched within this time, and a day more: EC2 tells a day late.",
                  "oneOf": [{"const": false}, {"$ref": "#/$defs/duration"}],
                  "default": "7d"
                },
                "ancestry": {
                  "description": "Keep an image while images made of it are registered.",
                  "type": "boolean",
                  "default": false
                },
                "regions": {
                  "description": "Other regions, where copies of an image may be in use.",
                  "type": "array",
                  "items": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,31}$"}
                }
              }
            }
        """#
}

extension RetirePolicy {
    /// The `retire` member of the policy's JSON Schema, indented to fit there.
    static let schemaMember = #"""
            "retire": {
              "description": "Mark and take out of use first, deregister when the grace is over. At once if left out.",
              "type": "object",
              "required": ["grace"],
              "additionalProperties": false,
              "properties": {
                "grace": {"description": "From the mark to the deregistration.", "$ref": "#/$defs/duration"},
                "steps": {
                  "description": "What is done at once, in order; tag comes first.",
                  "type": "array",
                  "minItems": 1,
                  "uniqueItems": true,
                  "prefixItems": [{"const": "tag"}],
                  "items": {"enum": ["tag", "deprecate", "disable"]},
                  "default": ["tag", "deprecate", "disable"]
                }
              }
            }
        """#
}
