// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension ExecutionDriver {
    /// Reads the items of a Map Run.
    nonisolated func items(_ request: ItemReadRequest) async -> Result<[JSONValue], ErrorOutput> {
        guard let store = services.objectStore else {
            return .failure(
                ErrorOutput(
                    error: "States.ItemReaderFailed",
                    cause: "There is no object store to read \(request.resource) from."
                )
            )
        }
        do throws(ErrorOutput) {
            return .success(try await ItemSource(request: request, store: store).items())
        } catch {
            return .failure(error)
        }
    }

    /// Writes the results of a Map Run.
    nonisolated func write(_ request: ResultWriteRequest) async -> Result<JSONValue, ErrorOutput> {
        do throws(ErrorOutput) {
            return .success(try await ResultSink(request: request, store: services.objectStore).write())
        } catch {
            return .failure(error)
        }
    }
}
