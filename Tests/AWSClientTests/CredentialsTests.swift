// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Synchronization
import Testing

@testable import AWSClient

@Suite(.timeLimit(.minutes(15)))
struct CredentialsTests {
    private static let keys = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret"]

    private static func environment(
        _ variables: [String: String],
        config: String? = nil,
        credentials: String? = nil
    ) -> AWSEnvironment {
        AWSEnvironment(variables: variables.merging(["HOME": "/home/x"]) { given, _ in given }) { path in
            switch path {
            case "/home/x/.aws/config": config
            case "/home/x/.aws/credentials": credentials
            case "/token": "file-token\n"
            default: nil
            }
        }
    }

    private func profile(
        _ name: String,
        config: String? = nil,
        credentials: String? = nil,
        transport: ScriptedTransport = ScriptedTransport([])
    ) -> ProfileCredentials {
        ProfileCredentials(
            profileName: name,
            isNamed: true,
            environment: Self.environment(Self.keys, config: config, credentials: credentials),
            transport: transport,
            region: "eu-west-1"
        )
    }

    @Test func takesTheEnvironment() throws {
        let environment = Self.environment(Self.keys.merging(["AWS_SESSION_TOKEN": "token"]) { $1 })
        let credentials = try EnvironmentCredentials(environment: environment).credentials()
        #expect(credentials == Credentials(accessKeyID: "AKID", secretAccessKey: "secret", sessionToken: "token"))
    }

    @Test(arguments: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
    func refusesHalfAnEnvironment(missing: String) {
        var variables = Self.keys
        variables[missing] = ""
        let error = #expect(throws: CredentialsError.self) {
            try EnvironmentCredentials(environment: Self.environment(variables)).credentials()
        }
        #expect(error?.message.hasSuffix("\(missing) is not") == true)
    }

    @Test func takesKeysOfAProfile() async throws {
        let source = profile(
            "team",
            config: "[profile team]\nregion = x",
            credentials: "[team]\naws_access_key_id = A\naws_secret_access_key = b/c+d==\naws_session_token = t#u\n"
        )
        let credentials = try await source.credentials()
        #expect(credentials == Credentials(accessKeyID: "A", secretAccessKey: "b/c+d==", sessionToken: "t#u"))
    }

