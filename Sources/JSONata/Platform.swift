// SPDX-License-Identifier: Apache-2.0

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What the standard library lacks and the C library has.
enum Platform {
    /// The wall clock, in milliseconds since 1970.
    static func millisecondsSinceEpoch() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The first significant digits of the number's exact value, at most 40 of them.
    static func exactDigits(_ value: Double, count: Int) -> [UInt8] {
        var text = [CChar](repeating: 0, count: 64)
        _ = withVaList([value.magnitude]) { vsnprintf(&text, text.count, "%.40e", $0) }
        return text.lazy.map { UInt8(bitPattern: $0) }.filter { $0 != UInt8(ascii: ".") }.prefix(count).map(\.self)
    }

    /// `base` to the power of `exponent`, as IEEE 754 and JavaScript have it.
    static func power(_ base: Double, _ exponent: Double) -> Double {
        pow(base, exponent)
    }
}
