import { describe, expect, it } from 'vitest'
import { seconds } from '../../test/support/clock.ts'
import { createSilence } from './silence.ts'

const URL = 'https://channel.example.test/'

function given() {
  let now = 0
  const silence = createSilence(() => now)
  return { silence, waits: (url = URL) => silence.waitMs(url, seconds(3)), timePasses: (ms: number) => (now += ms) }
}

describe('a URL after a timeout', () => {
  it('is skipped for 30 seconds, with the time left, and other URLs are called', () => {
    const { silence, waits, timePasses } = given()
    expect(waits()).toBe(0)
    silence.begins(URL)
    expect(waits('https://other.example.test/')).toBe(0)
    expect(waits()).toBe(seconds(30))
    timePasses(seconds(30) - 1)
    expect(waits()).toBe(1)
    timePasses(1)
    expect(waits()).toBe(0)
  })

  it('is then called by one caller, and the others wait for as long as that call may take', () => {
    const { silence, waits, timePasses } = given()
    silence.begins(URL)
    timePasses(seconds(30))
    expect(waits()).toBe(0)
    expect(waits()).toBe(seconds(3))
    timePasses(seconds(1))
    expect(waits()).toBe(seconds(2))
    timePasses(seconds(2))
    expect(waits()).toBe(0)
  })

  it('is called by all callers as soon as it answers one', () => {
    const { silence, waits } = given()
    silence.begins(URL)
    silence.broken(URL)
    expect([waits(), waits()]).toEqual([0, 0])
  })

  it('is skipped again if that call fails at once', () => {
    const { silence, waits, timePasses } = given()
    silence.begins(URL)
    timePasses(seconds(30))
    expect(waits()).toBe(0)
    silence.goesOn(URL)
    expect(waits()).toBe(seconds(30))
  })

  it('is not skipped after a fast failure without an earlier timeout', () => {
    const { silence, waits } = given()
    silence.goesOn(URL)
    expect(waits()).toBe(0)
  })

  it('is forgotten once 1,000 newer ones are known', () => {
    const { silence, waits } = given()
    silence.begins(URL)
    for (let n = 0; n < 1_000; n++) silence.begins(`${URL}${n}`)
    expect(waits()).toBe(0)
    expect(waits(`${URL}999`)).toBe(seconds(30))
  })
})
