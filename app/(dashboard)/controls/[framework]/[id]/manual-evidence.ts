import areas from '#lib/controls/data/evidence-areas.json' with { type: 'json' }

/** What people have to show for a control, by the areas it is in; empty where no area names it. */
export function manualEvidence(framework: string, control: string): string[] {
  const named = areas.filter(({ controls }) => controls.includes(`${framework}:${control}`))
  return [...new Set(named.flatMap(({ manual_evidence }) => manual_evidence))]
}
