// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The tables.
///
/// JSON columns hold texts as clients sent them; moments are milliseconds since 1970.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: definitions)
            try db.execute(sql: executions)
        }
        return migrator
    }

    private static let definitions = """
        CREATE TABLE stateMachine (
            arn TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, createdAt INTEGER NOT NULL,
            revision INTEGER NOT NULL, lastVersion INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        -- What one update made of a state machine. Executions and versions keep pointing at theirs.
        CREATE TABLE revision (
            id INTEGER PRIMARY KEY, stateMachineARN TEXT NOT NULL, revisionID TEXT, definition TEXT NOT NULL,
            roleARN TEXT NOT NULL, logging TEXT NOT NULL, tracing TEXT NOT NULL, encryption TEXT NOT NULL,
            updatedAt INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE version (
            arn TEXT PRIMARY KEY, stateMachineARN TEXT NOT NULL REFERENCES stateMachine(arn) ON DELETE CASCADE,
            number INTEGER NOT NULL, revision INTEGER NOT NULL REFERENCES revision(id), description TEXT,
            createdAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX versionByMachine ON version(stateMachineARN, number);

        CREATE TABLE alias (
            arn TEXT PRIMARY KEY, stateMachineARN TEXT NOT NULL REFERENCES stateMachine(arn) ON DELETE CASCADE,
            name TEXT NOT NULL, description TEXT, routing TEXT NOT NULL, createdAt INTEGER NOT NULL,
            updatedAt INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX aliasByMachine ON alias(stateMachineARN, createdAt);

        CREATE TABLE activity (
            arn TEXT PRIMARY KEY, name TEXT NOT NULL, encryption TEXT NOT NULL, createdAt INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE tag (
            resourceARN TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (resourceARN, key)
        ) STRICT;
        """

    private static let executions = """
        CREATE TABLE execution (
            id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, name TEXT NOT NULL, stateMachineARN TEXT NOT NULL,
            versionARN TEXT, aliasARN TEXT, revision INTEGER NOT NULL, testCase TEXT, traceHeader TEXT,
            input TEXT NOT NULL, startedAt INTEGER NOT NULL, status TEXT NOT NULL, stoppedAt INTEGER, output TEXT,
            error TEXT, cause TEXT, redriveCount INTEGER NOT NULL DEFAULT 0, redrivenAt INTEGER,
            mapRunARN TEXT, mapStateName TEXT, child INTEGER, childSeed INTEGER, itemCount INTEGER
        ) STRICT;
        CREATE INDEX executionByMachine ON execution(stateMachineARN, id) WHERE mapRunARN IS NULL;
        CREATE INDEX executionByMapRun ON execution(mapRunARN, id) WHERE mapRunARN IS NOT NULL;
        CREATE INDEX executionUnfinished ON execution(id) WHERE status = 'RUNNING';

        -- The inputs that an execution's logic was given, in order: replayed, they rebuild it.
        CREATE TABLE journal (
            execution INTEGER NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL,
            PRIMARY KEY (execution, position)
        ) STRICT, WITHOUT ROWID;

        -- Histories, in chunks of consecutive events: JSON arrays as GetExecutionHistory shows them.
        CREATE TABLE history (
            execution INTEGER NOT NULL, firstEventID INTEGER NOT NULL, events TEXT NOT NULL,
            PRIMARY KEY (execution, firstEventID)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE mapRun (
            arn TEXT PRIMARY KEY, executionARN TEXT NOT NULL, stateMachineARN TEXT NOT NULL,
            number INTEGER NOT NULL, startedAt INTEGER NOT NULL, stoppedAt INTEGER, description TEXT NOT NULL
        ) STRICT;
        CREATE INDEX mapRunByExecution ON mapRun(executionARN, startedAt);
        """
}
