import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UnreadableDocument } from '#lib/domain/result.ts'
import { decodeText } from './text-encoding.ts'

const TEXT = '<testsuite name="Prüfung €"/>'
const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

test('a byte order mark decides the encoding and is not part of the text', () => {
  assert.equal(decodeText(Buffer.from(`\uFEFF${TEXT}`, 'utf8')), TEXT)
  assert.equal(decodeText(Buffer.from(`\uFEFF${TEXT}`, 'utf16le')), TEXT)
  assert.equal(decodeText(swapped(`\uFEFF${TEXT}`)), TEXT)
})

test('UTF-16 without a mark is recognised by its zero bytes', () => {
  assert.equal(decodeText(Buffer.from(TEXT, 'utf16le')), TEXT)
  assert.equal(decodeText(swapped(TEXT)), TEXT)
})

test('the encoding an XML declaration names is used', () => {
  const head = (encoding: string): Buffer => Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><a b="`, 'latin1')
  assert.match(decodeText(Buffer.concat([head('ISO-8859-15'), Buffer.of(0xa4), Buffer.from('"/>')])), /b="€"/)
  assert.match(decodeText(Buffer.concat([head('iso-8859-1'), Buffer.of(0xe9), Buffer.from('"/>')])), /b="é"/)
})

test('a declaration of UTF-16 in a file of single bytes is not believed', () => {
  const text = `<?xml version="1.0" encoding="utf-16"?>${TEXT}`
  assert.equal(decodeText(Buffer.from(text, 'utf8')), text)
})

test('an encoding nobody knows is refused by name', () => {
  const bytes = Buffer.from('<?xml version="1.0" encoding="EBCDIC-37"?><a/>')
  assert.throws(
    () => decodeText(bytes),
    (error) => error instanceof UnreadableDocument && /EBCDIC-37/.test(error.message),
  )
})

test('an empty or one-byte file is text too', () => {
  assert.equal(decodeText(new Uint8Array()), '')
  assert.equal(decodeText(Buffer.from('{')), '{')
})
