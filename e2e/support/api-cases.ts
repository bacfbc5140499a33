import type { Ask } from './api-client.ts'

/** An address of each operation, with parameters as somebody would give them, and that the demo has an answer to. */
export async function apiCases(ask: Ask): Promise<Record<string, string[]>> {
  const rows = async (path: string) => (JSON.parse((await ask(path)).text) as { data: Record<string, unknown>[] }).data
  const first = async (path: string, field: string) => encodeURIComponent(String((await rows(path))[0]?.[field]))
  const finding = await first('/api/v1/findings?limit=1', 'key')
  const closed = await first('/api/v1/findings?state=closed&limit=1', 'key')
  const excepted = await first('/api/v1/findings?state=excepted&limit=1', 'key')
  const check = await first('/api/v1/checks?limit=1', 'id')
  const source = await first('/api/v1/sources?limit=1', 'id')
  const scan = await first(`/api/v1/sources/${source}/scans?limit=1`, 'scanId')
  const bundle = await first('/api/v1/bundles?limit=1', 'id')
  const original = (await rows('/api/v1/controls/soc2/CC6.1/evidence')).find(({ download }) => download)?.download
  return {
    listFindings: [
      '/api/v1/findings',
      '/api/v1/findings?severity=critical,high&team=payments&sort=oldest&opened=60d',
      '/api/v1/findings?state=closed&reason=fixed&limit=20&sort=newest',
      '/api/v1/findings?state=excepted',
    ],
    getFinding: [finding, closed, excepted].map((key) => `/api/v1/findings/${key}`),
    listSubjects: ['/api/v1/subjects', '/api/v1/subjects?team=payments&kind=Deployment', '/api/v1/subjects?state=gone'],
    listChecks: ['/api/v1/checks', '/api/v1/checks?engine=kyverno&sort=name'],
    getCheck: [`/api/v1/checks/${check}`],
    listFrameworks: ['/api/v1/frameworks', '/api/v1/frameworks?environment=staging'],
    listControls: ['/api/v1/controls?framework=soc2', '/api/v1/controls?framework=pci-dss-4.0.1&state=fail'],
    getControl: ['/api/v1/controls/soc2/CC6.1', '/api/v1/controls/soc2/CC1.1?days=10'],
    listControlEvidence: ['/api/v1/controls/soc2/CC6.1/evidence'],
    listExceptions: ['/api/v1/exceptions', '/api/v1/exceptions?state=all&mark=no-expiry&sort=newest'],
    listTeams: ['/api/v1/teams', '/api/v1/teams?sort=open'],
    listMetricPoints: [
      '/api/v1/metrics/series?name=open&by=severity',
      '/api/v1/metrics/series?name=opened&step=week&team=payments',
      '/api/v1/metrics/series?name=fixed&by=team&step=week',
      '/api/v1/metrics/series?name=pass-rate&by=source',
    ],
    listWorstChecks: ['/api/v1/metrics/worst-checks', '/api/v1/metrics/worst-checks?team=payments'],
    listSources: ['/api/v1/sources', '/api/v1/sources?kind=cluster&sort=name'],
    getSource: [`/api/v1/sources/${source}`],
    listScans: [`/api/v1/sources/${source}/scans`],
    getScan: [`/api/v1/sources/${source}/scans/${scan}`],
    downloadOriginal: [String(original)],
    listBundles: ['/api/v1/bundles'],
    getBundle: [`/api/v1/bundles/${bundle}`],
    getBundleManifest: [`/api/v1/bundles/${bundle}/manifest`],
    downloadBundle: [`/api/v1/bundles/${bundle}/download`],
    listAudits: ['/api/v1/audits'],
    listUsers: ['/api/v1/users', '/api/v1/users?role=admin'],
    // Each export adds a row to the log: the rows of tokens stay as they are.
    listAuditLog: ['/api/v1/audit-log?action=token', '/api/v1/audit-log?limit=5&from=2026-01-01'],
  }
}
