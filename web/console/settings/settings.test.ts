import { describe, expect, it } from 'vitest'
import { DEFAULTS, readSettings } from './settings.ts'

describe('settings', () => {
  it('are the defaults if none are stored, or none that can be read', () => {
    for (const text of [null, '', 'not JSON', '[]', 'null', '"dark"', '{"theme":"pink","sound":"loud"}']) {
      expect(readSettings(text)).toEqual(DEFAULTS)
    }
  })

  it('are read as they were stored', () => {
    const kept = { theme: 'dark', language: 'en', singleKeys: false, sound: false }
    expect(readSettings(JSON.stringify(kept))).toEqual(kept)
  })
})
