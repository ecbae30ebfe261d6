// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSClient

struct ConfigurationTests {
    private static let config = """
        # a comment
        [default]
        region = eu-central-1
        output=json   ; not ours
        [profile team]
        region=eu-west-1 # here
        endpoint_url = http://team.example/#path
        services = local
        s3 =
          endpoint_url = http://s3.example
        [profile  spaced ]
        region = ap-south-1
        [services local]
        ec2 =
          endpoint_url = http://127.0.0.1:4599
        sts =
        \tendpoint_url = http://127.0.0.1:4600
        """

    private static func environment(_ variables: [String: String] = [:], credentials: String? = nil) -> AWSEnvironment {
        AWSEnvironment(variables: variables.merging(["HOME": "/home/x"]) { given, _ in given }) { path in
            switch path {
            case "/home/x/.aws/config": config
            case "/home/x/.aws/credentials": credentials
            case "/other": "[profile other]\nregion = sa-east-1\r\n"
            default: nil
            }
        }
    }

    @Test func readsSectionsNestedValuesAndComments() {
        let file = ConfigFile(Self.config)
        #expect(file.sections["default"] == ["region": "eu-central-1", "output": "json"])
        #expect(file.sections["profile team"]?["region"] == "eu-west-1")
        #expect(file.sections["profile team"]?["endpoint_url"] == "http://team.example/#path")
        #expect(file.sections["profile team"]?["s3.endpoint_url"] == "http://s3.example")
        #expect(file.sections["profile spaced"]?["region"] == "ap-south-1")
        #expect(file.sections["services local"]?["sts.endpoint_url"] == "http://127.0.0.1:4600")
    }

    @Test(arguments: ["", "=", "[", "[]", "]", "key = value", "[x]\n=\n = \n[", "[a\nb=c", "\u{0}\n[\u{FFFD}]"])
    func readsNonsenseWithoutHarm(text: String) {
        #expect(ConfigFile(text).sections.values.allSatisfy { $0.keys.allSatisfy { !$0.contains("\n") } })
    }

    @Test func theCredentialsFileWins() {
        let profile = Self.environment(credentials: "[default]\nregion = us-east-2\n").profile(named: "default")
        #expect(profile["region"] == "us-east-2")
        #expect(profile["output"] == "json")
    }

    struct RegionCase: Sendable {
        var given: String?
        var variables: [String: String] = [:]
        var region: String
    }

    @Test(arguments: [
        RegionCase(given: "us-west-2", variables: ["AWS_REGION": "us-east-1"], region: "us-west-2"),
        RegionCase(variables: ["AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-2"], region: "us-east-1"),
        RegionCase(variables: ["AWS_REGION": "", "AWS_DEFAULT_REGION": "us-east-2"], region: "us-east-2"),
        RegionCase(region: "eu-central-1"),
        RegionCase(variables: ["AWS_PROFILE": "team"], region: "eu-west-1"),
        RegionCase(variables: ["AWS_PROFILE": "other", "AWS_CONFIG_FILE": "/other"], region: "sa-east-1"),
    ])
    func findsTheRegion(_ example: RegionCase) async throws {
        let environment = Self.environment(example.variables)
        let region = try await Region.resolve(
            example.given,
            profile: environment.profile(named: environment.profileName),
            environment: environment,
            metadata: nil
        )
        #expect(region == example.region)
    }

    @Test(arguments: [
        "eu west", "EU-WEST-1", "x.evil.example/", "-", "eu-west-1@evil", String(repeating: "a", count: 41),
    ])
    func refusesWhatIsNoRegion(text: String) async {
        let environment = AWSEnvironment(variables: ["AWS_REGION": text])
        let error = await #expect(throws: ConfigurationError.self) {
            try await Region.resolve(
                nil,
                profile: environment.profile(named: "default"),
                environment: environment,
                metadata: nil
            )
        }
        #expect(error?.message == "\"\(text)\" (from AWS_REGION) is not the name of a region")
    }

    @Test func saysWhereItLookedForARegion() async {
        let environment = AWSEnvironment(variables: ["AWS_PROFILE": "nobody"])
        let error = await #expect(throws: ConfigurationError.self) {
            try await EC2Client.make(
                environment: AWSEnvironment(
                    variables: environment.variables.merging(["AWS_EC2_METADATA_DISABLED": "true"]) { $1 }
                )
            )
        }
        #expect(error?.message.contains("tried the option, AWS_REGION, AWS_DEFAULT_REGION, profile \"nobody\"") == true)
    }

    struct EndpointCase: Sendable {
        var variables: [String: String]
        var endpoint: String?
    }

    @Test(arguments: [
        EndpointCase(
            variables: ["AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_EC2": "http://ec2"],
            endpoint: "http://ec2"
        ),
        EndpointCase(variables: ["AWS_ENDPOINT_URL": "http://all", "AWS_PROFILE": "team"], endpoint: "http://all"),
        EndpointCase(variables: ["AWS_PROFILE": "team"], endpoint: "http://127.0.0.1:4599"),
        EndpointCase(
            variables: ["AWS_PROFILE": "team", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"],
            endpoint: nil
        ),
        EndpointCase(variables: [:], endpoint: nil),
    ])
    func findsTheEndpoint(_ example: EndpointCase) {
        let environment = Self.environment(example.variables)
        let profile = environment.profile(named: environment.profileName)
        #expect(Endpoint.configured("ec2", profile: profile, in: environment) == example.endpoint)
    }

    @Test(arguments: [
        ("eu-west-1", "https://ec2.eu-west-1.amazonaws.com/"),
        ("cn-north-1", "https://ec2.cn-north-1.amazonaws.com.cn/"),
        ("us-gov-west-1", "https://ec2.us-gov-west-1.amazonaws.com/"),
        ("us-iso-east-1", "https://ec2.us-iso-east-1.c2s.ic.gov/"),
        ("us-isob-east-1", "https://ec2.us-isob-east-1.sc2s.sgov.gov/"),
        ("eusc-de-east-1", "https://ec2.eusc-de-east-1.amazonaws.eu/"),
    ])
    func knowsThePartitions(region: String, endpoint: String) {
        #expect(Endpoint.regional("ec2", region: region) == endpoint)
    }
}
