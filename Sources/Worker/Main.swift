// SPDX-License-Identifier: Apache-2.0

import AWSClient
import Glibc

/// A Lambda function's process; which step it runs is said by `_HANDLER`.
@main
enum Main {
    static func main() async {
        exit(await Bootstrap(environment: .process).run())
    }
}
