import { csvLine } from './csv-line.ts'
import { headingWords, stateWords } from './state-words.ts'
import type { WrittenControl } from './write-controls.ts'

/** One row for each control, with columns for each environment and the path of its file. */
export function* indexCsv(controls: WrittenControl[], environments: string[]): Generator<string> {
  yield csvLine([
    'framework',
    'control',
    'title',
    'section',
    'automation',
    ...environments.flatMap((environment) => [
      `${environment}: state`,
      `${environment}: days satisfied`,
      `${environment}: days observed`,
      `${environment}: days in period`,
      `${environment}: longest breach (days)`,
      `${environment}: days without data`,
    ]),
    'checks',
    'exceptions',
    'file',
  ])
  for (const { record, path, periods, headings, checks, exceptions } of controls)
    yield csvLine([
      record.framework,
      record.id,
      record.title,
      record.section,
      record.automation,
      ...environments.flatMap((environment) => {
        const period = periods.get(environment)
        if (!period) return [headingWords(headings.get(environment)), '', '', '', '', '']
        const { days, longestBreach } = period
        return [
          stateWords(period.end),
          days.satisfied,
          days.observed,
          days.window,
          longestBreach?.days ?? 0,
          days.withoutData,
        ]
      }),
      checks,
      exceptions,
      path,
    ])
}
