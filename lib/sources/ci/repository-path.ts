const MAX_PATH_LENGTH = 4096

/** Where the common runners check a repository out: GitHub, GitLab, Azure, Jenkins, CircleCI, Bitbucket, Go, containers. */
const RUNNER_ROOTS: readonly RegExp[] = [
  /^(?:[A-Za-z]:)?\/(?:[^/]+\/)*?(?:_?work|__w)\/([^/]+)\/\1\//,
  /^[A-Za-z]:\/a\/([^/]+)\/\1\//,
  /^\/github\/workspace\//,
  /^\/builds\/[^/]+\/[^/]+\//,
  /^(?:\/home\/vsts\/work|\/__w|[A-Za-z]:\/a)\/\d+\/s\//,
  /^\/var\/(?:lib\/jenkins|jenkins_home)\/workspace\/[^/]+\//,
  /^\/home\/circleci\/[^/]+\//,
  /^\/opt\/atlassian\/pipelines\/agent\/build\//,
  /^(?:[A-Za-z]:)?\/(?:[^/]+\/)*?go\/src\/[^/]+\.[a-z]+\/[^/]+\/[^/]+\//,
  /^\/(?:src|app|tf)\//,
]

export type RepositoryPath = {
  /** Relative to the repository's root where that is known; never starts with `./`. */
  path: string
  /** False when the path is the runner's own and no root of it is known: another machine would write another one. */
  portable: boolean
}

/**
 * A path as the repository has it. `roots` are absolute folders the document or the uploader calls the root; they win over
 * the folders that runners are known to use. A path that leaves the repository (`..`) is kept as it was written.
 */
export function repositoryPath(written: string, roots: readonly string[] = []): RepositoryPath {
  if (written.length > MAX_PATH_LENGTH) return { path: written, portable: true }
  const path = resolveDots(withSlashes(written))
  if (path === undefined) return { path: written, portable: true }
  if (!isAbsolute(path)) return { path: path || '.', portable: true }

  for (const root of roots) {
    const folder = resolveDots(withSlashes(root))
    if (!folder || !isAbsolute(folder)) continue
    const prefix = folder.endsWith('/') ? folder : `${folder}/`
    if (path.startsWith(prefix) && prefix !== '/') return { path: path.slice(prefix.length) || '.', portable: true }
  }
  for (const root of RUNNER_ROOTS) {
    const found = root.exec(path)
    if (found && found[0].length < path.length) return { path: path.slice(found[0].length), portable: true }
  }
  return { path, portable: false }
}

export const isAbsolute = (path: string): boolean => /^(?:[A-Za-z]:)?\//.test(path)

// A file URI of Windows has a slash before the drive.
const withSlashes = (path: string): string =>
  path
    .trim()
    .replaceAll('\\', '/')
    .replace(/^\/(?=[A-Za-z]:\/)/, '')

/** Folds `.` and `..`; undefined when the path would leave where it starts. */
function resolveDots(path: string): string | undefined {
  const drive = /^[A-Za-z]:(?=\/)/.exec(path)?.[0] ?? ''
  const rest = path.slice(drive.length)
  const kept: string[] = []
  for (const part of rest.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') kept.push(part)
    else if (kept.pop() === undefined) return undefined
  }
  const lead = rest.startsWith('/') ? '/' : ''
  return `${drive}${lead}${kept.join('/')}${lead && kept.length && rest.endsWith('/') ? '/' : ''}`
}
