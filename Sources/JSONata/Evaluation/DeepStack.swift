// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Runs work on a thread with a stack of its own.
///
/// Swift's concurrency threads have 512 KiB; a recursive expression needs more long before it is wrong. Pages that
/// the work does not reach are never touched, so that a large stack costs address space only.
enum DeepStack {
    private final class Work {
        let body: () throws -> Void
        var failure: (any Error)?

        init(_ body: @escaping () throws -> Void) {
            self.body = body
        }

        func run() {
            do { try body() } catch { failure = error }
        }
    }

    /// Runs `body` on another thread and waits for it.
    ///
    /// - Returns: false when no thread could be made, and `body` has not run.
    static func run(bytes: Int, _ body: () throws -> Void) throws -> Bool {
        try withoutActuallyEscaping(body) { body in
            let work = Work(body)
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            defer { pthread_attr_destroy(&attributes) }
            pthread_attr_setstacksize(&attributes, bytes)
            guard start(work, attributes: &attributes) else { return false }
            if let failure = work.failure { throw failure }
            return true
        }
    }

    private static func start(_ work: Work, attributes: inout pthread_attr_t) -> Bool {
        let context = Unmanaged.passUnretained(work).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
            let status = pthread_create(&thread, &attributes, { DeepStack.enter($0) }, context)
            guard status == 0, let thread else { return false }
        #else
            var thread = pthread_t()
            let status = pthread_create(&thread, &attributes, { $0.flatMap(DeepStack.enter) }, context)
            guard status == 0 else { return false }
        #endif
        pthread_join(thread, nil)
        return true
    }

    private static func enter(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().run()
        return nil
    }
}
