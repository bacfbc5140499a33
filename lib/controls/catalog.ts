import { z } from 'zod'

/** A control of a catalogue; what is not named here (baselines, aliases, scope notes) is kept as its facts. */
const CatalogControl = z.looseObject({
  id: z.string().min(1),
  title: z.string().min(1),
  group: z.string().min(1),
  description_own_words: z.string().nullable(),
  parent: z.string().nullish(),
  automation: z.enum(['partial', 'manual', 'rollup']).nullable(),
  status: z.enum(['active', 'withdrawn']).optional(),
})

/** One framework: identifiers and facts, with titles and sentences in our own words. */
export const Catalog = z.looseObject({
  framework: z.string().min(1),
  title: z.string().min(1),
  version: z.string().min(1),
  source: z.string().min(1),
  licence_note: z.string().min(1),
  controls: z.array(CatalogControl).min(1),
})
export type Catalog = z.infer<typeof Catalog>
