/** How one cluster is reached. Nothing in it runs a command; only `tokenFile` names a file, and only when the operator said so. */
export type ClusterAccess = {
  /** The name people know the cluster by: the context of the kubeconfig. */
  context: string
  /** Without a slash at the end. */
  server: string
  /** PEM; the public authorities when absent. */
  ca?: string
  /** The name on the server's certificate when it is not the host of `server`. */
  serverName?: string
  token?: string
  /** Read again for each request, because such tokens are replaced while they are in use. */
  tokenFile?: string
  /** PEM. */
  clientCertificate?: { cert: string; key: string }
}

type RefusedContext = { context: string; reason: string }
export type Kubeconfig = { contexts: ClusterAccess[]; refused: RefusedContext[]; current: string | undefined }
