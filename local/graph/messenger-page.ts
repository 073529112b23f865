import { SCRIPT, STYLE } from './messenger-assets.ts'
import { isTyping } from './messenger-conversation.ts'
import { form, type Html, html, PATH } from './messenger-html.ts'
import { inboxPane, messengerPane } from './messenger-panes.ts'
import type { Page, Thread } from './types.ts'
import { nameOf, type World } from './world.ts'

/** The whole page, with the conversation of one person. Escapes all content. `nonce` permits the style and the script. */
export const messengerPage = (world: World, thread: Thread | undefined, nonce: string): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Messenger · Interlude</title>
<noscript><meta http-equiv="refresh" content="10"></noscript>
<style nonce="${nonce}">${{ html: STYLE }}</style>
</head>
<body data-person="${thread?.psid ?? ''}" data-version="${versionOf(world, thread)}">
<header>
<h1>Messenger</h1>
<p>Stands in for Meta's Messenger on this machine: nothing reaches Facebook.</p>
<p role="status" id="status"></p>
</header>
<div class="panes">
${people(world, thread)}
${thread === undefined ? nobody(world) : html`${messengerPane(world, thread)}${inboxPane(world, thread)}`}
</div>
<script nonce="${nonce}">${{ html: SCRIPT }}</script>
</body>
</html>
`.html

/** Changes whenever the page would look different. */
export const versionOf = (world: World, thread: Thread | undefined): string =>
  `${world.changes}${isTyping(world, thread) ? 't' : ''}`

const people = (world: World, shown: Thread | undefined): Html => html`<nav aria-labelledby="people-title">
<h2 id="people-title">People</h2>
<ul id="people" data-live>
${[...world.threads.values()].toReversed().map(thread => {
  const last = thread.messages.at(-1)
  return html`<li id="person-${thread.psid}"><a id="go-${thread.psid}" href="${PATH}?person=${thread.psid}"${
    thread === shown && html` aria-current="page"`
  }>${face(thread)}<span><strong>${nameOf(thread.profile)}</strong><br><small>${last === undefined ? thread.page.name : (last.text ?? 'Attachment')}</small></span></a></li>
`
})}
</ul>
${world.pages.size > 0 && newPerson([...world.pages.values()])}
</nav>`

const face = ({ profile }: Thread): Html =>
  html`<span class="face" aria-hidden="true">${profile.picture === undefined ? (profile.firstName[0] ?? '?') : html`<img src="${profile.picture}" alt="">`}</span>`

const newPerson = (pages: readonly Page[]): Html => html`<details id="new"><summary>New person</summary>
${form(
  'meet',
  {},
  html`<label>First name <input name="firstName" required maxlength="50" autocomplete="off"></label>
<label>Last name <input name="lastName" maxlength="50" autocomplete="off"></label>
<label>Language <input name="locale" value="en_US" pattern="[a-z]{2,3}_[A-Z]{2}" maxlength="6" autocomplete="off"></label>
<label>Picture <input name="picture" type="url" placeholder="https://…" autocomplete="off"></label>
${
  pages.length === 1
    ? html`<input type="hidden" name="page" value="${pages[0]?.id}">`
    : html`<label>Page <select name="page">${pages.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label>`
}
<button id="meet" class="main">Make this person</button>`,
)}</details>`

const nobody = ({ pages }: World): Html => html`<main class="empty">
<h2>${pages.size === 0 ? 'No page yet' : 'Nobody yet'}</h2>
<p>${
  pages.size === 0
    ? 'Connect a page to Interlude, and its conversations appear here.'
    : 'Make a person, and write to the page as that person.'
}</p>
</main>`
