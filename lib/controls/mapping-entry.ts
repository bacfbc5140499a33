import { z } from 'zod'

const BASES = ['exact', 'related', 'derived'] as const
const Basis = z.union([z.literal('judgement'), z.partialRecord(z.enum(BASES), z.array(z.string()).min(1))])

/** Why a mapping has a control: a public mapping says so, says nearly so, leads there, or none does. */
export type MappingBasis = (typeof BASES)[number] | 'judgement'

/** What results an entry speaks for. A trailing `*` in `check` matches by prefix; a `rule` of `*` matches every rule. */
export const MappingMatch = z.union([
  z.strictObject({ source: z.literal('kyverno'), policy: z.string(), rule: z.string() }),
  z.strictObject({ source: z.literal('gatekeeper'), constraint_kind: z.string() }),
  z.strictObject({ source: z.literal('pod-security-standards'), control: z.string() }),
  z.strictObject({
    source: z.enum(['checkov', 'trivy', 'kubescape']),
    check: z.string(),
    aliases: z.array(z.string()).optional(),
  }),
])
export type MappingMatch = z.infer<typeof MappingMatch>

/** One entry of the mapping set. Controls are written `framework:id`; `control_basis` says for each why it is there. */
export const MappingEntry = z.strictObject({
  match: MappingMatch,
  title: z.string(),
  concept: z.string(),
  controls: z.array(z.string().includes(':')),
  rationale: z.string(),
  basis: z.union([z.literal('judgement'), z.array(z.string())]),
  control_basis: z.record(z.string(), Basis),
  confidence: z.enum(['public', 'mixed', 'judgement']),
  cross_refs: z.array(z.string()).optional(),
  policy_type: z.array(z.string()).optional(),
  evidence_strength: z.string().optional(),
  conditional: z.string().optional(),
})
export type MappingEntry = z.infer<typeof MappingEntry>

/** The basis of one control of an entry, with the sources behind it. A control has one. */
export function basisOf({ control_basis }: MappingEntry, control: string): { basis: MappingBasis; sources: string[] } {
  const given = control_basis[control] ?? 'judgement'
  for (const basis of BASES) {
    const sources = given === 'judgement' ? undefined : given[basis]
    if (sources) return { basis, sources }
  }
  return { basis: 'judgement', sources: [] }
}
