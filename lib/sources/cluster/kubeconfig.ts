import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { ProductError } from '#lib/errors.ts'
import type { Kubeconfig } from './cluster-access.ts'
import { type KubeconfigText, parseKubeconfig } from './parse-kubeconfig.ts'

const SERVICE_ACCOUNT_DIR = '/var/run/secrets/kubernetes.io/serviceaccount'
const IN_CLUSTER_SERVER = 'https://kubernetes.default.svc'

/**
 * The clusters the operator has given: the contexts of the files in `kubeconfig` (separated as in PATH), else the cluster
 * this process runs in, else none. A file that cannot be read throws `invalid`. A kubeconfig that somebody pasted goes
 * through `parseKubeconfig` without `files` instead, so that it cannot name files of this machine.
 */
export function readKubeconfig(kubeconfig: string | undefined, serviceAccountDir = SERVICE_ACCOUNT_DIR): Kubeconfig {
  if (kubeconfig) return parseKubeconfig(kubeconfig.split(delimiter).filter(Boolean).map(readText))
  const tokenFile = join(serviceAccountDir, 'token')
  if (!existsSync(tokenFile)) return { contexts: [], refused: [], current: undefined }
  const ca = readOwn(join(serviceAccountDir, 'ca.crt'), 'the service account')
  const context = 'in-cluster'
  return { contexts: [{ context, server: IN_CLUSTER_SERVER, ca, tokenFile }], refused: [], current: context }
}

function readText(path: string): KubeconfigText {
  const inFolder = (named: string) => resolve(dirname(path), named)
  const files = { resolve: inFolder, read: (named: string) => readFileSync(inFolder(named), 'utf8') }
  return { text: readOwn(path, 'KUBECONFIG'), files }
}

function readOwn(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ProductError(
      'invalid',
      `${what}: ${path} cannot be read (${error instanceof Error ? error.message : error})`,
    )
  }
}
