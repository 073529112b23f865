import { describe, expect, test } from 'vitest'
import { linkUrl } from '../../lib/protocol/safe-url.ts'
import { honestWords, safePicture } from './links.ts'

describe('an untrusted link', () => {
  test.each([
    ['https://shop.example/a?b=1#c', 'https://shop.example/a?b=1#c'],
    ['http://shop.example', 'http://shop.example/'],
    ['mailto:ana@shop.example', 'mailto:ana@shop.example'],
    ['tel:+491701234567', 'tel:+491701234567'],
  ])('leads to %s', (address, href) => {
    expect(linkUrl(address)).toBe(href)
  })

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'java\u0000script:alert(1)',
    'https://bank.example@evil.example/',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'blob:https://shop.example/1',
    'file:///etc/passwd',
    'about:blank',
    '//evil.example',
    '/relative',
    'https://',
    '',
  ])('is dropped: %j', address => {
    expect(linkUrl(address)).toBeUndefined()
  })

  test('shows its real address if its text names another host', () => {
    expect(honestWords('https://bank.example', 'https://evil.example/')).toBe('https://evil.example/')
    expect(honestWords('bank.example/login', 'https://evil.example/')).toBe('https://evil.example/')
    expect(honestWords('bank.example', 'https://bank.example/login')).toBe('bank.example')
    expect(honestWords('our prices, e.g. here', 'https://shop.example/')).toBe('our prices, e.g. here')
  })
})

test('safePicture accepts a picture over https or from the own origin alone', () => {
  expect(safePicture('https://img.example/a.png', 'http://127.0.0.1:3000')).toBe('https://img.example/a.png')
  expect(safePicture('http://127.0.0.1:3000/a.png', 'http://127.0.0.1:3000')).toBe('http://127.0.0.1:3000/a.png')
  expect(safePicture('http://img.example/a.png', 'http://127.0.0.1:3000')).toBeUndefined()
  expect(safePicture('data:image/svg+xml,<svg onload=alert(1)>', 'http://127.0.0.1:3000')).toBeUndefined()
})
