/**
 * The hash of an audit row as SQL: over the hash of the row before, its place, and all its columns as one JSON array.
 * `previous` and `sequence` are expressions, `row` the alias with the columns. The migration that began the chain has the
 * same formula: it can never change, only be followed by another.
 */
export const AUDIT_ROW_SHA256 = (previous: string, sequence: string, row: string): string =>
  `encode(sha256(convert_to(jsonb_build_array(${previous}, ${sequence}, ${row}.id, extract(epoch FROM ${row}.at), ${row}.actor,
    ${row}.actor_kind, ${row}.actor_id, ${row}.action, ${row}.object, ${row}.detail, ${row}.address)::text, 'UTF8')), 'hex')`
