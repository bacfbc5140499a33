import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import type { ClusterAccess } from './cluster-access.ts'

/** How files named in a kubeconfig are found and read; given only for a kubeconfig of the operator's own. */
export type FileReferences = { resolve: (path: string) => string; read: (path: string) => string }
type Entry = { name: string; fields: Record<string, unknown>; files: FileReferences | undefined }

const CLUSTER_FIELDS = ['server', 'certificate-authority-data', 'tls-server-name', 'disable-compression', 'extensions']
const CLUSTER_FILES = ['certificate-authority']
const USER_FIELDS = ['token', 'client-certificate-data', 'client-key-data', 'extensions']
const USER_FILES = ['tokenFile', 'client-certificate', 'client-key']
const MAKE_TOKEN =
  'make a token with "kubectl create token muniment-reader -n muniment" and put it into the kubeconfig as the user\'s token'
const REFUSALS: Record<string, string> = {
  exec: `signs in by running a command (exec), and commands of a kubeconfig are never run; ${MAKE_TOKEN}`,
  'auth-provider': `signs in through an auth-provider, which would run code of its own; ${MAKE_TOKEN}`,
  username: `signs in with a name and password; ${MAKE_TOKEN}`,
  password: `signs in with a name and password; ${MAKE_TOKEN}`,
  'insecure-skip-tls-verify': 'turns the check of the certificate off; put in certificate-authority-data instead',
  'proxy-url': 'asks for a proxy, which is not supported; give an address that can be reached directly',
}
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

class Refusal extends Error {}

/** The access a context describes, or the sentence that says why it is refused and what to do. */
export function resolveAccess(context: string, cluster: Entry, user: Entry): ClusterAccess | string {
  try {
    checkFields('cluster', cluster, CLUSTER_FIELDS, CLUSTER_FILES)
    checkFields('user', user, USER_FIELDS, USER_FILES)
    const server = serverOf(cluster)
    const ca = pem(cluster, 'certificate-authority')
    const serverName = text(cluster, 'tls-server-name')
    const access: ClusterAccess = {
      context,
      server,
      ...(ca && { ca }),
      ...(serverName && { serverName }),
      ...credentials(user),
    }
    checkPems(access)
    return access
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}

function credentials(user: Entry): Pick<ClusterAccess, 'token' | 'tokenFile' | 'clientCertificate'> {
  const path = text(user, 'tokenFile')
  const tokenFile = path && user.files?.resolve(path)
  const token = text(user, 'token')?.trim()
  const cert = pem(user, 'client-certificate')
  const key = pem(user, 'client-key')
  if (token && !/^[\x21-\x7e]+$/.test(token))
    throw new Refusal(`the token of user "${user.name}" has characters no token has`)
  if ((cert === undefined) !== (key === undefined))
    throw new Refusal(`user "${user.name}" has only one of client certificate and key`)
  if (!token && !tokenFile && !cert)
    throw new Refusal(`user "${user.name}" has neither a token nor a client certificate; ${MAKE_TOKEN}`)
  return {
    ...(tokenFile ? { tokenFile } : token && { token }),
    ...(cert && key && { clientCertificate: { cert, key } }),
  }
}

function checkFields(what: string, entry: Entry, fields: string[], files: string[]): void {
  for (const [field, value] of Object.entries(entry.fields)) {
    if (!isSet(value) || fields.includes(field)) continue
    const reason = REFUSALS[field]
    if (reason) throw new Refusal(`${what} "${entry.name}" ${reason}`)
    if (!files.includes(field))
      throw new Refusal(`${what} "${entry.name}" has the field ${field}, which is not supported; remove it`)
    if (!entry.files)
      throw new Refusal(
        `${what} "${entry.name}" names a file (${field}), which is not read; put its content in instead`,
      )
  }
}

function serverOf(cluster: Entry): string {
  const server = text(cluster, 'server') ?? ''
  const url = URL.parse(server)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new Refusal(`the server of cluster "${cluster.name}" is not a plain https:// address`)
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw new Refusal(`the server of cluster "${cluster.name}" is http://, which would show the token; use https://`)
  return url.href.replace(/\/+$/, '')
}

/** The value of `<field>-data`, decoded, or the content of the file that `<field>` names. */
function pem(entry: Entry, field: string): string | undefined {
  const data = text(entry, `${field}-data`)
  if (data) return Buffer.from(data, 'base64').toString()
  const path = text(entry, field)
  if (!path || !entry.files) return undefined
  try {
    return entry.files.read(path)
  } catch (error) {
    throw new Refusal(`${field} of "${entry.name}" cannot be read (${error instanceof Error ? error.message : error})`)
  }
}

function checkPems({ ca, clientCertificate }: ClusterAccess): void {
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----'))
    throw new Refusal('certificate-authority-data is not a certificate in base64 of PEM')
  try {
    if (ca) new X509Certificate(ca)
    createSecureContext({ ...clientCertificate })
  } catch {
    throw new Refusal('its certificates or key cannot be used; make the kubeconfig again')
  }
}

function text({ name, fields }: Entry, field: string): string | undefined {
  const value = fields[field]
  if (!isSet(value)) return undefined
  if (typeof value !== 'string') throw new Refusal(`the field ${field} of "${name}" is not a text`)
  return value
}

const isSet = (value: unknown) => value !== undefined && value !== null && value !== '' && value !== false
