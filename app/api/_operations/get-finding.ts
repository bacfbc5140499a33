import { z } from 'zod'
import { defineOne } from '#app/api/_answer/define-one.ts'
import { CONTROL_STATES } from '#lib/controls/control-state.ts'
import { BASES } from '#lib/domain/basis.ts'
import { checkText } from '#lib/domain/check-text.ts'
import { findingKeyText, parseFindingKey } from '#lib/domain/finding-key.ts'
import { getFinding as getRow } from '#lib/queries/get-finding.ts'
import { getFindingOriginal } from '#lib/queries/get-finding-original.ts'
import { listFindingControls } from '#lib/queries/list-finding-controls.ts'
import { listFindingEpisodes } from '#lib/queries/list-finding-episodes.ts'
import { listFindingEvents } from '#lib/queries/list-finding-events.ts'
import { listFindingExceptions } from '#lib/queries/list-finding-exceptions.ts'
import { FindingRecord } from './list-findings.ts'
import { originalPath } from './original-path.ts'

const { episode, openedAt, closedAt, severity, status, cause, closeReason } = FindingRecord.shape

const Whole = FindingRecord.extend({
  repository: z.string().nullable(),
  helpUri: z.string().nullable(),
  file: z.string().nullable().describe('The file of the repository, or the document, that the result names'),
  episodes: z
    .array(z.object({ episode, status, severity, cause, openedAt, closedAt, closeReason }))
    .describe('Every time it was open, the latest 100, in order'),
  events: z
    .array(
      z.object({
        at: z.date(),
        event: z.enum(['opened', 'closed', 'changed', 'team changed', 'resumed']),
        episode,
        scanId: z.string(),
        fromTeam: z.string().nullable(),
        toTeam: z.string().nullable(),
      }),
    )
    .describe('Its trail, the latest 500 events, in order'),
  controls: z
    .array(
      z.object({
        framework: z.string(),
        control: z.string(),
        title: z.string(),
        basis: z.enum(BASES),
        rationale: z.string(),
        state: z.enum(CONTROL_STATES).nullable(),
        day: z.iso.date().nullable(),
      }),
    )
    .describe('The controls its check speaks for, with their latest state in its environment'),
  coveredBy: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        namespace: z.string(),
        reason: z.string().nullable(),
        approver: z.string().nullable(),
        expiresAt: z.date().nullable(),
      }),
    )
    .describe('The stated exceptions that cover it now'),
  original: z
    .object({
      scanId: z.string(),
      observedAt: z.date(),
      file: z.string().nullable(),
      sha256: z.string().nullable(),
      bytes: z.number().nullable(),
      download: z.string().nullable().describe('Where the bytes are; null when they are not kept'),
    })
    .nullable()
    .describe('The document that last said so'),
})

export const getFinding = defineOne({
  id: 'getFinding',
  path: '/api/v1/findings/{key}',
  tag: 'Findings',
  summary: 'Get a finding',
  words:
    'One finding with every time it was open, its trail, the controls it speaks for, and the original that said so.',
  params: z.object({ key: z.string().max(16_000).describe('The key of a finding, as the list has it') }),
  query: z.object({}),
  rowName: 'FindingWithHistory',
  row: Whole,
  changesWith: ['results', 'rollups'],
  get: async ({ db, scope, path }) => {
    const key = parseFindingKey(path.key)
    const finding = key && (await getRow(db, scope, key))
    if (!key || !finding) return undefined
    const [episodes, events, controls, coveredBy, original] = await Promise.all([
      listFindingEpisodes(db, scope, key),
      listFindingEvents(db, scope, key),
      listFindingControls(db, scope, { checkId: key.checkId, environment: finding.environment }),
      listFindingExceptions(db, scope, key),
      getFindingOriginal(db, scope, key, finding.detail?.file),
    ])
    return {
      ...finding,
      key: findingKeyText(key),
      status: finding.status ?? null,
      check: checkText(finding),
      apiGroup: finding.group,
      team: finding.teamSlug,
      cause: finding.cause ?? null,
      closeReason: finding.closeReason ?? null,
      file: finding.detail?.file ?? null,
      episodes: episodes.map((one) => ({ ...one, closeReason: one.closeReason ?? null })),
      events: events.map(({ at, event, episode: number, scanId, fromTeam, toTeam }) => ({
        at,
        event,
        episode: number,
        scanId,
        fromTeam,
        toTeam,
      })),
      controls: controls.map(({ framework, control, title, basis, rationale, state, day }) => ({
        framework,
        control,
        title,
        basis,
        rationale,
        state,
        day,
      })),
      coveredBy: coveredBy.map(({ calledAs: _calledAs, ...exception }) => exception),
      original: original
        ? {
            scanId: original.scanId,
            observedAt: original.observedAt,
            file: original.file,
            sha256: original.digest,
            bytes: original.bytes,
            download:
              original.isKept && original.digest
                ? originalPath({ sourceId: key.sourceId, sha256: original.digest })
                : null,
          }
        : null,
    }
  },
})
