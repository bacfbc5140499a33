import type { Format } from '#lib/domain/result.ts'
import { type JsonOutline, outlineJson } from './ci/outline-json.ts'
import { nameRoot } from './junit/name-root.ts'

export type Unknown = { unknown: string }

/** How far a document is looked into: list items may come after long metadata. */
const MAX_LOOK = 4 * 1024 * 1024
const REPORT_GROUP = /^(?:wgpolicyk8s\.io|openreports\.io|reports\.x-k8s\.io)\//
const CONSTRAINT_GROUP = /^constraints\.gatekeeper\.sh\//
const API_VERSION_PATHS = ['apiVersion', 'items[].apiVersion', '[].apiVersion']

/**
 * Which of our formats a document is, by what is in it and never by its name; else a reason that names what it looks like.
 * The beginning is enough where the telling parts are in it (64 KiB are, nearly always); the whole text is always enough.
 */
export function detectFormat(head: string): Format | Unknown {
  const text = head.replace(/^\uFEFF/, '')
  const first = /\S/.exec(text)?.[0]
  if (first === undefined) return { unknown: 'The document is empty.' }
  if (first === '<') return detectXml(text)
  if (first === '{' || first === '[') return detectJson(text)
  return detectText(text)
}

function detectXml(text: string): Format | Unknown {
  const body = text
    .slice(0, MAX_LOOK)
    .replace(/<!--.*?(?:-->|$)/gs, '')
    .replace(/<\?.*?(?:\?>|$)/gs, '')
  const root = /<([A-Za-z_][\w:.-]*)/.exec(body)?.[1]
  if (root === undefined) return { unknown: 'This begins like XML, but no element was found in it.' }
  return /^(?:[\w.-]+:)?testsuites?$/.test(root) ? 'junit' : { unknown: nameRoot(root) }
}

function detectJson(text: string): Format | Unknown {
  const outline = outlineJson(text, MAX_LOOK, (found) => formatOf(found) !== undefined)
  return formatOf(outline) ?? { unknown: describeJson(outline) }
}

function formatOf({ paths }: JsonOutline): Format | undefined {
  for (const path of API_VERSION_PATHS) {
    const format = formatOfApiVersion(paths.get(path) ?? '')
    if (format) return format
  }
  const sarifSchema = /sarif/i.test(paths.get('$schema') ?? '')
  const says =
    sarifSchema || paths.get('version') !== undefined || paths.has('runs[].tool') || paths.has('runs[].results')
  return paths.has('runs') && says ? 'sarif' : undefined
}

const formatOfApiVersion = (apiVersion: string): Format | undefined =>
  REPORT_GROUP.test(apiVersion) ? 'policy-report' : CONSTRAINT_GROUP.test(apiVersion) ? 'gatekeeper' : undefined

/** What other JSON looks like: the keys that give it away, and what to send instead. */
const OTHER_JSON: readonly [readonly string[], string][] = [
  [['check_type', 'results'], 'the JSON output of checkov; send its SARIF or JUnit output'],
  [['[].check_type'], 'the JSON output of checkov; send its SARIF or JUnit output'],
  [['checkov_version', 'passed'], 'a summary of checkov without any result'],
  [['[].check_name', '[].fingerprint'], 'a GitLab code quality report'],
  [['[].filename', '[].namespace'], 'the JSON output of conftest; send its SARIF or JUnit output'],
  [['SchemaVersion', 'ArtifactType'], 'the JSON output of trivy; send its SARIF output'],
  [['SchemaVersion', 'Results'], 'the JSON output of trivy; send its SARIF output'],
  [['summaryDetails'], 'the JSON output of kubescape; send its SARIF or JUnit output'],
  [['kics_version'], 'the JSON output of KICS; send its SARIF output'],
  [['queries', 'severity_counters'], 'the JSON output of KICS; send its SARIF output'],
  [['results.scan_summary'], 'the JSON output of terrascan; send its SARIF or JUnit output'],
  [['results.violations'], 'the JSON output of terrascan; send its SARIF or JUnit output'],
  [['Checks', 'Reports'], 'the JSON output of kube-linter; send its SARIF output'],
  [['results[].rule_id', 'results[].rule_description'], 'the JSON output of tfsec; send its SARIF output'],
  [['results[].check_id', 'results[].extra'], 'the JSON output of semgrep; send its SARIF output'],
  [['policyValidationResults'], 'the JSON output of datree; send its SARIF or JUnit output'],
  [['[].violatingObject'], 'the JSON output of gator test; upload the constraints with their audit status instead'],
  [
    ['results[].violatingObject'],
    'the JSON output of gator test; upload the constraints with their audit status instead',
  ],
  [['[].package', '[].name', '[].location'], 'the JSON output of opa test; those are unit tests of policies'],
  [['[].POLICY', '[].RESULT'], 'the JSON output of kyverno test; those are unit tests of policies'],
  [['vulnerabilities', 'scan'], 'a GitLab security report'],
  [['vulnerabilities', 'version'], 'a GitLab security report'],
  [['assessment-results'], 'OSCAL assessment results'],
  [['component-definition'], 'an OSCAL component definition'],
  [['catalog'], 'an OSCAL catalog'],
  [['components', 'success'], 'a result of Conforma (ec)'],
  [['inlineExternalProperties', '$schema'], 'a file of external properties that belongs to a SARIF document'],
]

