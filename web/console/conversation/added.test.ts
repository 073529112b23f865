import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { Content } from '../../../lib/protocol/message.ts'
import { ChoicesPayload } from '../../../lib/protocol/payload.ts'
import { readPayload } from '../../../lib/protocol/read-payload.ts'
import { type Added, messageWith, NOTHING_ADDED, readStored, storedText } from './added.ts'

const added: Added = {
  quickReplies: [{ title: 'Yes' }, { title: 'No' }],
  buttons: [{ type: 'url', title: 'Shop', url: 'https://shop.example/' }],
}

describe('the choices of an answer', () => {
  it('go along in the payload that the protocol agrees on', () => {
    const message = messageWith('Well?', added)
    expect(z.object({ payload: ChoicesPayload }).parse(message).payload).toEqual(added)
    expect(Content.parse(message)).toMatchObject({ type: 'text', text: 'Well?' })
    expect(readPayload(message)).toEqual({ kind: 'text', text: 'Well?', ...added })
  })

  it('leave no payload behind if there are none', () => {
    expect(messageWith('Well?', NOTHING_ADDED)).toEqual({ text: 'Well?' })
  })

  it('are the same after a reload', () => {
    expect(readStored(storedText(added))).toEqual(added)
    expect(storedText(NOTHING_ADDED)).toBe('')
  })

  it.each([
    '',
    '{',
    'null',
    '7',
    '[1]',
    '{"quickReplies":[7,null]}',
    '{"buttons":[{"type":"url","title":"a","url":"javascript:1"}]}',
  ])('are none if storage has something else: %s', text => expect(readStored(text)).toEqual(NOTHING_ADDED))
})
