import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const SEQUENCE = 0x30
const HOUR_MS = 3_600_000
const hex = (text: string) => Buffer.from(text, 'hex')

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const length = hex(body.length.toString(16).padStart(body.length > 255 ? 4 : 2, '0'))
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body])
}

/** A key and a certificate for 127.0.0.1 and localhost, good for a day; the certificate is its own authority. */
export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaWithSha256 = der(SEQUENCE, der(0x06, hex('2a8648ce3d040302')))
  const commonName = der(SEQUENCE, der(0x06, hex('550403')), der(0x0c, Buffer.from('fake-apiserver')))
  const name = der(SEQUENCE, der(0x31, commonName))
  const time = (ms: number) =>
    der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))
  const extension = (oid: string, isCritical: boolean, value: Buffer) =>
    der(SEQUENCE, der(0x06, hex(oid)), ...(isCritical ? [hex('0101ff')] : []), der(0x04, value))
  const basicConstraints = extension('551d13', true, der(SEQUENCE, hex('0101ff')))
  const loopback = der(SEQUENCE, der(0x87, hex('7f000001')), der(0x82, Buffer.from('localhost')))
  const extensions = der(SEQUENCE, basicConstraints, extension('551d11', false, loopback))
  const body = der(
    SEQUENCE,
    der(0xa0, der(0x02, hex('02'))),
    der(0x02, Buffer.concat([hex('01'), randomBytes(8)])),
    ecdsaWithSha256,
    name,
    der(SEQUENCE, time(Date.now() - HOUR_MS), time(Date.now() + 24 * HOUR_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  )
  const signature = der(0x03, hex('00'), sign('sha256', body, privateKey))
  const lines = der(SEQUENCE, body, ecdsaWithSha256, signature)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}
