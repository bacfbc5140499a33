/** What a control's evidence comes to, worst first. `pass` is never given for missing, old or broken data. */
export const CONTROL_STATES = ['fail', 'partial', 'not_assessed', 'pass', 'inherited', 'not_applicable'] as const
export type ControlState = (typeof CONTROL_STATES)[number]

export const NOT_ASSESSED_REASONS = ['no_mapping', 'no_data', 'stale', 'error'] as const
export type NotAssessedReason = (typeof NOT_ASSESSED_REASONS)[number]

/** What one part of a control (a mapped check, or a manual item) comes to. */
export const PART_STATUSES = ['fail', 'at_risk', 'error', 'stale', 'no_data', 'incomplete', 'excepted', 'pass'] as const
export type PartStatus = (typeof PART_STATUSES)[number]

export type PartState = { st: PartStatus; exceptions?: true; stale?: true }
export type DerivedState = { state: ControlState; reason?: NotAssessedReason; exceptions?: true; stale?: true }
