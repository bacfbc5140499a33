import type { ControlPart } from '#lib/controls/control-part.ts'
import { checkText } from '#lib/domain/check-text.ts'
import type { BundleExport } from './bundle-export.ts'
import type { BundleSource } from './bundle-sources.ts'
import { type CatalogRecords, type ControlRecord, controlKey } from './catalog-records.ts'
import type { ControlPeriod } from './control-period.ts'
import type { RegisterEntry } from './exception-register.ts'
import { rawFolder } from './raw-path.ts'
import { stateWords } from './state-words.ts'
import { resultsPath } from './write-results.ts'

type Facts = {
  catalog: CatalogRecords
  periods: ReadonlyMap<string, ControlPeriod>
  /** What the state of the last day came from, by environment. */
  parts: ReadonlyMap<string, ControlPart[]>
  exceptions: RegisterEntry[]
  /** The sources that speak for the control. */
  sourceIds: number[]
}

/** What is said of a control wherever it appears. */
export const controlIdentity = ({ framework, id, title, description, section, parent, automation }: ControlRecord) => ({
  control: `${framework}:${id}`,
  framework,
  id,
  title,
  description,
  section,
  parent,
  automation,
})

/** The file of one control. Keys that are null or empty wait for a person's verdict, an owner and notes. */
export function controlDocument(work: BundleExport, control: ControlRecord, facts: Facts) {
  const { catalog, periods, parts } = facts
  return {
    ...controlIdentity(control),
    environments: [...periods].map(([environment, { end, timeline, ...period }]) => ({
      environment,
      end: {
        ...end,
        words: stateWords(end),
        parts: (parts.get(environment) ?? []).map((part) => namedPart(work, catalog, part)),
      },
      ...period,
      timeline,
    })),
    assessed: null,
    owner: null,
    notes: [],
    ...mappingsOf(work, catalog, control),
    exceptions: facts.exceptions.map(({ id, source, kind, name, namespace, scope, state, expiresAt }) => ({
      id,
      source,
      kind,
      name,
      namespace,
      scope,
      state,
      expiresAt,
    })),
    evidence: work.sources
      .filter(({ id }) => facts.sourceIds.includes(id))
      .map((source) => ({ source: source.name, ...evidenceOf(work, source) })),
  }
}

/** The entries of the mapping set whose checks were reported; how many wait for a check is a number, the set has them. */
function mappingsOf(work: BundleExport, { mappingsOf, mappings, checksOf }: CatalogRecords, control: ControlRecord) {
  const links = mappingsOf.get(controlKey(control)) ?? []
  const speaking = links.filter(({ mapping }) => checksOf.has(mapping))
  return {
    mappings: speaking.map(({ mapping, basis, sources }) => ({
      mapping,
      title: mappings.get(mapping)?.title,
      basis,
      basisSources: sources,
      confidence: mappings.get(mapping)?.confidence,
      checks: (checksOf.get(mapping) ?? []).map((id) => checkNameOf(work, id)),
    })),
    mappingsWithoutCheck: links.length - speaking.length,
  }
}

/** Files of the bundle only: a folder without one is not named. */
function evidenceOf({ writer, window }: BundleExport, source: BundleSource) {
  const lastResults = window.days.findLast((day) => writer.has(resultsPath(source, day)))
  return {
    results: lastResults ? `results/${source.folder}/` : null,
    lastResults: lastResults ? resultsPath(source, lastResults) : null,
    originals: writer.has(rawFolder(source)) ? `${rawFolder(source)}/` : null,
  }
}

/** A part of a stored state with the names of what it is about instead of their numbers. */
export function namedPart(work: BundleExport, { mappings }: CatalogRecords, part: ControlPart) {
  const { st: status, ...facts } = part
  if ('checkId' in facts) {
    const { checkId, ...counts } = facts
    return { check: checkNameOf(work, checkId), status, ...counts }
  }
  const { mappingId, ...counts } = facts
  return { mapping: mappingId, title: mappings.get(mappingId)?.title, status, ...counts }
}

const checkNameOf = ({ checks }: BundleExport, id: number): string => {
  const check = checks.get(id)
  return check ? checkText(check) : `check ${id}`
}
