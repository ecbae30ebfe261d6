// SPDX-License-Identifier: Apache-2.0

extension CreatePolicy {
    /// The `create` part of the policy's JSON Schema; it refers to the definitions of the whole.
    static let jsonSchema = #"""
        {
              "description": "Which backups of the selected instances are made, and where copies of them go.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "volumes": {
                  "description": "Which of an instance's volumes; an image always has the root.",
                  "enum": ["all", "root", "data"],
                  "default": "all"
                },
                "excludeVolumes": {
                  "description": "Volumes with one of these tags are left out.",
                  "type": "array",
                  "items": {"$ref": "#/$defs/tag"}
                },
                "multiVolume": {
                  "description": "Snapshots of all of an instance's volumes at one moment, or each volume by itself.",
                  "type": "boolean",
                  "default": true
                },
                "reboot": {
                  "description": "Whether instances are rebooted for their images.",
                  "type": "boolean",
                  "default": false
                },
                "name": {"description": "What images are called.", "$ref": "#/$defs/template"},
                "description": {
                  "description": "May name a volume only if multiVolume is false.",
                  "$ref": "#/$defs/template"
                },
                "copyTags": {
                  "description": "Which tags of the instance its backups get, never those that begin with aws:.",
                  "oneOf": [{"const": "all"}, {"type": "array", "items": {"$ref": "#/$defs/ownKey"}}],
                  "default": []
                },
                "tags": {
                  "description": "Tags of every backup. One that names a volume is set on snapshots only.",
                  "type": "object",
                  "propertyNames": {"$ref": "#/$defs/ownKey"},
                  "additionalProperties": {"$ref": "#/$defs/template"}
                },
                "deleteOn": {
                  "description": "A tag with the day, YYYY-MM-DD, on which the backup's time is over.",
                  "type": "object",
                  "required": ["tag", "days"],
                  "additionalProperties": false,
                  "properties": {
                    "tag": {"$ref": "#/$defs/ownKey"},
                    "daysFromTags": {
                      "description": "Tags of the instance; the first that holds a number from 1 up counts.",
                      "type": "array",
                      "items": {"type": "string"}
                    },
                    "days": {
                      "description": "If none of them does.",
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 100000
                    }
                  }
                },
                "marker": {
                  "description": "The tag that a backup has until everything about it is done.",
                  "type": "object",
                  "required": ["key", "value"],
                  "additionalProperties": false,
                  "properties": {"key": {"$ref": "#/$defs/ownKey"}, "value": {"type": "string"}},
                  "default": {"key": "shelflife:unfinished", "value": "yes"}
                },
                "copies": {
                  "description": "Copies of snapshots in other regions; a policy for images has none.",
                  "type": "array",
                  "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                      "regions": {
                        "type": "array",
                        "minItems": 1,
                        "uniqueItems": true,
                        "items": {"type": "string", "pattern": "^[a-z0-9-]{1,32}$"}
                      },
                      "regionFromTag": {
                        "description": "The key of a tag with the region, of the volume or else of its instance.",
                        "$ref": "#/$defs/ownKey"
                      },
                      "kmsKeyID": {
                        "description": "A key of the destination that encrypts the copy.",
                        "type": "string",
                        "minLength": 1
                      },
                      "keepSource": {
                        "description": "false deletes the source when its copies are completed and have their tags.",
                        "type": "boolean",
                        "default": true
                      },
                      "sourceIDTag": {
                        "description": "The key of a tag of the copy with its source's id.",
                        "$ref": "#/$defs/ownKey"
                      },
                      "copyIDTag": {
                        "description": "The key of a tag of the source with its copy's id.",
                        "$ref": "#/$defs/ownKey"
                      }
                    },
                    "oneOf": [{"required": ["regions"]}, {"required": ["regionFromTag"]}]
                  }
                }
              }
            }
        """#

    /// Definitions that only this part uses.
    static let jsonSchemaDefinitions = #"""
        "template": {
              "description": "A text with {placeholders}, or several: the first that can be filled in is taken.",
              "oneOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}
              ]
            },
            "ownKey": {
              "description": "The key of a tag that a policy may set.",
              "type": "string",
              "minLength": 1,
              "maxLength": 128,
              "not": {"pattern": "^([Aa][Ww][Ss]|[Ss][Hh][Ee][Ll][Ff][Ll][Ii][Ff][Ee]):"}
            },
        """#
}
