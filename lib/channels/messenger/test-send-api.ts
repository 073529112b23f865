import type { Call } from '../channel.ts'

/**
 * Checks bodies of calls against the documented rules of Meta's Send API, without the rules of `limits.ts`: a mistake there
 * must not hide here. Source: developers.facebook.com/documentation/business-messaging/messenger-platform, the pages that
 * each function names.
 */
export function complaintsAbout(call: Call): string[] {
  const { messaging_type, tag, message, ...others } = call
  return [
    ...unknown('the call', others),
    ...(JSON.stringify(call).isWellFormed() && !/\\ud[89a-f]/i.test(JSON.stringify(call)) ? [] : ['half a character']),
    ...((messaging_type === 'RESPONSE' && tag === undefined) ||
    (messaging_type === 'MESSAGE_TAG' && tag === 'HUMAN_AGENT')
      ? []
      : [`messaging_type ${messaging_type} with the tag ${tag}`]),
    ...messageComplaints(message as Fields),
  ]
}

type Fields = Readonly<Record<string, unknown>>

/** "Send API", the object `message`. */
function messageComplaints({ text, attachment, quick_replies, ...others }: Fields): string[] {
  return [
    ...unknown('message', others),
    ...((text === undefined) === (attachment === undefined) ? ['message needs a text or an attachment'] : []),
    ...(text === undefined ? [] : textComplaints('text', text, 2_000)),
    ...(attachment === undefined ? [] : attachmentComplaints(attachment as Fields)),
    ...(quick_replies === undefined ? [] : listComplaints('quick_replies', quick_replies, 13, quickReplyComplaints)),
  ]
}

/** "Quick replies". */
function quickReplyComplaints({ content_type, title, payload, ...others }: Fields): string[] {
  return [
    ...unknown('a quick reply', others),
    ...(content_type === 'text' ? [] : ['a quick reply is not of the type text']),
    ...textComplaints('title of a quick reply', title, 20),
    ...textComplaints('payload of a quick reply', payload, 1_000),
  ]
}

/** "Saving assets" and "Templates". */
function attachmentComplaints({ type, payload, ...others }: Fields): string[] {
  const { template_type, ...fields } = payload as Fields
  const found = unknown('attachment', others)
  if (type !== 'template') {
    const { url, ...rest } = payload as Fields
    const known = ['image', 'audio', 'video', 'file'].includes(String(type))
    return [...found, ...(known ? [] : [`attachment ${type}`]), ...unknown('an asset', rest), ...urlComplaints(url)]
  }
  if (template_type === 'generic') {
    const { elements, ...rest } = fields
    return [...found, ...unknown('a template', rest), ...listComplaints('elements', elements, 10, elementComplaints)]
  }
  const { text, buttons, ...rest } = fields
  return [
    ...found,
    ...(template_type === 'button' ? [] : [`template ${template_type}`]),
    ...unknown('a template', rest),
    ...textComplaints('text of a template', text, 640),
    ...listComplaints('buttons', buttons, 3, buttonComplaints),
  ]
}

/** "Generic template". An element needs one property beside its title. */
function elementComplaints({ title, subtitle, image_url, buttons, ...others }: Fields): string[] {
  const more = [subtitle, image_url, buttons].filter(each => each !== undefined)
  return [
    ...unknown('an element', others),
    ...(more.length === 0 ? ['an element has a title alone'] : []),
    ...textComplaints('title of an element', title, 80),
    ...(subtitle === undefined ? [] : textComplaints('subtitle', subtitle, 80)),
    ...(image_url === undefined ? [] : urlComplaints(image_url)),
    ...(buttons === undefined ? [] : listComplaints('buttons', buttons, 3, buttonComplaints)),
  ]
}

/** "URL button", "Postback button" and "Call button". */
function buttonComplaints({ type, title, ...fields }: Fields): string[] {
  const found = textComplaints('title of a button', title, 20)
  const { url, ...others } = fields
  if (type === 'web_url') return [...found, ...urlComplaints(url), ...unknown('a link', others)]
  const { payload, ...rest } = fields
  if (type === 'phone_number' && !/^\+\d+$/.test(String(payload))) found.push(`the number ${payload}`)
  if (type !== 'phone_number' && type !== 'postback') found.push(`a button ${type}`)
  return [...found, ...textComplaints('payload of a button', payload, 1_000), ...unknown('a button', rest)]
}

function listComplaints(name: string, list: unknown, max: number, each: (item: Fields) => string[]): string[] {
  if (!Array.isArray(list)) return [`${name} is not a list`]
  return [...(list.length > 0 && list.length <= max ? [] : [`${list.length} ${name}`]), ...list.flatMap(each)]
}

function textComplaints(name: string, text: unknown, max: number): string[] {
  if (typeof text !== 'string' || text.trim() === '') return [`${name} is empty`]
  return text.length > max ? [`${name} has ${text.length} characters`] : []
}

function urlComplaints(url: unknown): string[] {
  return /^https?:\/\/[^/]/.test(String(url)) && URL.canParse(String(url)) ? [] : [`the address ${url}`]
}

function unknown(where: string, fields: Fields): string[] {
  return Object.keys(fields).map(name => `${where} has the field ${name}`)
}
