import { isDeepStrictEqual } from 'node:util'
import type { PoolClient } from 'pg'
import { frameworkRows, mappingRows } from '#lib/controls/catalog-rows.ts'
import { readCatalogs, readCatalogVersions } from '#lib/controls/read-catalogs.ts'
import type { Db, Sql } from '#lib/db/connect.ts'
import { inTransaction } from '#lib/db/in-transaction.ts'
import { program } from '#lib/domain/actor.ts'
import { writeAuditRow } from './write-audit-row.ts'

type Versions = Awaited<ReturnType<typeof readCatalogVersions>>

/**
 * Brings the catalogues and mappings that ship with the product into the database, and notes it in the audit log. What is
 * there already in the same version costs one query; two processes at once load it once.
 */
export async function loadCatalogs(db: Db, now: Date): Promise<{ loaded: boolean }> {
  const versions = await readCatalogVersions()
  if (await isLoaded(db.sql, versions)) return { loaded: false }
  const catalogs = await readCatalogs()
  return inTransaction(db, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('load-catalogs'))`)
    if (await isLoaded(client, versions)) return { loaded: false }
    await loadFrameworks(client, frameworkRows(catalogs))
    await loadMappings(client, mappingRows(catalogs))
    await writeAuditRow(client, {
      at: now,
      by: program('system'),
      action: 'catalogs.loaded',
      object: 'catalogs',
      detail: versions,
    })
    return { loaded: true }
  })
}

async function isLoaded(sql: Sql, { frameworks, mappings }: Versions): Promise<boolean> {
  const { rows } = await sql.query<{ frameworks: Record<string, string> | null; mappings: string[] | null }>(
    `SELECT (SELECT jsonb_object_agg(id, sha256) FROM framework) AS frameworks,
            (SELECT array_agg(DISTINCT version) FROM mapping) AS mappings`,
  )
  return isDeepStrictEqual(rows[0], { frameworks, mappings: [mappings] })
}

/** Afterwards the tables hold exactly these frameworks and controls; rows that are the same are not written. */
async function loadFrameworks(client: PoolClient, rows: ReturnType<typeof frameworkRows>): Promise<void> {
  await client.query(
    `WITH wanted AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS r (id text, title text, version text, source text, licence_note text, sha256 text, position integer)),
     gone AS (DELETE FROM framework WHERE id NOT IN (SELECT id FROM wanted))
     INSERT INTO framework AS f (id, title, version, source, licence_note, sha256, position)
     SELECT id, title, version, source, licence_note, sha256, position FROM wanted
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, version = excluded.version, source = excluded.source,
       licence_note = excluded.licence_note, sha256 = excluded.sha256, position = excluded.position
     WHERE f IS DISTINCT FROM excluded`,
    [JSON.stringify(rows.frameworks)],
  )
  await client.query(
    `WITH wanted AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS r (framework_id text, id text, title text, description text, section text, parent_id text, automation text,
               active boolean, position integer, facts jsonb)),
     gone AS (DELETE FROM control WHERE (framework_id, id) NOT IN (SELECT framework_id, id FROM wanted))
     INSERT INTO control AS c
       (framework_id, id, title, description, section, parent_id, automation, active, position, facts)
     SELECT framework_id, id, title, description, section, parent_id, automation, active, position, facts FROM wanted
     ON CONFLICT (framework_id, id) DO UPDATE SET title = excluded.title, description = excluded.description,
       section = excluded.section, parent_id = excluded.parent_id, automation = excluded.automation,
       active = excluded.active, position = excluded.position, facts = excluded.facts
     WHERE c IS DISTINCT FROM excluded`,
    [JSON.stringify(rows.controls)],
  )
}

/** Afterwards the tables hold exactly these mappings; matches of an entry that is gone go with it. */
async function loadMappings(client: PoolClient, rows: ReturnType<typeof mappingRows>): Promise<void> {
  await client.query(
    `WITH wanted AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS r (id text, engine text, match jsonb, title text, concept text, rationale text, confidence text, version text)),
     gone AS (DELETE FROM mapping WHERE id NOT IN (SELECT id FROM wanted))
     INSERT INTO mapping AS m (id, engine, match, title, concept, rationale, confidence, version)
     SELECT id, engine, match, title, concept, rationale, confidence, version FROM wanted
     ON CONFLICT (id) DO UPDATE SET engine = excluded.engine, match = excluded.match, title = excluded.title,
       concept = excluded.concept, rationale = excluded.rationale, confidence = excluded.confidence,
       version = excluded.version
     WHERE m IS DISTINCT FROM excluded`,
    [JSON.stringify(rows.mappings)],
  )
  await client.query(
    `WITH wanted AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb)
         AS r (mapping_id text, framework_id text, control_id text, basis text, sources text[])),
     gone AS (
       DELETE FROM mapping_control
       WHERE (mapping_id, framework_id, control_id) NOT IN (SELECT mapping_id, framework_id, control_id FROM wanted))
     INSERT INTO mapping_control AS c (mapping_id, framework_id, control_id, basis, sources)
     SELECT mapping_id, framework_id, control_id, basis, sources FROM wanted
     ON CONFLICT (mapping_id, framework_id, control_id)
       DO UPDATE SET basis = excluded.basis, sources = excluded.sources
     WHERE c IS DISTINCT FROM excluded`,
    [JSON.stringify(rows.controls)],
  )
}
