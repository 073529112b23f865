import { describe, expect, it } from 'vitest'
import type { ChannelCheck } from '../../../../lib/protocol/channel-check.ts'
import { enChannels } from './texts/en.ts'
import { deFindings } from './texts/findings-de.ts'
import { frFindings } from './texts/findings-fr.ts'
import { stateOf, wordsOf } from './words.ts'

const check = (status: ChannelCheck['status'], finding = 'token.page'): ChannelCheck => ({
  name: 'token',
  status,
  finding,
  facts: { pageId: '1', wanted: '2' },
  detail: 'The server says so.',
})

describe('the words of a check', () => {
  it("are those of the agent's language, with the facts", () => {
    expect(wordsOf(check('wrong'), frFindings, 'fr')).toBe(
      'Le jeton appartient à la page 1. Saisissez celui de la page 2, ou corrigez l’identifiant de la page.',
    )
  })

  it("are the server's for a finding that the catalogue lacks", () => {
    expect(wordsOf(check('wrong', 'bot.gone'), deFindings, 'de')).toBe('The server says so.')
    expect(wordsOf(check('wrong', 'constructor'), deFindings, 'de')).toBe('The server says so.')
    expect(wordsOf(check('wrong'), enChannels.findings, 'en')).toBe('The server says so.')
  })

  it('have times in the language of the reader', () => {
    const late = { finding: 'expiry.late', facts: { until: '2026-12-24T09:00:00.000Z' }, detail: '' }
    expect(wordsOf(late, deFindings, 'de')).toMatch(/24\. Dezember 2026/)
    expect(wordsOf(late, enChannels.findings, 'en')).toMatch(/December 24, 2026/)
  })
})

it('the state of a channel is the worst of its checks', () => {
  expect(stateOf([check('ok'), check('unknown'), check('wrong')])).toBe('wrong')
  expect(stateOf([check('ok'), check('unknown')])).toBe('unknown')
  expect(stateOf([check('ok')])).toBe('ok')
  expect(stateOf([])).toBeUndefined()
})
