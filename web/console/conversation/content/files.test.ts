import { expect, it } from 'vitest'
import { bytesInWords, nameInUrl } from './files.ts'

it('bytesInWords writes a size in a readable unit', () => {
  expect(bytesInWords(0, 'en')).toBe('0 byte')
  expect(bytesInWords(999, 'en')).toBe('999 byte')
  expect(bytesInWords(123_456, 'en')).toBe('123.5 kB')
  expect(bytesInWords(Number.MAX_SAFE_INTEGER, 'en')).toMatch(/GB$/)
})

it('nameInUrl returns a name on one line, without marks that reverse its order', () => {
  expect(nameInUrl('https://shop.example/a/invoice%20of%20May.pdf?x=1')).toBe('invoice of May.pdf')
  expect(nameInUrl('https://shop.example/%E2%80%AEgnp.exe')).toBe('gnp.exe')
  expect(nameInUrl('https://shop.example/%ff.exe')).toBe('%ff.exe')
  expect(nameInUrl('https://shop.example/')).toBeUndefined()
})
