import { expect, it } from 'vitest'
import { consoleUris } from './console-uris.ts'

it('names the console under loopback names and those of a proxy', () => {
  const { origins, callbacks, signedOut } = consoleUris(3000, ['chat.example.org'])
  expect(origins).toEqual([
    'http://127.0.0.1:3000',
    'http://localhost:3000',
    'http://127.0.0.1:5173',
    'http://localhost:5173',
    'https://chat.example.org',
    'http://chat.example.org',
  ])
  expect(callbacks).toContain('https://chat.example.org/console/callback')
  expect(signedOut).toContain('https://chat.example.org/console/')
})

it('names no address in brackets, which no content security policy can', () => {
  const { origins } = consoleUris(3000, ['[2001:db8::1]', '[2001:db8::1]:8443'])
  expect(origins.filter(origin => origin.includes('['))).toEqual([])
})
