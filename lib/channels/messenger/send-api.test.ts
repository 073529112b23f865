import { describe, expect, it } from 'vitest'
import { complaintsAbout } from './test-send-api.ts'

const call = (message: unknown, messaging: object = { messaging_type: 'RESPONSE' }) => ({ ...messaging, message })
const template = (payload: object) => call({ attachment: { type: 'template', payload } })
const element = (fields: object) => template({ template_type: 'generic', elements: [{ title: 'A', ...fields }] })
const button = (fields: object) =>
  template({ template_type: 'button', text: 'A', buttons: [{ title: 'A', ...fields }] })
const replies = (count: number, fields: object = {}) =>
  call({
    text: 'A',
    quick_replies: Array(count).fill({ content_type: 'text', title: 'A', payload: 'A', ...fields }),
  })
const asset = (type: string, url: string) => call({ attachment: { type, payload: { url } } })
const url = 'https://shop.example/a.png'

describe('the checker of calls to the Send API', () => {
  it.each([
    ['a text', call({ text: 'A'.repeat(2_000) })],
    ['a tag', call({ text: 'A' }, { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' })],
    ['quick replies', replies(13, { title: 'A'.repeat(20), payload: 'A'.repeat(1_000) })],
    ['a picture', asset('image', url)],
    ['a card', element({ subtitle: 'A'.repeat(80), image_url: url, buttons: [{ type: 'web_url', title: 'A', url }] })],
    ['a call', button({ type: 'phone_number', payload: '+49301234' })],
    ['a postback', button({ type: 'postback', payload: 'A' })],
  ])('takes %s within the limits', (_, taken) => {
    expect(complaintsAbout(taken)).toEqual([])
  })

  it.each([
    ['no messaging type', call({ text: 'A' }, {})],
    ['a tag without its type', call({ text: 'A' }, { messaging_type: 'RESPONSE', tag: 'HUMAN_AGENT' })],
    ['an unknown tag', call({ text: 'A' }, { messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' })],
    ['an unknown field', { ...call({ text: 'A' }), recipient: {} }],
    ['a message of nothing', call({})],
    ['a text and an attachment', call({ text: 'A', attachment: { type: 'image', payload: { url } } })],
    ['a long text', call({ text: 'A'.repeat(2_001) })],
    ['a blank text', call({ text: ' \n' })],
    ['half a character', call({ text: '\ud83d' })],
    ['14 quick replies', replies(14)],
    ['no quick replies', replies(0)],
    ['a quick reply of another type', replies(1, { content_type: 'location' })],
    ['a long title of a quick reply', replies(1, { title: 'A'.repeat(21) })],
    ['an empty payload of a quick reply', replies(1, { payload: '' })],
    ['a long payload of a quick reply', replies(1, { payload: 'A'.repeat(1_001) })],
    ['an unknown attachment', asset('sticker', url)],
    ['a script for an address', asset('image', 'javascript:alert(1)')],
    ['11 cards', template({ template_type: 'generic', elements: Array(11).fill({ title: 'A', subtitle: 'A' }) })],
    ['a card with a title alone', element({})],
    ['a long title of a card', element({ title: 'A'.repeat(81), subtitle: 'A' })],
    ['a long subtitle', element({ subtitle: 'A'.repeat(81) })],
    ['4 buttons', element({ buttons: Array(4).fill({ type: 'web_url', title: 'A', url }) })],
    ['no buttons', element({ buttons: [] })],
    ['an unknown template', template({ template_type: 'list', text: 'A', buttons: [] })],
    ['a long text above buttons', template({ template_type: 'button', text: 'A'.repeat(641), buttons: [] })],
    ['a long title of a button', button({ type: 'postback', title: 'A'.repeat(21), payload: 'A' })],
    ['a national number', button({ type: 'phone_number', payload: '110' })],
    ['a button of an unknown type', button({ type: 'say', payload: 'A' })],
    ['a link without an address', button({ type: 'web_url' })],
  ])('complains about %s', (_, refused) => {
    expect(complaintsAbout(refused)).not.toEqual([])
  })
})
