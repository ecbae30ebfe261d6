// SPDX-License-Identifier: Apache-2.0

/// The JSONata query and transformation language (docs.jsonata.org), version 2.1.
///
///     let expression = try JSONata.Expression(parsing: "$sum(orders.(price * quantity))")
///     let total = try expression.evaluate(document)
public enum JSONata {}
