const MIB = 1024 * 1024

/** What a document may cost before it is read: sizes in bytes or characters, depth in nested objects and lists. */
export const LIMITS = { text: 250 * MIB, yaml: 32 * MIB, yamlPiece: 8 * MIB, depth: 64, aliases: 100 } as const
