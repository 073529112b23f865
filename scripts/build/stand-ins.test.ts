import * as library64 from '@stablelib/base64'
import librarySha from 'fast-sha256'
import { expect, it } from 'vitest'
import * as base64 from './base64.ts'
import { defaultProvider } from './credentials.ts'
import * as sha256 from './sha256.ts'

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31) % 256)

it('sha256 and base64 return the same as the libraries that they replace', () => {
  for (const length of [0, 1, 2, 3, 64, 1000]) {
    const data = bytes(length)
    expect([...sha256.hash(data)]).toEqual([...librarySha.hash(data)])
    expect([...sha256.hmac(bytes(24), data)]).toEqual([...librarySha.hmac(bytes(24), data)])
    expect(base64.encode(data)).toBe(library64.encode(data))
    expect([...base64.decode(base64.encode(data))]).toEqual([...data])
  }
  expect(() => base64.decode('no base64!')).toThrow()
  expect(() => library64.decode('no base64!')).toThrow()
})

it('defaultProvider reads credentials from the environment on each call, since Lambda renews them', async () => {
  const before = { ...process.env }
  try {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'one', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' })
    const provider = defaultProvider()
    expect(await provider()).toMatchObject({ accessKeyId: 'one', secretAccessKey: 's', sessionToken: 't' })
    process.env.AWS_ACCESS_KEY_ID = 'two'
    expect(await provider()).toMatchObject({ accessKeyId: 'two' })
  } finally {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
})
