import { composer, conversation, isTyping } from './messenger-conversation.ts'
import { button, type Html, html } from './messenger-html.ts'
import { choices } from './messenger-message.ts'
import { appName } from './service.ts'
import { PAGE_INBOX, type Thread } from './types.ts'
import { nameOf, ownerOf, type World } from './world.ts'

const HOUR_MS = 3_600_000

/** The conversation in the person's Messenger. */
export const messengerPane = (world: World, thread: Thread): Html => {
  const { psid, page, profile, isOnline, hasBlocked, messages } = thread
  const fields = { person: psid }
  return html`<main aria-labelledby="chat-title">
<h2 id="chat-title">${nameOf(profile)} <small>writes to ${page.name}</small></h2>
<div id="chat-facts" data-live class="facts">
${button(isOnline ? 'switch-off' : 'switch-on', fields, isOnline ? 'Switch the phone off' : 'Switch the phone on', { id: 'power' })}
${button(hasBlocked ? 'unblock' : 'block', fields, hasBlocked ? 'Unblock the page' : 'Block the page', { id: 'block' })}
</div>
<label class="check"><input type="checkbox" id="reads" checked> Reads at once</label>
${conversation(world, thread, 'person')}
<div id="typing" data-live role="status">${isTyping(world, thread) && html`${thread.typingAs?.name ?? page.name} is typing…`}</div>
<div id="choices" data-live class="choices" role="group" aria-label="Quick replies">${choices(messages.at(-1), psid)}${
    messages.length === 0 && button('start', fields, 'Get started', { id: 'start', kind: 'choice' })
  }</div>
${composer('say', psid, `Message of ${profile.firstName}`)}
</main>`
}

/** The same conversation in the page's own inbox, where people answer past every application. */
export const inboxPane = (world: World, thread: Thread): Html => {
  const { psid, page } = thread
  const owner = ownerOf(thread, world.now())
  return html`<section aria-labelledby="inbox-title">
<h2 id="inbox-title">${page.name} <small>the page's own inbox</small></h2>
<div id="inbox-facts" data-live class="facts">
<p>${owner === undefined ? 'No application controls the conversation.' : `${appName(world, owner)} controls the conversation.`} ${windowOf(thread, world.now())}</p>
${owner !== PAGE_INBOX && button('take', { person: psid }, 'Take over', { id: 'take' })}
${[...page.installed.keys()].map(
  appId =>
    owner === PAGE_INBOX &&
    button('pass', { person: psid, app: appId }, `Give to ${appName(world, appId)}`, { id: `pass-${appId}` }),
)}
${button('wait', { person: psid, hours: '25' }, 'Let 25 hours pass', { id: 'wait-25' })}
${button('wait', { person: psid, hours: '169' }, 'Let 8 days pass', { id: 'wait-169' })}
</div>
${conversation(world, thread, 'page')}
${composer('answer', psid, `Answer of ${page.name}`)}
</section>`
}

/** The windows for answers, in words. */
const windowOf = ({ lastActAt }: Thread, now: number): string => {
  if (lastActAt === undefined) return 'The person has not written yet, so no answer is possible.'
  const hours = (now - lastActAt) / HOUR_MS
  if (hours <= 24) return 'Answers are possible.'
  return hours <= 7 * 24 ? 'Only people may still answer (HUMAN_AGENT).' : 'No answer is possible: 7 days are over.'
}
