import type { Letter } from './outbox.ts'
import { SCRIPT, STYLE } from './outbox-page-assets.ts'
import { escapeXml as text } from './xml.ts'

/** The outbox as a page, newest first. Escapes the content of letters. `nonce` permits the style and the script. */
export const outboxPage = (letters: readonly Letter[], nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Outbox · Interlude</title>
<noscript><meta http-equiv="refresh" content="5"></noscript>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<header>
<h1>Outbox</h1>
<p>E-mails and text messages that Interlude would have sent to agents. This machine keeps them and sends none.</p>
</header>
<main data-newest="${letters.at(-1)?.id ?? 0}">
${letters.length === 0 ? EMPTY : list(letters)}
</main>
<p role="status" id="status" class="quiet"></p>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>
`

const EMPTY = `<div class="empty">
<h2>Nothing yet</h2>
<p>Pause a conversation, and the alert to your agents appears here.</p>
</div>`

const list = (letters: readonly Letter[]): string => {
  const count = letters.length === 1 ? '1 message' : `${letters.length} messages`
  return `<p class="quiet">${count}, newest first</p>\n${[...letters].reverse().map(article).join('\n')}`
}

const KIND = { email: 'E-mail', sms: 'SMS', https: 'HTTPS' } as const

const article = ({ id, at, protocol, to, subject, body, attributes }: Letter): string => {
  const title = subject ?? (protocol === 'sms' ? `Text message to ${to}` : '(no subject)')
  return `<article aria-labelledby="letter-${id}">
<h2 id="letter-${id}">${text(title)}</h2>
<p class="about"><span class="kind ${protocol === 'sms' ? 'sms' : 'email'}">${KIND[protocol] ?? text(String(protocol))}</span>
<span>to <strong>${text(to)}</strong></span> <time datetime="${text(at)}">${text(at.replace('T', ' ').slice(0, 19))} UTC</time></p>
<div class="body">${linked(body)}</div>${chips(attributes)}
</article>`
}

const chips = (attributes: Readonly<Record<string, string>>): string => {
  const all = Object.entries(attributes)
  if (all.length === 0) return ''
  const items = all.map(([name, value]) => `<div><dt>${text(name)}</dt><dd>${text(value)}</dd></div>`)
  return `\n<dl aria-label="Attributes">${items.join('')}</dl>`
}

/** Turns web addresses into links, and escapes the rest. */
const linked = (body: string): string =>
  body
    .split(/(https?:\/\/[^\s<>"'`]+[^\s<>"'`.,:;!?)\]])/)
    .map((part, index) =>
      index % 2 === 0
        ? text(part)
        : `<a href="${text(part)}" target="_blank" rel="noopener noreferrer">${text(part)}</a>`,
    )
    .join('')
