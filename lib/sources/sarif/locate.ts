import {
  asIndex,
  asList,
  asNumber,
  asObject,
  asObjects,
  asText,
  type JsonObject,
  ownValue,
} from '#lib/sources/ci/json-value.ts'
import { isAbsolute, type RepositoryPath, repositoryPath } from '#lib/sources/ci/repository-path.ts'
import type { LogicalLocation, Place } from './facts.ts'

const MAX_BASE_HOPS = 10
// Two letters at least: one is a Windows drive.
const SCHEME = /^[a-z][a-z0-9+.-]+:/i

/**
 * Reads the places of a run's results. Paths are made relative to, in this order: the root the uploader names, the root the
 * run's version control section names, the folders runners use, the working directory, the outermost `uriBaseId`.
 */
export function createLocator(run: JsonObject, root: string | undefined): (result: JsonObject) => Place {
  const roots = [root, ...mappedRoots(run)].filter((folder) => folder !== undefined)
  const working = workingDirectories(run)
  const artifacts = asList(run.artifacts)
  const logical = asList(run.logicalLocations)

  const pathOf = (location: JsonObject): RepositoryPath | undefined => {
    const listed = asIndex(location.index)
    const artifact = asText(location.uri) || listed === undefined ? undefined : asObject(artifacts[listed])
    const named = artifact ? (asObject(artifact.location) ?? {}) : location
    const uri = asText(named.uri)
    if (!uri) return undefined
    const resolved = resolveUri(uri, asText(named.uriBaseId), run)
    if (resolved.opaque) return { path: uri, portable: true }
    const found = repositoryPath(resolved.path, roots)
    if (found.portable) return found
    const inWorking = repositoryPath(resolved.path, working)
    if (inWorking.portable || resolved.belowBase === undefined) return inWorking
    return repositoryPath(resolved.belowBase)
  }

  return (result) => {
    const location = asObjects(result.locations)[0] ?? {}
    const physical = asObject(location.physicalLocation) ?? {}
    const region = asObject(physical.region) ?? {}
    const target = asObject(physical.artifactLocation) ?? asObject(result.analysisTarget)
    const file = target && pathOf(target)
    return {
      path: file?.path,
      portable: file?.portable ?? true,
      line: asNumber(region.startLine) ?? 0,
      endLine: asNumber(region.endLine),
      snippet: asText(asObject(region.snippet)?.text) ?? '',
      logical: asObjects(location.logicalLocations).map((entry) => mergeLogical(entry, logical)),
    }
  }
}

type ResolvedUri = { opaque: true } | { opaque: false; path: string; belowBase: string | undefined }

/** Follows `uriBaseId` outwards. `belowBase` is the path below the outermost base, when that base is an absolute folder. */
function resolveUri(uri: string, baseId: string | undefined, run: JsonObject): ResolvedUri {
  let path = uri
  let id = baseId
  for (let hops = 0; hops < MAX_BASE_HOPS && !isRooted(path) && id !== undefined; hops++) {
    const base = asObject(ownValue(run.originalUriBaseIds, id))
    const baseUri = asText(base?.uri) ?? ''
    if (isRooted(baseUri)) {
      const folder = localPath(baseUri)
      if (folder === undefined) return { opaque: false, path: decode(path), belowBase: undefined }
      return { opaque: false, path: `${folder.replace(/\/?$/, '/')}${decode(path)}`, belowBase: decode(path) }
    }
    if (baseUri) path = `${baseUri.replace(/\/?$/, '/')}${path}`
    id = asText(base?.uriBaseId)
  }
  const local = localPath(path)
  return local === undefined ? { opaque: true } : { opaque: false, path: local, belowBase: undefined }
}

const isRooted = (uri: string): boolean => SCHEME.test(uri) || isAbsolute(uri)

/** The path a URI stands for; undefined for another scheme or host. */
function localPath(uri: string): string | undefined {
  if (!SCHEME.test(uri)) return decode(uri)
  const file = /^file:(?:\/\/(?:localhost)?(?=\/)|(?!\/\/))(.*)$/is.exec(uri)
  return file ? decode(file[1] ?? '') : undefined
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const mappedRoots = (run: JsonObject): string[] =>
  asObjects(run.versionControlProvenance).flatMap(({ mappedTo }) => absoluteFolder(asObject(mappedTo), run))

const workingDirectories = (run: JsonObject): string[] =>
  asObjects(run.invocations).flatMap(({ workingDirectory }) => absoluteFolder(asObject(workingDirectory), run))

function absoluteFolder(location: JsonObject | undefined, run: JsonObject): string[] {
  if (!location) return []
  const resolved = resolveUri(asText(location.uri) ?? '', asText(location.uriBaseId), run)
  return !resolved.opaque && resolved.path !== '' ? [resolved.path] : []
}

function mergeLogical(entry: JsonObject, listed: readonly unknown[]): LogicalLocation {
  const index = asIndex(entry.index)
  const shared = index === undefined ? undefined : asObject(listed[index])
  const read = (name: string): string => asText(entry[name]) ?? asText(shared?.[name]) ?? ''
  return { name: read('name'), fullName: read('fullyQualifiedName') || read('name'), kind: read('kind') }
}
