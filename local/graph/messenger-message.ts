import { buttonsOf, listOf, quickRepliesOf } from './choices.ts'
import { button, type Html, html } from './messenger-html.ts'
import { isHttpUrl } from './text.ts'
import type { Attachment, Json, Message, Persona } from './types.ts'

/** The side from which a conversation is shown. */
export type Side = 'person' | 'page'

/** The facts that a message is shown with. */
export interface Shown {
  readonly side: Side
  readonly psid: string
  /** The name of the sender. */
  readonly sender: string
  /** The application or the inbox that sent it, on the page's side. */
  readonly via: string | undefined
  /** For one's own newest messages: `Sent`, `Delivered`, `Seen`. */
  readonly mark: string | undefined
}

/** A message as an item of the list. Its content comes from other software, and is escaped. */
export const messageItem = (message: Message, shown: Shown): Html => {
  const { side, sender, via, mark } = shown
  const isOwn = message.from === side
  const id = `${side}-${message.mid}`
  return html`<li id="${id}" class="${isOwn ? 'own' : 'other'}">
<p class="from">${message.persona === undefined ? sender : spokenBy(message.persona, sender)}${via !== undefined && html` <span>· ${via}</span>`}</p>
${contentOf(message, shown)}${[message.reaction, message.pageReaction].map(
  emoji => emoji !== undefined && html`<span class="reaction"><span class="hidden">Reaction: </span>${emoji}</span>`,
)}
<p class="about"><time datetime="${new Date(message.at).toISOString()}">${timeOf(message.at)} UTC</time>${
    message.edits !== undefined && html` · Edited`
  }${mark !== undefined && html` · ${mark}`}</p>
${side === 'person' && !message.isDeleted && more(message, shown)}</li>
`
}

/** Messenger shows a persona's picture and name, and the page that it represents. */
const spokenBy = ({ name, profile_picture_url: picture }: Persona, page: string): Html =>
  html`<span class="persona">${isHttpUrl(picture) && html`<img src="${picture}" alt="">`}<span><strong>${name}</strong> from ${page}</span></span>`

const contentOf = (message: Message, shown: Shown): Html => {
  if (message.isDeleted) return html`<p class="bubble gone">Unsent message</p>`
  const pressed = message.postbackPayload !== undefined || message.quickReplyPayload !== undefined
  return html`${message.replyTo !== undefined && html`<p class="about">Reply to an earlier message</p>`}${
    message.text !== undefined && html`<p class="bubble${pressed && ' pressed'}">${message.text}</p>`
  }${message.attachments?.map(attachment => attached(attachment, message, shown))}`
}

const attached = ({ type, payload }: Attachment, message: Message, shown: Shown): Html => {
  switch (type) {
    case 'image':
    case 'sticker':
      return picture(payload.url, 'Picture')
    case 'audio':
    case 'video':
    case 'file':
    case 'fallback':
      return html`<p class="bubble">${link(payload.url, String(payload.title ?? `${type[0]?.toUpperCase()}${type.slice(1)}`))}</p>`
    case 'template':
      return template(payload, message, shown)
    default:
      return html`<p class="bubble">(${type})</p>`
  }
}

const template = (payload: Json, message: Message, shown: Shown): Html => {
  const all = buttonsOf(message)
  const buttons = (list: unknown) => listOf(list).map(each => templateButton(each, all.indexOf(each), message, shown))
  switch (payload.template_type) {
    case 'generic': {
      const cards = listOf(payload.elements)
      return html`<ul class="cards" aria-label="${cards.length === 1 ? '1 card' : `${cards.length} cards`}" tabindex="0">${cards.map(
        ({ title, subtitle, image_url, buttons: list }) =>
          html`<li>${
            isHttpUrl(image_url) && html`<img src="${image_url}" alt="" loading="lazy">`
          }<h3>${String(title)}</h3>${subtitle !== undefined && html`<p>${String(subtitle)}</p>`}${buttons(list)}</li>`,
      )}</ul>`
    }
    case 'button':
      return html`<div class="card"><p>${String(payload.text)}</p>${buttons(payload.buttons)}</div>`
    case 'media':
      return html`<div class="card">${listOf(payload.elements).map(
        element => html`<p>${link(element.url, `${element.media_type}`)}</p>${buttons(element.buttons)}`,
      )}</div>`
    default:
      return html`<p class="bubble">(${String(payload.template_type)} template)</p>`
  }
}

const templateButton = (given: Json, index: number, { mid }: Message, { side, psid }: Shown): Html => {
  const title = String(given.title ?? given.type)
  if (given.type === 'web_url') return html`<p class="press">${link(given.url, title)}</p>`
  if (given.type === 'phone_number' && /^\+\d+$/.test(String(given.payload)))
    return html`<p class="press"><a href="tel:${String(given.payload)}">${title}</a></p>`
  if (given.type !== 'postback' || side === 'page') return html`<p class="press">${title}</p>`
  return button('press', { person: psid, mid, index: String(index) }, title, {
    id: `press-${mid}-${index}`,
    kind: 'press',
  })
}

const picture = (url: unknown, name: string): Html =>
  isHttpUrl(url)
    ? html`<a class="picture" href="${url}" target="_blank" rel="noopener noreferrer"><img src="${url}" alt="${name}" loading="lazy"></a>`
    : html`<p class="bubble">(${name})</p>`

const link = (url: unknown, label: string): Html =>
  isHttpUrl(url) ? html`<a href="${url}" target="_blank" rel="noopener noreferrer">${label}</a>` : html`${label}`

const EMOJIS = ['👍', '❤️', '😆', '😢'] as const

const more = ({ mid, from, reaction }: Message, { psid }: Shown): Html => {
  const fields = { person: psid, mid }
  return html`<details class="more"><summary aria-label="React or unsend">⋯</summary><div>${EMOJIS.map((emoji, index) =>
    button('react', { ...fields, emoji }, emoji, { id: `react-${mid}-${index}`, name: `React with ${emoji}` }),
  )}${reaction !== undefined && button('react', fields, 'Remove', { id: `unreact-${mid}`, name: 'Remove the reaction' })}${
    from === 'person' && button('unsend', fields, 'Unsend', { id: `unsend-${mid}` })
  }</div></details>`
}

/** The quick replies of the newest message, which go when the person answers. */
export const choices = (message: Message | undefined, psid: string): Html =>
  message === undefined || message.from === 'person'
    ? html``
    : html`${quickRepliesOf(message).map((reply, index) =>
        button(
          'tap',
          { person: psid, mid: message.mid, index: String(index) },
          html`${isHttpUrl(reply.image_url) && html`<img src="${reply.image_url}" alt="">`}${String(reply.title ?? reply.content_type)}`,
          { id: `tap-${index}`, kind: 'choice' },
        ),
      )}`

const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 16)
