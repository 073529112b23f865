import { describe, expect, it } from 'vitest'
import { SHOWN_LIMITS } from '../../../../lib/protocol/shown.ts'
import { checkLink, checkReplies } from './checks.ts'

const SHOP = 'https://shop.example/tents'
const bad = (faults: readonly (readonly [unknown, object])[]) => ({ status: 'bad', faults: new Map(faults) })
const tooLong = 'x'.repeat(SHOWN_LIMITS.titleChars + 1)

describe('the quick replies of a form', () => {
  it('are the titles that are not blank, each as one line', () => {
    expect(checkReplies([' Yes ', '', 'No\u202e'], true)).toEqual({
      status: 'good',
      value: [{ title: 'Yes' }, { title: 'No' }],
    })
  })

  it('lack a title if all are blank, unless they replace earlier ones', () => {
    expect(checkReplies(['', ' '], true)).toEqual(bad([[0, { kind: 'missing' }]]))
    expect(checkReplies(['', ' '], false)).toEqual({ status: 'good', value: [] })
  })

  it('have titles as long as the model permits', () => {
    expect(checkReplies([tooLong.slice(1)], true)).toMatchObject({ status: 'good' })
    expect(checkReplies(['Yes', tooLong], true)).toEqual(bad([[1, { kind: 'tooLong', max: SHOWN_LIMITS.titleChars }]]))
  })
})

describe('the link of a form', () => {
  it('becomes a button with a normal address', () => {
    expect(checkLink(' See it ', ` ${SHOP} `)).toEqual({
      status: 'good',
      value: { type: 'url', title: 'See it', url: SHOP },
    })
  })

  it('needs a title and an address over https', () => {
    expect(checkLink('', '')).toEqual(
      bad([
        ['url', { kind: 'notHttps' }],
        ['title', { kind: 'missing' }],
      ]),
    )
    for (const address of ['shop.example', 'http://shop.example', 'javascript:alert(1)', 'mailto:a@shop.example']) {
      expect(checkLink('See it', address), address).toEqual(bad([['url', { kind: 'notHttps' }]]))
    }
  })

  it('is refused if pages would leave it out, or if it is too long', () => {
    expect(checkLink('See it', 'https://shop.example@evil.example')).toEqual(bad([['url', { kind: 'invalid' }]]))
    expect(checkLink(tooLong, `${SHOP}?${'q'.repeat(SHOWN_LIMITS.urlChars)}`)).toEqual(
      bad([
        ['url', { kind: 'tooLong', max: SHOWN_LIMITS.urlChars }],
        ['title', { kind: 'tooLong', max: SHOWN_LIMITS.titleChars }],
      ]),
    )
  })
})
