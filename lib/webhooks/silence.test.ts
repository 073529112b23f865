import { describe, expect, it } from 'vitest'
import { seconds } from '../../test/builders.ts'
import { createSilence } from './silence.ts'

const URL = 'https://channel.example.test/'

function given() {
  let now = 0
  const silence = createSilence(() => now)
  return { silence, asks: (url = URL) => silence.holds(url, seconds(3)), timePasses: (ms: number) => (now += ms) }
}

describe('a URL that let somebody wait in vain', () => {
  it('is not asked again for half a minute; others are', () => {
    const { silence, asks, timePasses } = given()
    expect(asks()).toBe(false)
    silence.begins(URL)
    expect(asks('https://other.example.test/')).toBe(false)
    timePasses(seconds(30) - 1)
    expect(asks()).toBe(true)
    timePasses(1)
    expect(asks()).toBe(false)
  })

  it('is asked by one alone after that, for as long as that may take', () => {
    const { silence, asks, timePasses } = given()
    silence.begins(URL)
    timePasses(seconds(30))
    expect(asks()).toBe(false)
    expect(asks()).toBe(true)
    timePasses(seconds(3))
    expect(asks()).toBe(false)
  })

  it('is asked by all as soon as it answers one', () => {
    const { silence, asks } = given()
    silence.begins(URL)
    silence.broken(URL)
    expect([asks(), asks()]).toEqual([false, false])
  })

  it('is forgotten where there are too many such', () => {
    const { silence, asks } = given()
    silence.begins(URL)
    for (let n = 0; n < 1_000; n++) silence.begins(`${URL}${n}`)
    expect(asks()).toBe(false)
    expect(asks(`${URL}999`)).toBe(true)
  })
})
