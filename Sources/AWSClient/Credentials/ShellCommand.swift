// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Runs a command line and takes what it prints.
enum ShellCommand {
    enum Failure: Error, CustomStringConvertible {
        case notStarted
        case timedOut
        case tooMuchOutput
        case status(Int32)

        var description: String {
            switch self {
            case .notStarted: "could not be started"
            case .timedOut: "did not end in time"
            case .tooMuchOutput: "printed too much"
            case .status(let status): "ended with status \(status)"
            }
        }
    }

    private static let limitBytes = 1 << 20

    /// Blocks until the command has ended.
    ///
    /// Its standard error is ours, where it explains itself to the user.
    static func run(_ command: String, timeout: Duration) -> Result<[UInt8], Failure> {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return .failure(.notStarted) }
        ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        // A group of its own, so that a command that hangs goes with all it started.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        defer { posix_spawnattr_destroy(&attributes) }
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sh"), strdup("-c"), strdup(command), nil]
        defer { arguments.forEach { free($0) } }
        var process = pid_t()
        let status = posix_spawn(&process, "/bin/sh", &actions, &attributes, &arguments, environ)
        close(ends[1])
        defer { close(ends[0]) }
        guard status == 0 else { return .failure(.notStarted) }
        let output = read(ends[0], until: ContinuousClock.now + timeout)
        if case .failure = output { kill(-process, SIGKILL) }
        var waitStatus: Int32 = 0
        while waitpid(process, &waitStatus, 0) == -1, errno == EINTR {}
        guard case .success = output, waitStatus != 0 else { return output }
        return .failure(.status(waitStatus & 0x7f == 0 ? (waitStatus >> 8) & 0xff : 128 + waitStatus & 0x7f))
    }

    private static func read(_ file: Int32, until deadline: ContinuousClock.Instant) -> Result<[UInt8], Failure> {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { return .failure(.timedOut) }
            var ready = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, Int32(clamping: left.wholeMilliseconds)) > 0 else { continue }
            let count = Glibc.read(file, &buffer, buffer.count)
            if count == 0 { return .success(output) }
            if count < 0 {
                if errno == EINTR { continue }
                return .failure(.notStarted)
            }
            output += buffer[..<count]
            guard output.count <= limitBytes else { return .failure(.tooMuchOutput) }
        }
    }
}
