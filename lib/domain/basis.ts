/** Why a check is mapped to a control, best first: `exact` and `related` are public, `derived` follows a crosswalk. */
export const BASES = ['exact', 'related', 'derived', 'judgement'] as const
export type Basis = (typeof BASES)[number]