    @Test(arguments: [
        ("[profile other]", "there is no profile \"team\" in the AWS shared files"),
        ("[profile team]\nregion = x", "profile \"team\" has no credentials"),
        (
            "[profile team]\naws_access_key_id = A",
            "profile \"team\" has only one of aws_access_key_id and aws_secret_access_key"
        ),
        (
            "[profile team]\nsso_session = x",
            "profile \"team\" uses sso_session, which Shelflife does not support; make a profile with "
                + "`credential_process = aws configure export-credentials --profile team`"
        ),
        (
            "[profile team]\nrole_arn = arn",
            "profile \"team\" has role_arn and needs one of source_profile and credential_source"
        ),
        (
            "[profile team]\nrole_arn = arn\ncredential_source = Moon",
            "credential_source of profile \"team\" is \"Moon\", not Environment, EcsContainer or Ec2InstanceMetadata"
        ),
        (
            "[profile team]\nrole_arn = arn\nsource_profile = team\nmfa_serial = x",
            "profile \"team\" uses mfa_serial, which Shelflife does not support"
        ),
        (
            "[profile team]\nrole_arn = arn\nsource_profile = team\nduration_seconds = 1h",
            "duration_seconds of profile \"team\" is not a number of seconds"
        ),
        (
            "[profile team]\nrole_arn = a\nsource_profile = b\n[profile b]\nrole_arn = b\nsource_profile = team",
            "the role a cannot be assumed: AssumeRole failed: "
                + "the profiles \"team\", \"b\", \"team\" lead in a circle by source_profile"
        ),
    ])
    func saysWhatIsWrongWithAProfile(config: String, message: String) async {
        let error = await #expect(throws: CredentialsError.self) {
            try await profile("team", config: config).credentials()
        }
        #expect(error?.message == message)
    }

    private static let session = """
        <AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>x</Arn></AssumedRoleUser><Credentials>
        <AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
        <Expiration>2026-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
        """

    @Test(arguments: [
        ("source_profile = base\n[profile base]\naws_access_key_id = B\naws_secret_access_key = s", "B"),
        ("source_profile = team\naws_access_key_id = OWN\naws_secret_access_key = s", "OWN"),
        ("credential_source = Environment", "AKID"),
    ])
    func assumesTheRoleOfAProfile(config: String, signer: String) async throws {
        let transport = ScriptedTransport([.ok(Self.session)])
        let config = "[profile team]\nrole_arn = arn:r\nexternal_id = e\nduration_seconds = 900\n" + config
        let credentials = try await profile("team", config: config, transport: transport).credentials()
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "ASIA",
                    secretAccessKey: "s",
                    sessionToken: "t",
                    expiration: Date(timeIntervalSince1970: 1_767_225_600)
                )
        )
        #expect(transport.requests.map(\.url) == ["https://sts.eu-west-1.amazonaws.com/"])
        #expect(transport.requests.map { $0.signature?.credentials.accessKeyID } == [signer])
        #expect(transport.requests.map { $0.signature?.service } == ["sts"])
        #expect(
            transport.bodies == [
                "RoleArn=arn%3Ar&RoleSessionName=shelflife&ExternalId=e&DurationSeconds=900"
                    + "&Action=AssumeRole&Version=2011-06-15"
            ]
        )
    }

    @Test func saysWhyARoleCannotBeAssumed() async {
        let refusal = """
            <ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you</Message></Error>\
            <RequestId>r</RequestId></ErrorResponse>
            """
        let source = profile(
            "team",
            config: "[profile team]\nrole_arn = arn:r\ncredential_source = Environment",
            transport: ScriptedTransport([.success((403, refusal))])
        )
        let error = await #expect(throws: CredentialsError.self) { try await source.credentials() }
        #expect(
            error?.message
                == "the role arn:r cannot be assumed: AssumeRole failed: AccessDenied: not you (request r)"
        )
        // What the workflow goes by: a refusal is not tried again.
        #expect(error?.code == "AccessDenied")
    }

    @Test func runsACredentialProcess() async throws {
        let script = #"""
            echo '{"Version":1,"AccessKeyId":"P","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-01-01T00:00:00Z"}'
            """#
        let credentials = try await profile("p", config: "[profile p]\ncredential_process = \(script)").credentials()
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "P",
                    secretAccessKey: "s",
                    sessionToken: "t",
                    expiration: Date(timeIntervalSince1970: 1_767_225_600)
                )
        )
    }

    @Test(arguments: [
        ("exit 3", "ended with status 3"),
        ("kill -9 $$", "ended with status 137"),
        ("echo hello", "answered something that is not credentials"),
        (#"echo '{"Version":2,"AccessKeyId":"P","SecretAccessKey":"s"}'"#, "did not answer credentials of version 1"),
        (
            #"echo '{"Version":1,"AccessKeyId":"P","SecretAccessKey":"s","Expiration":"never"}'"#,
            "gave credentials that expire at \"never\", which is no time"
        ),
        ("head -c 2000000 /dev/zero", "printed too much"),
    ])
    func saysWhatIsWrongWithACredentialProcess(command: String, problem: String) async {
        let error = await #expect(throws: CredentialsError.self) {
            try await CredentialProcess(command: command, profileName: "p").credentials()
        }
        #expect(error?.message == "credential_process of profile \"p\" \(problem)")
    }

    @Test func endsACredentialProcessThatHangs() async {
        let process = CredentialProcess(command: "sleep 30; echo late", profileName: "p", timeout: .milliseconds(200))
        let error = await #expect(throws: CredentialsError.self) { try await process.credentials() }
        #expect(error?.message == "credential_process of profile \"p\" did not end in time")
    }

    @Test func asksTheContainerEndpointWithItsToken() async throws {
        let document = #"{"AccessKeyId":"C","SecretAccessKey":"s","Token":"t","Expiration":"2026-01-01T00:00:00Z"}"#
        try await withServer { _ in
            .http(200, document)
        } _: { server in
            let source = ContainerCredentials(
                environment: Self.environment([
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "creds",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/token",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN": "variable-token",
                ]),
                transport: try CurlTransport()
            )
            let credentials = try await source.credentials()
            #expect(credentials?.accessKeyID == "C")
            #expect(credentials?.sessionToken == "t")
            #expect(server.requests.first?.head.hasPrefix("GET /creds ") == true)
            #expect(server.requests.first?.header("Authorization") == "file-token")
        }
    }

    @Test(arguments: [
        ("http://example.com/", false), ("http://10.0.0.1/", false), ("http://127.evil.com/", false),
        ("http://localhost.evil.com/", false), ("ftp://127.0.0.1/", false), ("http://user@evil.com/", false),
        ("http://127.0.0.1@evil.com/", false), ("http://evil.com#@127.0.0.1/", false),
        ("http://evil.com\\@127.0.0.1/", false), ("http://evil.com?@127.0.0.1/", false), ("https://example.com/", true),
        ("http://127.0.0.9:81/x", true),
        ("http://localhost:81/", true), ("http://[::1]:81/", true), ("http://169.254.170.23/v1/credentials", true),
    ])
    func givesItsTokenToTrustedContainerEndpointsOnly(url: String, isTrusted: Bool) async {
        let transport = ScriptedTransport([])
        let source = ContainerCredentials(
            environment: Self.environment(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]),
            transport: transport
        )
        await #expect(throws: CredentialsError.self) { try await source.credentials() }
        #expect(transport.requests.count == (isTrusted ? 1 : 0))
    }

    @Test func asksTheECSEndpointForARelativeAddress() async {
        let transport = ScriptedTransport([])
        let source = ContainerCredentials(
            environment: Self.environment(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"]),
            transport: transport
        )
        await #expect(throws: CredentialsError.self) { try await source.credentials() }
        #expect(transport.requests.map(\.url) == ["http://169.254.170.2/v2/x"])
        #expect(transport.requests.map(\.bypassesProxy) == [true])
    }

    private static func metadata(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
        let line = request.head.split(separator: "\r\n").first ?? ""
        guard !line.hasPrefix("PUT /latest/api/token ") else {
            return request.header("X-aws-ec2-metadata-token-ttl-seconds") == nil
                ? .http(400, "") : .http(200, "session")
        }
        guard request.header("X-aws-ec2-metadata-token") == "session" else { return .http(401, "") }
        switch line {
        case "GET /latest/meta-data/iam/security-credentials/ HTTP/1.1": return .http(200, "my-role\n")
        case "GET /latest/meta-data/iam/security-credentials/my-role HTTP/1.1":
            return .http(200, #"{"Code":"Success","AccessKeyId":"I","SecretAccessKey":"s","Token":"t"}"#)
        case "GET /latest/meta-data/placement/region HTTP/1.1": return .http(200, "eu-north-1")
        default: return .http(404, "")
        }
    }

    @Test func asksTheInstanceMetadataOfVersionTwo() async throws {
        try await withServer({ Self.metadata($0) }) { server in
            let environment = Self.environment(["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url])
            let metadata = InstanceMetadata(environment: environment, transport: try CurlTransport())
            let credentials = try await InstanceCredentials(metadata: metadata).credentials()
            #expect(credentials == Credentials(accessKeyID: "I", secretAccessKey: "s", sessionToken: "t"))
            let region = try await Region.resolve(
                nil,
                profile: environment.profile(named: "default"),
                environment: environment,
                metadata: metadata
            )
            #expect(region == "eu-north-1")
        }
    }

    @Test func asksNobodyWhereMetadataIsDisabled() async throws {
        let transport = ScriptedTransport([])
        let environment = Self.environment(["AWS_EC2_METADATA_DISABLED": "TRUE"])
        let source = InstanceCredentials(metadata: InstanceMetadata(environment: environment, transport: transport))
        let credentials = try await source.credentials()
        #expect(credentials == nil)
        #expect(transport.requests.isEmpty)
    }

    @Test func triesTheSourcesInTurnAndNamesThemAll() async {
        let environment = Self.environment([:])
        let transport = ScriptedTransport([.refused])
        let chain = CredentialsChain.standard(
            profile: nil,
            environment: environment,
            transport: transport,
            region: "eu-west-1"
        )
        let error = await #expect(throws: CredentialsError.self) { try await CredentialsCache(chain).current() }
        #expect(
            error?.message == """
                no AWS credentials: tried the environment, profile "default" of the shared files, \
                the container endpoint, the instance metadata
                """
        )
    }

    @Test func aProfileThatIsNamedGoesBeforeTheEnvironment() async throws {
        let environment = Self.environment(
            Self.keys,
            credentials: "[team]\naws_access_key_id = T\naws_secret_access_key = s\n"
        )
        for (profile, key) in [("team", "T"), (nil, "AKID")] {
            let chain = CredentialsChain.standard(
                profile: profile,
                environment: environment,
                transport: ScriptedTransport([]),
                region: "eu-west-1"
            )
            let credentials = try await chain.credentials()
            #expect(credentials?.accessKeyID == key)
        }
    }

    @Test func keepsCredentialsUntilShortlyBeforeTheyEnd() async throws {
        let clock = Mutex(Date(timeIntervalSince1970: 0))
        let source = CountingCredentials(lifetime: 3600, failsFrom: 3) { clock.withLock { $0 } }
        let cache = CredentialsCache(source) { clock.withLock { $0 } }
        func key(at seconds: Double) async throws -> String {
            clock.withLock { $0 = Date(timeIntervalSince1970: seconds) }
            return try await cache.current().accessKeyID
        }
        // The source fails from its third call on, but what we have still holds then.
        for (seconds, expected) in [(0, "key-1"), (3200, "key-1"), (3400, "key-2"), (6800, "key-2")] {
            let key = try await key(at: Double(seconds))
            #expect(key == expected)
        }
        await #expect(throws: CredentialsError.self) { try await key(at: 6995) }
    }

    @Test func fetchesOnceForManyCallers() async throws {
        let source = CountingCredentials()
        let cache = CredentialsCache(source)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try? await cache.current() } }
        }
        #expect(source.calls == 1)
    }

    @Test func neverPrintsASecret() {
        let credentials = Credentials(accessKeyID: "AKID", secretAccessKey: "hidden", sessionToken: "hidden")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped, "\([credentials])"] {
            #expect(!text.contains("hidden"))
        }
    }
}
