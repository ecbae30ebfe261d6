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
          "required": ["policy", "select"],
          "anyOf": [{"required": ["retain"]}, {"required": ["create"]}],
          "additionalProperties": false,
          "properties": {
            "policy": {
              "description": "The policy's name. Backups made under another name are left alone.",
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
              "description": "A resource is kept if any rule keeps it. Needed by the workflows that retire.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "age": {"description": "Kept until older than this.", "$ref": "#/$defs/duration"},
                "count": {
                  "description": "The newest so many good ones of each group are kept.",
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 100000
                },
                "groupBy": {
                  "description": "What belongs together: one source, one name without its date, one value of a tag.",
                  "type": "string",
                  "pattern": "^(source|name|tag:.+)$",
                  "default": "source"
                },
                "gfs": {
                  "description": "Of each of the last so many periods with a backup, the newest is kept. UTC.",
                  "type": "object",
                  "minProperties": 1,
                  "additionalProperties": false,
                  "properties": {
                    "hourly": {"$ref": "#/$defs/generations"},
                    "daily": {"$ref": "#/$defs/generations"},
                    "weekly": {"$ref": "#/$defs/generations"},
                    "monthly": {"$ref": "#/$defs/generations"},
                    "yearly": {"$ref": "#/$defs/generations"}
                  }
                },
                "ageDaysFromTag": {
                  "description": "The key of a tag with the days to keep it; age where that is not readable.",
                  "type": "string",
                  "minLength": 1
                },
                "countFromTag": {
                  "description": "The key of a tag with the number to keep; count where that is not readable.",
                  "type": "string",
                  "minLength": 1
                },
                "deleteOnTag": {
                  "description": "The key of a tag with the date, YYYY-MM-DD, until which it is kept.",
                  "type": "string",
                  "minLength": 1
                },
                "orphans": {
                  "description": "Of snapshots: those go whose image is gone, once older than this; all others stay.",
                  "$ref": "#/$defs/duration"
                },
                "lastMayGo": {
                  "description": "Whether a backup may go although it is the last good one of its source.",
                  "type": "boolean",
                  "default": false
                }
              },
              "anyOf": [
                {"required": ["age"]},
                {"required": ["count"]},
                {"required": ["gfs"]},
                {"required": ["ageDaysFromTag"]},
                {"required": ["countFromTag"]},
                {"required": ["deleteOnTag"]},
                {"required": ["orphans"]}
              ]
            },
            "create": \#(CreatePolicy.jsonSchema),
        \#(GuardPolicy.schemaMember),
        \#(RetirePolicy.schemaMember),
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
            },
            "accounts": {
              "description": "Where to work; the workers' own account and region if left out.",
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "object",
                "required": ["id", "roleName", "regions"],
                "additionalProperties": false,
                "properties": {
                  "id": {"type": "string", "pattern": "^[0-9]{12}$"},
                  "roleName": {
                    "description": "The role that member.yaml made in the account.",
                    "type": "string",
                    "pattern": "^[A-Za-z0-9+=,.@_-]{1,64}$"
                  },
                  "externalID": {"type": "string"},
                  "regions": {
                    "type": "array",
                    "minItems": 1,
                    "uniqueItems": true,
                    "items": {"type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"}
                  }
                }
              }
            }
          },
          "$defs": {
            \#(CreatePolicy.jsonSchemaDefinitions)
            "generations": {"type": "integer", "minimum": 1, "maximum": 10000},
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
