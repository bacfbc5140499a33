import { readFileSync } from 'node:fs'
import type { FakeApiServer } from './fake-apiserver.ts'
import { KINDS } from './kinds.ts'
import { parseObjects } from './parse-objects.ts'

/** Loads YAML and JSON files into the server and makes the namespaces they name; returns what it did, a line each. */
export function serveFiles(server: FakeApiServer, paths: string[]): string[] {
  const lines: string[] = []
  const namespaces = new Set(['default', 'kube-system'])
  for (const path of paths) {
    const objects = objectsOf(path)
    for (const object of objects) {
      const { generation } = server.apply(object).metadata
      if (generation !== 1) lines.push(`${path}: ${object.kind} ${object.metadata.name} replaces one of the same name`)
      if (object.metadata.namespace) namespaces.add(object.metadata.namespace)
    }
    lines.push(`${path}: ${objects.length} objects`)
  }
  const resource = server.addKind(KINDS.namespaces)
  for (const name of namespaces)
    if (!resource.objects.has(name)) server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  return lines
}

function objectsOf(path: string) {
  try {
    return parseObjects(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`)
  }
}
