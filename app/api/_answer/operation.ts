import type { z } from 'zod'
import type { Viewer } from '#app/_server/session.ts'
import type { Db } from '#lib/db/connect.ts'
import type { Permission } from '#lib/domain/permission.ts'
import type { Scope } from '#lib/domain/scope.ts'
import type { CappedCount } from '#lib/queries/count-findings.ts'
import type { DataPart } from '#lib/queries/get-data-generation.ts'

/** Who asks, of what, and the one time that the whole answer takes for now. */
export type Context = { db: Db; viewer: Viewer; scope: Scope; at: Date }

/** What an answer is made of; while none of it changes, a client may keep the answer. `minute`: the time of asking. */
export type ChangesWith = readonly (DataPart | 'minute')[]

/** What every operation says of itself, in the document and at the door alike. */
export type Described = {
  /** `listFindings`. */
  id: string
  /** With path parameters in braces: `/api/v1/findings/{key}`. */
  path: `/api/v1/${string}`
  tag: Tag
  summary: string
  words: string
  permission?: Permission
  params?: z.ZodObject
}

export const TAGS = [
  'Findings',
  'Checks',
  'Controls',
  'Exceptions',
  'Teams',
  'Metrics',
  'Sources',
  'Evidence',
  'Access',
] as const
type Tag = (typeof TAGS)[number]

export type Page<Row> = {
  rows: readonly Row[]
  next?: string | undefined
  previous?: string | undefined
  total?: CappedCount
  /** What stands beside the rows, said once. */
  beside?: Record<string, unknown>
}

/** The query and the path of a request as they were sent. */
type Sent = { query: Record<string, unknown>; path: Record<string, string> }

type Prepared<Ask> = { changesWith: ChangesWith | undefined } & Ask

export type ListOperation = Described & {
  kind: 'list'
  query: z.ZodObject
  rowName: string
  row: z.ZodObject
  beside?: z.ZodObject
  /** The name of an exported file, without its ending. */
  file: string
  /** What its export is called in the audit log, if it is not like any other. */
  exportAction?: string
  /** Written to the audit log for each page that is read; absent: readings are not on record. */
  readAction?: string
  prepare: (sent: Sent) => Prepared<{
    limit: number
    page: (context: Context, whole?: { after: string | undefined }) => Promise<Page<Record<string, unknown>>>
  }>
}

export type OneOperation = Described & {
  kind: 'one'
  query: z.ZodObject
  rowName: string
  row: z.ZodObject
  prepare: (sent: Sent) => Prepared<{ get: (context: Context) => Promise<Record<string, unknown> | undefined> }>
}

export type FileOperation = Described & {
  kind: 'file'
  mediaType: string
  prepare: (sent: Pick<Sent, 'path'>) => { get: (context: Context, isHead: boolean) => Promise<Response | undefined> }
}

export type Operation = ListOperation | OneOperation | FileOperation
