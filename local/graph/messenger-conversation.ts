import { form, type Html, html } from './messenger-html.ts'
import { messageItem, type Side } from './messenger-message.ts'
import { appName } from './service.ts'
import type { Message, Thread } from './types.ts'
import { nameOf, type World } from './world.ts'

/** How many messages of a conversation the page shows, the newest ones. */
const SHOWN = 100

/** Whether the page shows the person that it types. */
export const isTyping = (world: World, thread: Thread | undefined): boolean => (thread?.typingUntil ?? 0) > world.now()

/** A conversation as one side sees it. */
export const conversation = (world: World, thread: Thread, side: Side): Html => {
  const name = side === 'person' ? 'Conversation in Messenger' : 'Conversation in the inbox'
  return html`<div class="log" role="log" tabindex="0" aria-label="${name}"><ol id="${side}-log" data-live>
${thread.messages.slice(-SHOWN).map(message =>
  messageItem(message, {
    side,
    psid: thread.psid,
    sender: message.from === 'person' ? nameOf(thread.profile) : thread.page.name,
    via: side === 'page' && message.appId !== undefined ? appName(world, message.appId) : undefined,
    mark: markOf(thread, message, side),
  }),
)}
</ol></div>`
}

const markOf = (thread: Thread, { from, at }: Message, side: Side): string | undefined => {
  if (from !== side) return undefined
  if (side === 'person') return at <= thread.seenUpTo ? 'Seen' : undefined
  if (at <= thread.readUpTo) return 'Seen'
  return at <= thread.deliveredUpTo ? 'Delivered' : 'Sent'
}

/** A field for a text, and one for the address of a picture. */
export const composer = (act: string, psid: string, label: string): Html => html`<div class="composer">
${form(
  act,
  { person: psid },
  html`<label class="hidden" for="${act}-text">${label}</label><textarea id="${act}-text" name="text" rows="1" required maxlength="2000" placeholder="Aa"></textarea><button id="${act}-send" class="main">Send</button>`,
  html`data-clears`,
)}
<details><summary>Picture or file</summary>
${form(
  `${act}-file`,
  { person: psid },
  html`<label>Kind <select name="type"><option value="image">Picture</option><option value="audio">Audio</option><option value="video">Video</option><option value="file">File</option></select></label>
<label>Address <input name="url" type="url" required placeholder="https://…" autocomplete="off"></label>
<button id="${act}-file-send" class="main">Send</button>`,
  html`data-clears`,
)}</details></div>`
