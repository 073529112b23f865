import { describe, expect, it } from 'vitest'
import { seconds } from '../../test/builders.ts'
import { createSilence } from './silence.ts'

const URL = 'https://channel.example.test/'

function given() {
  let now = 0
  const silence = createSilence(() => now)
  return { silence, waits: (url = URL) => silence.waitMs(url, seconds(3)), timePasses: (ms: number) => (now += ms) }
}

describe('a URL that let somebody wait in vain', () => {
  it('is left alone for half a minute, and says for how long; others are called', () => {
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

  it('is probed by one caller after that: the others wait for as long as that call may take', () => {
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

  it('is called by all as soon as it answers one', () => {
    const { silence, waits } = given()
    silence.begins(URL)
    silence.broken(URL)
    expect([waits(), waits()]).toEqual([0, 0])
  })

  it('is left alone again where the probe fails at once', () => {
    const { silence, waits, timePasses } = given()
    silence.begins(URL)
    timePasses(seconds(30))
    expect(waits()).toBe(0)
    silence.goesOn(URL)
    expect(waits()).toBe(seconds(30))
  })

  it('is not left alone where a call fails at once, and none waited in vain before', () => {
    const { silence, waits } = given()
    silence.goesOn(URL)
    expect(waits()).toBe(0)
  })

  it('is forgotten where there are too many such', () => {
    const { silence, waits } = given()
    silence.begins(URL)
    for (let n = 0; n < 1_000; n++) silence.begins(`${URL}${n}`)
    expect(waits()).toBe(0)
    expect(waits(`${URL}999`)).toBe(seconds(30))
  })
})
