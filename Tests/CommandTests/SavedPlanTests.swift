// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import shelflife

@Suite struct SavedPlanTests {
    private let document: JSONObject = [
        "format": "shelflife-plan/1", "clock": ["now": "2026-01-31T12:00:00Z"], "images": [["imageID": "ami-1"]],
    ]

    @Test func aSealIsTheSameHoweverOftenItIsPut() {
        let once = SavedPlan.sealed(document)
        #expect(once != document)
        #expect(SavedPlan.sealed(once) == once)
    }

    @Test func aSealSurvivesBeingWrittenAndRead() throws {
        let sealed = SavedPlan.sealed(document)
        for layout in [JSONValue.Layout.compact, .pretty] {
            let read = try JSONValue(parsing: JSONValue.object(sealed).serialized(layout))
            #expect(read == .object(sealed))
        }
    }

    @Test func anyOtherContentHasAnotherSeal() {
        let seal = SavedPlan.sealed(document)["clock"]?["digest"]
        for (name, value) in [
            ("format", "shelflife-plan/2"), ("images", []), ("clock", ["now": "2026-01-31T12:00:01Z"]), ("more", 1),
        ] as [(String, JSONValue)] {
            var changed = document
            changed[name] = value
            #expect(SavedPlan.sealed(changed)["clock"]?["digest"] != seal, "\(name)")
        }
    }

    @Test func thePolicysDigestIgnoresItsModeAndItsOrderAndNothingElse() throws {
        let digest = SavedPlan.digest(ofPolicy:)
        let policy: JSONValue = ["policy": "p", "mode": "report", "retain": ["age": "1d", "count": 3]]
        #expect(digest(policy) == digest(["retain": ["count": 3, "age": "1d"], "policy": "p", "mode": "enforce"]))
        #expect(digest(policy) != digest(["policy": "p", "retain": ["age": "2d", "count": 3]]))
        #expect(digest(policy) != digest(["policy": "q", "retain": ["age": "1d", "count": 3]]))
    }
}

@Suite struct StoragePriceTests {
    @Test(arguments: [(0.0, 0.0, "0.00"), (20, 1, "1.00"), (0.1, 0.01, "0.01"), (1234.5, 61.73, "61.73")])
    func aMonthIsCountedToTheCent(_ sizeGiB: Double, _ dollars: Double, _ text: String) {
        #expect(StoragePrice.standard.monthly(sizeGiB) == dollars)
        #expect(StoragePrice.text(StoragePrice.standard.monthly(sizeGiB)) == text)
    }
}

@Suite struct LoopbackTests {
    @Test(arguments: ["http://127.0.0.1:4599", "http://localhost:80/", "https://127.1.2.3", "http://[::1]:4599"])
    func aMachinesOwnAddressesAreLoopback(_ endpoint: String) {
        #expect(LoopbackCredentials.isLoopback(endpoint))
    }

    @Test(arguments: [
        "http://127.0.0.1.example.com", "http://example.com/127.0.0.1", "http://10.0.0.1", "http://localhost.evil.com",
        "http://128.0.0.1", "http://user:127.0.0.1@example.com", "nonsense",
    ])
    func othersAreNot(_ endpoint: String) {
        #expect(!LoopbackCredentials.isLoopback(endpoint))
    }
}
