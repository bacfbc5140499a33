import { hash } from 'node:crypto'
import type { Subject } from './result.ts'

/** 128 bits of SHA-256 as a uuid: the form of every key made by the application. */
export function uuidOf(text: string | Buffer): string {
  const hex = hash('sha256', text, 'hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

/** A subject's identity as text. Lengths keep the parts apart, so that no two subjects share it. */
export const subjectText = ({ group, kind, namespace, name }: Subject): string =>
  `${group.length}:${group}|${kind.length}:${kind}|${namespace.length}:${namespace}|${name}`
