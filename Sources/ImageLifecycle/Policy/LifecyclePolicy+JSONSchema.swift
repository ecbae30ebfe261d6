// SPDX-License-Identifier: Apache-2.0

extension LifecyclePolicy {
    /// The JSON Schema (draft 2020-12) of the policy document: what ``init(from:)`` takes.
    package static func jsonSchema() -> String {
        #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Shelflife policy",
          "description": "Which resources, how long they are kept, what protects them, and how much may go at once.",
          "type": "object",
          "required": ["policy", "select", "retain"],
          "additionalProperties": false,
          "properties": {
            "policy": {
              "description": "The policy's name.",
              "type": "string",
              "pattern": "^[A-Za-z0-9._-]{1,64}$"
            },
            "mode": {
              "description": "report decides and tells, enforce retires.",
              "enum": ["report", "enforce"],
              "default": "report"
            },
            "select": {
              "description": "Which resources: those that have every tag and one of the names, or all.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}},
                "names": {
                  "description": "Patterns with * and ?, one of which must match the name.",
                  "type": "array",
                  "items": {"type": "string", "minLength": 1}
                },
                "all": {"type": "boolean", "default": false},
                "exclude": {
                  "description": "What is kept although it is selected: one tag or id is enough.",
                  "type": "object",
                  "additionalProperties": false,
                  "properties": {
                    "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}},
                    "ids": {"type": "array", "items": {"type": "string"}}
                  }
                }
              },
              "oneOf": [
                {
                  "required": ["all"],
                  "properties": {"all": {"const": true}, "tags": {"maxItems": 0}, "names": {"maxItems": 0}}
                },
                {
                  "properties": {"all": {"const": false}},
                  "anyOf": [
                    {"required": ["tags"], "properties": {"tags": {"minItems": 1}}},
                    {"required": ["names"], "properties": {"names": {"minItems": 1}}}
                  ]
                }
              ]
            },
            "retain": {
              "description": "A resource is kept if any rule keeps it.",
              "type": "object",
              "required": ["age"],
              "additionalProperties": false,
              "properties": {
                "age": {"description": "Kept until older than this.", "$ref": "#/$defs/duration"}
              }
            },
            "guard": {
              "description": "What protects a resource whose retention is over.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "references": {
                  "description": "Keep what DescribeImageReferences finds in use.",
                  "type": "boolean",
                  "default": true
                },
                "launchTemplateVersions": {
                  "description": "How many versions of each launch template, the newest first, count as use.",
                  "oneOf": [{"const": "all"}, {"type": "integer", "minimum": 1, "maximum": 10000}],
                  "default": "all"
                }
              }
            },
            "limits": {
              "description": "A run that would retire more fails before it touches anything.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "items": {"type": "integer", "minimum": 1, "maximum": 1000000, "default": 500},
                "percent": {
                  "description": "Of the selected resources.",
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 100
                }
              }
            }
          },
          "$defs": {
            "duration": {"type": "string", "pattern": "^[1-9][0-9]{0,4}[hdw]$"},
            "tag": {
              "type": "object",
              "required": ["key"],
              "additionalProperties": false,
              "properties": {
                "key": {"type": "string", "minLength": 1, "maxLength": 128},
                "values": {
                  "description": "Patterns with * and ?, one of which must match; any value if left out.",
                  "type": "array",
                  "minItems": 1,
                  "items": {"type": "string"}
                }
              }
            }
          }
        }
        """#
    }
}
