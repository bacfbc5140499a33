import { z } from 'zod'
import { readData } from './read-data.ts'

const REFERENCE_DATA = {
  /** The ideas that mapping entries are built from. */
  concepts: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      rationale: z.string(),
      controls: z.array(z.string()),
      cross_refs: z.array(z.string()),
      checks: z.number(),
      by_source: z.record(z.string(), z.number()),
    }),
  ),
  /** From a NIST control or a HIPAA standard to controls of another framework; identifiers only. */
  crosswalks: z.array(z.strictObject({ from: z.string(), to: z.string(), source: z.string() })),
  /** What machines and people have to show for each automated area, and how often. */
  'evidence-areas': z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      controls: z.array(z.string()),
      automated_concepts: z.array(z.string()),
      manual_evidence: z.array(z.string()),
      cadence: z.record(z.string(), z.string()),
      machine_freshness: z.string(),
    }),
  ),
  /** Each prefix of a basis with its repository, commit, licence and what it is worth. */
  'mapping-sources': z.array(
    z.strictObject({
      basis_prefix: z.string(),
      repo: z.string(),
      commit: z.string(),
      paths: z.string(),
      licence: z.string(),
      note: z.string(),
    }),
  ),
  /** Checks left without a mapping on purpose, by tool. */
  unmapped: z.record(z.string(), z.array(z.strictObject({ id: z.string(), title: z.string() }))),
}
type Name = keyof typeof REFERENCE_DATA
export type ReferenceData = { [N in Name]: z.infer<(typeof REFERENCE_DATA)[N]> }
const schemas: { [N in Name]: z.ZodType<ReferenceData[N]> } = REFERENCE_DATA

/** The data around the mappings: concepts, crosswalks, evidence areas, sources, and what was left out. */
export async function readReferenceData<N extends Name>(name: N): Promise<ReferenceData[N]> {
  return (await readData(name, schemas[name])).data
}
