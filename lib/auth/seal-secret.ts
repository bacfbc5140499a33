import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { ProductError } from '#lib/errors.ts'

const ALGORITHM = 'aes-256-gcm'
const VERSION = 'v1'

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'muniment sealed settings', 32))

/** A secret of another service as it may lie in the database: readable with MUNIMENT_SECRET alone. */
export function sealSecret(text: string, secret: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv(ALGORITHM, keyOf(secret), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [VERSION, ...[nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.')
}

/** What was sealed. Throws `unavailable` when MUNIMENT_SECRET is another than it was then, or the text was changed. */
export function openSecret(sealed: string, secret: string): string {
  const [version, nonce = '', tag = '', text = ''] = sealed.split('.')
  try {
    if (version !== VERSION) throw new Error('another version')
    const decipher = createDecipheriv(ALGORITHM, keyOf(secret), Buffer.from(nonce, 'base64url'))
    decipher.setAuthTag(Buffer.from(tag, 'base64url'))
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new ProductError(
      'unavailable',
      'A stored secret cannot be read: MUNIMENT_SECRET is another than before. Enter it again.',
      {
        cause: error,
      },
    )
  }
}
