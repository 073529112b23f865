import { expect, it } from 'vitest'
import { consoleUris } from './console-uris.ts'

it('consoleUris names the console under loopback names and the hosts of a proxy', () => {
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

it('consoleUris leaves out IPv6 origins, which a content security policy cannot name', () => {
  const { origins } = consoleUris(3000, ['[2001:db8::1]', '[2001:db8::1]:8443'])
  expect(origins.filter(origin => origin.includes('['))).toEqual([])
})
