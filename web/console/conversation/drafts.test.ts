import { describe, expect, it } from 'vitest'
import { type Added, NOTHING_ADDED } from './added.ts'
import { Dismissals } from './dismissals.ts'
import { Drafts, withWords } from './drafts.ts'
import type { BrowserStorage } from './storage.ts'

const ANA = 'ses_a'
const BO = 'ses_b'

function aStorage(kept = new Map<string, string>()): BrowserStorage {
  return { get: key => kept.get(key), set: (key, value) => kept.set(key, value), remove: key => kept.delete(key) }
}

const CHOICES: Added = {
  quickReplies: [{ title: 'Yes' }],
  buttons: [{ type: 'url', title: 'Shop', url: 'https://shop.example/' }],
}

const FORBIDDEN: BrowserStorage = { get: () => undefined, set: () => undefined, remove: () => undefined }

describe('a draft', () => {
  it('belongs to one conversation and one mode, and survives a reload', () => {
    const storage = aStorage()
    const drafts = new Drafts(storage)
    drafts.write(ANA, 'reply', 'dear')
    drafts.write(ANA, 'note', 'secret')
    expect(drafts.read(BO, 'reply')).toBe('')
    const reloaded = new Drafts(storage)
    expect([reloaded.read(ANA, 'reply'), reloaded.read(ANA, 'note')]).toEqual(['dear', 'secret'])
    reloaded.write(ANA, 'reply', '')
    expect(new Drafts(storage).read(ANA, 'reply')).toBe('')
  })

  it('keeps the choices of the answer beside its text, in one conversation and after a reload', () => {
    const storage = aStorage()
    const drafts = new Drafts(storage)
    drafts.write(ANA, 'reply', 'dear')
    drafts.writeAdded(ANA, CHOICES)
    expect(drafts.readAdded(BO)).toEqual(NOTHING_ADDED)
    const reloaded = new Drafts(storage)
    expect([reloaded.read(ANA, 'reply'), reloaded.readAdded(ANA)]).toEqual(['dear', CHOICES])
    reloaded.writeAdded(ANA, NOTHING_ADDED)
    expect(new Drafts(storage).readAdded(ANA)).toEqual(NOTHING_ADDED)
    expect(new Drafts(storage).read(ANA, 'reply')).toBe('dear')
  })

  it('lasts as long as the page if the browser forbids storage', () => {
    const drafts = new Drafts(FORBIDDEN)
    drafts.write(ANA, 'reply', 'dear')
    drafts.writeAdded(ANA, CHOICES)
    expect([drafts.read(ANA, 'reply'), drafts.readAdded(ANA)]).toEqual(['dear', CHOICES])
  })

  it("keeps the agent's own text above the bot's", () => {
    expect(withWords('', 'bot')).toBe('bot')
    expect(withWords(' \n', 'bot')).toBe('bot')
    expect(withWords('Hello. ', 'bot')).toBe('Hello.\nbot')
  })
})

describe('a dismissed draft of the bot', () => {
  it('stays dismissed after a reload, until that is undone', () => {
    const storage = aStorage()
    const dismissals = new Dismissals(storage, ANA)
    let told = 0
    dismissals.subscribe(() => (told += 1))
    dismissals.set(7, true)
    dismissals.set(9, true)
    expect(told).toBe(2)
    expect(new Dismissals(storage, ANA).has(7)).toBe(true)
    expect(new Dismissals(storage, BO).has(7)).toBe(false)
    new Dismissals(storage, ANA).set(7, false)
    expect(new Dismissals(storage, ANA).has(7)).toBe(false)
    expect(new Dismissals(storage, ANA).has(9)).toBe(true)
  })

  it('is not dismissed if storage holds something else', () => {
    for (const kept of ['{', '{"a":1}', '[null,"7"]']) {
      expect(new Dismissals(aStorage(new Map([[`interlude.dismissed.${ANA}`, kept]])), ANA).has(7)).toBe(false)
    }
  })
})
