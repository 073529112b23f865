import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../../lib/client/index.ts'
import { de } from '../texts/de.ts'
import { en } from '../texts/en.ts'
import { fr } from '../texts/fr.ts'
import { notSavedBy, notSavedText } from './not-saved.ts'
import { de as adminDe } from './texts/setup-de.ts'
import { en as adminEn } from './texts/setup-en.ts'
import { fr as adminFr } from './texts/setup-fr.ts'

const CODES = ['request.invalid', 'auth.forbidden', 'client.unreachable', 'store.unavailable', 'internal'] as const

describe('a configuration that was not saved', () => {
  it('names the fields that the server refused', () => {
    const errors = [{ path: 'channels.sms.url', message: 'only https is allowed' }]
    const problem = new ProblemError({ code: 'request.invalid', status: 400, errors })
    expect(notSavedBy(problem)).toEqual({ problem, fields: errors })
  })

  it.each([
    ['en', adminEn, en, 'Not saved. The server does not accept this configuration.'],
    ['de', adminDe, de, 'Nicht gespeichert. Der Server nimmt diese Konfiguration nicht an.'],
    ['fr', adminFr, fr, 'Non enregistré. Le serveur n’accepte pas cette configuration.'],
  ] as const)('says why in %s, and never shows a code', (_language, admin, texts, sentence) => {
    const said = CODES.map(code => notSavedText(notSavedBy(new ProblemError({ code })), admin, texts))
    expect(said[0]).toBe(sentence)
    expect(new Set(said).size).toBe(CODES.length)
    for (const each of said) expect(each).not.toMatch(/\w\.\w/)
  })

  it('gives no reason for an error that the client does not know', () => {
    expect(notSavedText(notSavedBy(new TypeError('fetch')), adminEn, en)).toBe('Not saved. Something went wrong.')
  })
})
