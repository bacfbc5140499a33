type Row = Record<string, unknown>

/** What the answer holds of a row: these fields in this order, and nothing that a schema does not know. */
export const pickFields =
  (names: readonly string[]) =>
  (row: Row): Row => {
    const picked: Row = {}
    for (const name of names) picked[name] = row[name] ?? null
    return picked
  }