function describeJson({ root, paths }: JsonOutline): string {
  const known = OTHER_JSON.find(([keys]) => keys.every((key) => paths.has(key)))?.[1]
  if (known) return `This looks like ${known}.`
  const apiVersion = API_VERSION_PATHS.map((path) => paths.get(path)).find((value) => value && value !== 'v1')
  if (apiVersion) return `This is a Kubernetes object of ${quoted(apiVersion)}, which holds no policy results.`
  if (paths.get('kind')?.endsWith('List') || paths.has('items'))
    return 'This is a list of Kubernetes objects without policy results.'
  if (paths.size === 0)
    return root === 'list'
      ? 'This is a JSON list without objects: it holds no results.'
      : 'This is an empty JSON object.'
  const keys = [...paths.keys()].filter((path) => !path.replace(/^\[\]\./, '').includes('.')).slice(0, 6)
  return `This is JSON with ${keys.map(quoted).join(', ')}, which is none of the formats read here.`
}

function detectText(text: string): Format | Unknown {
  const look = text.slice(0, MAX_LOOK)
  if (/<testsuites?[\s>/]/.test(look)) return 'junit'
  if (/^\s*null\s*$/.test(look))
    return { unknown: 'This is the JSON null, which some tools print when they have nothing to say.' }
  if (/^- (?:result|target):/m.test(look) && /violatingObject:/.test(look)) {
    return {
      unknown: 'This looks like the YAML output of gator test; upload the constraints with their audit status instead.',
    }
  }
  for (const [, apiVersion = ''] of look.matchAll(/^(?: {0,4}- +| {0,6})["']?apiVersion["']?:\s*["']?([\w./-]+)/gm)) {
    const format = formatOfApiVersion(apiVersion)
    if (format) return format
  }
  const embedded = look.search(/^[{[]/m)
  if (embedded > 0) {
    const found = detectJson(look.slice(embedded))
    if (typeof found === 'string') return found
  }
  return { unknown: describeText(look) }
}

function describeText(text: string): string {
  const apiVersion = /^apiVersion:\s*["']?([\w./-]+)/m.exec(text)?.[1]
  if (apiVersion) return `This is a Kubernetes object of ${quoted(apiVersion)}, which holds no policy results.`
  if (/^(?:--- (?:PASS|FAIL): |ok\t|FAIL\t)/m.test(text))
    return 'This looks like the text of gator verify or go test; those are unit tests.'
  if (/^(?:TAP version|1\.\.\d+)/m.test(text)) return 'This looks like TAP; have the tool write SARIF or JUnit.'
  if (/^(?:::(?:error|warning|group)|##vso\[)/m.test(text)) {
    return 'This looks like annotations for a pipeline log; have the tool write SARIF or JUnit.'
  }
  return 'This is neither JSON nor XML nor a Kubernetes object in YAML.'
}

const quoted = (text: string): string => `"${text.slice(0, 80)}"`
