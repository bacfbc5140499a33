import type { Operation } from '#app/api/_answer/operation.ts'
import { downloadBundle } from './download-bundle.ts'
import { downloadOriginal } from './download-original.ts'
import { getBundle } from './get-bundle.ts'
import { getBundleManifest } from './get-bundle-manifest.ts'
import { getCheck } from './get-check.ts'
import { getControl } from './get-control.ts'
import { getFinding } from './get-finding.ts'
import { getScan } from './get-scan.ts'
import { getSource } from './get-source.ts'
import { listAuditLog } from './list-audit-log.ts'
import { listAudits } from './list-audits.ts'
import { listBundles } from './list-bundles.ts'
import { listChecks } from './list-checks.ts'
import { listControlEvidence } from './list-control-evidence.ts'
import { listControls } from './list-controls.ts'
import { listExceptions } from './list-exceptions.ts'
import { listFindings } from './list-findings.ts'
import { listFrameworks } from './list-frameworks.ts'
import { listMetricPoints } from './list-metric-points.ts'
import { listScans } from './list-scans.ts'
import { listSources } from './list-sources.ts'
import { listSubjects } from './list-subjects.ts'
import { listTeams } from './list-teams.ts'
import { listUsers } from './list-users.ts'
import { listWorstChecks } from './list-worst-checks.ts'

/** Every operation, in the order of the document. One that is not here has no page and no test, and the tests say so. */
export const OPERATIONS: readonly Operation[] = [
  listFindings,
  getFinding,
  listSubjects,
  listChecks,
  getCheck,
  listFrameworks,
  listControls,
  getControl,
  listControlEvidence,
  listExceptions,
  listTeams,
  listMetricPoints,
  listWorstChecks,
  listSources,
  getSource,
  listScans,
  getScan,
  downloadOriginal,
  listBundles,
  getBundle,
  getBundleManifest,
  downloadBundle,
  listAudits,
  listUsers,
  listAuditLog,
]
