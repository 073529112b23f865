import { expect, test } from 'vitest'
import { readParams } from './params.ts'

test('readParams reads how a page configures the frame', () => {
  const query =
    '?bot=demo&host=https%3A%2F%2Fshop.example&language=de-AT&dir=rtl&color=teal&radius=8&theme=dark&title=Shop'
  expect(readParams(query, 'en')).toEqual({
    bot: 'demo',
    host: 'https://shop.example',
    language: 'de-AT',
    direction: 'rtl',
    title: 'Shop',
    color: 'teal',
    radiusPx: 8,
    theme: 'dark',
  })
})

test('readParams leaves out invalid values', () => {
  expect(readParams('?bot=demo&host=nonsense&dir=up&radius=1e9&theme=%3Cb%3E', 'fr')).toMatchObject({
    host: undefined,
    language: 'fr',
    direction: undefined,
    radiusPx: undefined,
    theme: undefined,
  })
})

test('readParams reads no host if the frame is a page of its own', () => {
  expect(readParams('?bot=demo&mode=page&host=https://shop.example', 'en').host).toBeUndefined()
})
