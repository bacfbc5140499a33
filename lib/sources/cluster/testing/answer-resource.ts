import { answerList } from './answer-list.ts'
import { answerWatch, type OpenWatch } from './answer-watch.ts'
import { answerWrite } from './answer-write.ts'
import { type Exchange, sendJson, sendStatus, sendText } from './exchange.ts'
import { apiVersionOf, objectKey } from './object-store.ts'

const PATH =
  /^\/(?:api\/(v1)|apis\/([^/]+)\/([^/]+))(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?(?:\/(status))?$/
const USER = 'system:serviceaccount:muniment:muniment-reader'
const WRITES = new Map([
  ['POST', 'create'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
])

/** Answers a path of objects: list, watch, get and the writes, each after asking whether it is allowed. */
export async function answerResource(exchange: Exchange, watches: Set<OpenWatch>): Promise<void> {
  const { request, url, store, options } = exchange
  const [, core, group = '', groupVersion = '', namespace, plural = '', encodedName] = PATH.exec(url.pathname) ?? []
  const version = core ?? groupVersion
  const resource = store.find(group, version, plural)
  if (!resource || (namespace && !resource.namespaced)) return sendText(exchange, 404, '404 page not found\n')

  const name = encodedName === undefined ? undefined : decodeURIComponent(encodedName)
  const isWatch = /^(1|true)$/.test(url.searchParams.get('watch') ?? '')
  const write = WRITES.get(request.method ?? 'GET')
  const verb = write ?? (name ? 'get' : isWatch ? 'watch' : 'list')
  const path = group ? `${plural}.${group}` : plural
  if (options.isDenied({ verb, group, resource: plural, namespace })) {
    const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope'
    const what = `${path} is forbidden: User "${USER}" cannot ${verb} resource "${plural}" in API group "${group}" ${where}`
    return sendStatus(exchange, 403, 'Forbidden', what, { details: { group, kind: plural } })
  }
  if (write) return answerWrite(exchange, resource, version, namespace, name)
  if (!name)
    return isWatch
      ? answerWatch(exchange, resource, version, namespace, watches)
      : answerList(exchange, resource, version, namespace)

  const object = resource.objects.get(objectKey(namespace, name))
  if (object) sendJson(exchange, 200, { ...object, apiVersion: apiVersionOf(group, version), kind: resource.kind })
  else sendStatus(exchange, 404, 'NotFound', `${path} "${name}" not found`)
}
