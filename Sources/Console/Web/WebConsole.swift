// SPDX-License-Identifier: Apache-2.0

import GRDB
import Hummingbird
import OrderedJSON
import StatesEngine

/// The console's pages.
///
/// Every page is made here as it stands, with an address of its own; the script only exchanges the parts that differ.
struct WebConsole: Sendable {
    let service: StepFunctionsService

    private static let largestForm = 1 << 20

    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("/") { request, _ in
            await page {
                try await ExecutionList.load(.init(fields(request)), from: service.store, now: .now).frame.response
            }
        }
        router.get("/updates") { _, _ in UpdateStream(changes: service.feed.changes(of: nil)).response }
        router.get("/start") { request, _ in
            await page { try await startPage(fields(request)).frame.response }
        }
        router.post("/executions") { request, _ in await action(request) { try await start($0) } }
        router.get("/executions/:id") { request, context in
            await page { try await execution(context, fields(request)).frame.response }
        }
        router.get("/executions/:id/updates") { _, context in
            await page {
                let row = try await row(context)
                return UpdateStream(changes: service.feed.changes(of: row.arn)).response
            }
        }
        router.get("/executions/:id/map-run") { request, context in
            await page {
                try await MapRunPage.load(id(context), fields(request), from: service, now: .now).frame.response
            }
        }
        router.post("/executions/:id/stop") { request, context in
            await action(request) { _ in
                let row = try await row(context)
                await service.stop(row.arn, ErrorOutput(error: "Console.Stopped", cause: "Stopped in the console."))
                return row.path
            }
        }
        router.post("/executions/:id/redrive") { request, context in
            await action(request) { _ in
                let row = try await row(context)
                try row.checkRedrivable(at: .now)
                _ = try await service.redrive(row.arn)
                return row.path
            }
        }
        for asset in ConsoleAsset.all {
            router.get("/console/\(asset.name)") { _, _ in asset.response }
        }
        for address in ["**", "/executions/:id/**", "/console/**"] as [RouterPath] {
            router.get(address) { _, _ in PageFrame.problem(.notFound, "There is nothing at this address.") }
        }
    }

    // MARK: Pages

    private func execution(_ context: BasicRequestContext, _ fields: FormFields) async throws -> ExecutionPage {
        let snapshot = try await ExecutionSnapshot.load(id(context), from: service)
        return ExecutionPage(snapshot, query: ExecutionQuery(fields), logs: service.workerLogs, now: .now)
    }

    private func startPage(_ fields: FormFields, problem: String? = nil) async throws -> StartPage {
        let machines = try await service.store.read { db in try MachineName.fetchAll(db) }
        let workflows = service.configuration.workflows
        let chosen =
            machines.first { $0.arn == fields["machine"] } ?? machines.first { $0.name == workflows.first?.name }
            ?? machines.first
        let workflow = workflows.first { $0.name == chosen?.name }
        var input = fields["input"] ?? workflow?.sampleInput ?? "{}"
        if let like = fields["like"].flatMap({ Int64($0) }) {
            input = try await service.store.read { db in try ExecutionRow.require(id: like, db).input }
        }
        if problem != nil, fields["policy"] != nil { input = fields.policy.serialized() }
        let value = try? JSONValue(parsing: input)
        if let value { input = value.serialized(.pretty) }
        return StartPage(
            machines: machines,
            chosen: chosen,
            takesPolicy: workflow != nil,
            input: input,
            // What is no JSON stays beside the form, and does not empty it.
            policy: value ?? workflow.flatMap { try? JSONValue(parsing: $0.sampleInput) },
            problem: problem
        )
    }

    /// - Returns: The new execution's page.
    private func start(_ fields: FormFields) async throws -> String {
        let target = try await ExecutionTarget.find(fields["machine"] ?? "", in: service.store)
        if let name = fields["name"] { try ResourceName.check(name) }
        let text = fields["input"] ?? fields.policy.serialized()
        let started = try await service.start(
            target,
            name: fields["name"],
            input: try ExecutionInput.parse(text),
            inputText: text,
            traceHeader: nil
        )
        return try await service.store.read { db in try ExecutionRow.require(started.arn, db).path }
    }

    // MARK: Requests

    private func id(_ context: BasicRequestContext) throws -> Int64 {
        guard let id = context.parameters.get("id", as: Int64.self) else {
            throw APIError.noExecution("of that number")
        }
        return id
    }

    private func row(_ context: BasicRequestContext) async throws -> ExecutionRow {
        let id = try id(context)
        return try await service.store.read { db in try ExecutionRow.require(id: id, db) }
    }

    private func fields(_ request: Request) -> FormFields {
        FormFields(request.uri.query ?? "")
    }

    private func page(_ make: () async throws -> Response) async -> Response {
        do {
            return try await make()
        } catch let error as APIError {
            return PageFrame.problem(error.type.hasSuffix("DoesNotExist") ? .notFound : .badRequest, error.message)
        } catch {
            return PageFrame.problem(.internalServerError, "\(error)")
        }
    }

    /// Does what a form asks for and leads to where it can be seen.
    private func action(_ request: Request, _ perform: (FormFields) async throws -> String) async -> Response {
        guard SameOrigin.holds(for: request) else {
            return PageFrame.problem(.forbidden, "Only this console's own pages may do that.")
        }
        guard let body = try? await request.body.collect(upTo: Self.largestForm) else {
            return PageFrame.problem(.contentTooLarge, "The form is too large.")
        }
        let fields = FormFields(String(buffer: body))
        do {
            return Response(status: .seeOther, headers: [.location: try await perform(fields)])
        } catch let error as APIError where request.uri.path == "/executions" {
            return await page { try await startPage(fields, problem: error.message).frame.response }
        } catch {
            return await page { throw error }
        }
    }
}
