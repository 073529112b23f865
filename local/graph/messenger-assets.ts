export const STYLE = `
:root { color-scheme: light dark;
  --ground: light-dark(#f6f5f2, #16181c); --card: light-dark(#fff, #1f2329); --line: light-dark(#dedad2, #343a43);
  --ink: light-dark(#1d1f23, #eceae6); --soft: light-dark(#5a5f68, #a9afb9); --link: light-dark(#0b57b7, #8ab8ff);
  --own: light-dark(#0b57b7, #1e4f93); --on-own: #fff; --other: light-dark(#eae8e3, #2c323b) }
* { box-sizing: border-box }
body { margin: 0; padding: 1rem; background: var(--ground); color: var(--ink); font: 1rem/1.45 system-ui, sans-serif }
h1 { margin: 0; font-size: 1.5rem; letter-spacing: -.01em }
h2 { margin: 0 0 .5rem; font-size: 1.0625rem; line-height: 1.3 }
h2 small, header p { color: var(--soft); font-weight: 400 }
header p { margin: .1rem 0 .75rem }
#status { min-height: 1.45em; margin: 0; font-size: .875rem; color: var(--ink) }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.panes { display: grid; grid-template-columns: 15rem minmax(0, 1fr) minmax(0, 1fr); gap: 1rem; align-items: start }
nav, main, section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; min-width: 0 }
main, section { display: flex; flex-direction: column; height: calc(100dvh - 8.5rem); min-height: 28rem }
main.empty { grid-column: span 2; justify-content: center; text-align: center; border-style: dashed }
nav ul, .log ol, .cards { list-style: none; margin: 0; padding: 0 }
nav a { display: flex; gap: .6rem; align-items: center; padding: .4rem; border-radius: .5rem; color: inherit; text-decoration: none }
nav a > span:last-child { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
nav a[aria-current] { background: var(--other) }
nav small { color: var(--soft) }
.face { flex: none; width: 2.25rem; height: 2.25rem; border-radius: 50%; background: var(--own); color: var(--on-own);
  display: grid; place-items: center; font-weight: 600; overflow: hidden }
.face img { width: 100%; height: 100%; object-fit: cover }
details { margin-top: .5rem }
summary { cursor: pointer; color: var(--soft); font-size: .875rem }
label { display: block; margin-top: .5rem; font-size: .875rem; color: var(--soft) }
input, textarea, select { width: 100%; font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--soft);
  border-radius: .5rem; padding: .4rem .6rem }
input[type=checkbox] { width: auto }
.check { margin: .3rem 0 0 }
button { font: inherit; color: var(--link); background: none; border: 1px solid var(--line); border-radius: .5rem; padding: .3rem .7rem;
  cursor: pointer; min-height: 2rem }
button.main { background: var(--own); border-color: var(--own); color: var(--on-own); font-weight: 600 }
details button.main { margin-top: .6rem }
.facts { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; font-size: .8125rem }
.facts p { flex-basis: 100%; margin: 0; color: var(--soft) }
.log { flex: 1; overflow: auto; margin: .5rem 0; padding: .25rem; scrollbar-gutter: stable; overflow-wrap: anywhere }
.log ol > li { position: relative; display: flex; flex-direction: column; align-items: flex-start; margin: 0 0 .6rem; padding-right: 2.25rem }
.log ol > li.own { align-items: flex-end; padding: 0 0 0 2.25rem }
.log p { margin: 0 }
.from, .about { font-size: .75rem; color: var(--soft) }
.from:has(.persona) { display: flex; gap: .35rem; align-items: center; padding-bottom: .2rem }
.persona { display: flex; gap: .35rem; align-items: center; min-width: 0 }
.persona img { flex: none; width: 1.5rem; height: 1.5rem; border-radius: 50%; object-fit: cover; background: var(--other) }
.persona strong { color: var(--ink); font-weight: 600 }
.bubble { max-width: 85%; padding: .45rem .8rem; border-radius: 1.1rem; background: var(--other); white-space: pre-wrap }
.own .bubble { background: var(--own); color: var(--on-own) }
.own .bubble a { color: inherit }
.bubble.pressed { border: 2px dotted currentcolor }
.bubble.gone { background: none; border: 1px solid var(--line); color: var(--soft); font-style: italic }
.reaction { margin-top: -.35rem; padding: 0 .4rem; border-radius: 1rem; background: var(--card); border: 1px solid var(--line) }
.picture img { display: block; max-width: min(100%, 16rem); max-height: 16rem; min-height: 2rem; border-radius: 1rem; background: var(--other) }
.cards { display: flex; gap: .6rem; max-width: 100%; overflow-x: auto; padding-bottom: .3rem }
.cards > li, .card { flex: none; width: 15rem; border: 1px solid var(--line); border-radius: .9rem; overflow: hidden; background: var(--card) }
.cards img { display: block; width: 100%; height: 8rem; object-fit: cover; background: var(--other) }
.cards h3 { margin: 0; padding: .5rem .8rem 0; font-size: 1rem }
.cards li > p, .card > p { padding: .3rem .8rem }
.log .press, .press { width: 100%; text-align: center; font-weight: 600 }
.cards .press, .card .press { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: .45rem .8rem; background: none }
.cards form, .card form { margin: 0 }
.choices { display: flex; flex-wrap: wrap; gap: .4rem; justify-content: center }
.choices:not(:empty) { margin-bottom: .5rem }
.choice { border-color: var(--link); border-radius: 1.2rem; font-weight: 600 }
.choice img { width: 1.2em; height: 1.2em; vertical-align: -.2em; margin-right: .3rem }
.more { position: absolute; top: .8rem; right: 0; margin: 0 }
.own .more { right: auto; left: 0 }
.more summary { list-style: none; padding: 0 .4rem; min-width: 1.75rem; text-align: center }
.more[open] { position: static; order: 9 }
.more > div { display: flex; flex-wrap: wrap; gap: .3rem }
#typing { min-height: 1.45em; font-size: .875rem; color: var(--soft); font-style: italic }
.composer > form { display: flex; gap: .5rem; align-items: flex-end }
.composer textarea { resize: none; field-sizing: content; max-height: 8rem }
a { color: var(--link) }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
@media (max-width: 60rem) {
  .panes { grid-template-columns: minmax(0, 1fr) }
  main.empty { grid-column: auto }
  main, section { height: auto }
  .log { max-height: 60dvh; min-height: 12rem }
  nav ul { display: flex; overflow-x: auto }
  nav li { flex: none; max-width: 12rem }
}
`

/**
 * Asks every second whether something changed, while the page is visible. Takes the new parts from the page itself, which is
 * escaped (without its style and script: their nonce is another one), and keeps items that are the same, so that screen readers tell only of new ones. Sends forms without leaving the
 * page.
 */
export const SCRIPT = `
const status = document.getElementById('status')
const person = () => document.body.dataset.person
const logs = () => [...document.querySelectorAll('[role=log]')]
const isAtEnd = log => log.scrollHeight - log.scrollTop - log.clientHeight < 80
const toEnd = log => { log.scrollTop = log.scrollHeight }
const merge = (old, next) => {
  const wanted = [...next.children]
  const ids = new Set(wanted.map(child => child.id))
  for (const child of [...old.children]) if (!ids.has(child.id)) child.remove()
  let place = old.firstElementChild
  for (const child of wanted) {
    const before = [...old.children].find(each => each.id === child.id)
    if (before?.dataset.html === child.outerHTML) {
      if (before === place) place = place.nextElementSibling
      else old.insertBefore(before, place)
      continue
    }
    const fresh = remembered(document.adoptNode(child))
    if (before === place && place !== null) { place = place.nextElementSibling; before.replaceWith(fresh) }
    else { before?.remove(); old.insertBefore(fresh, place) }
  }
}
const remembered = item => { item.dataset.html = item.outerHTML; return item }
const renew = async () => {
  const text = await (await fetch('/_messenger?person=' + person())).text()
  const next = new DOMParser().parseFromString(text.replace(/<(style|script)[^]*?<\\/\\1>/g, ''), 'text/html')
  if (next.body.dataset.person !== person()) return location.assign('/_messenger?person=' + next.body.dataset.person)
  const focused = document.activeElement?.id
  const follow = logs().filter(isAtEnd)
  for (const part of document.querySelectorAll('[data-live]')) {
    const fresh = next.getElementById(part.id)
    if (!fresh) continue
    if (part.matches('ol, ul')) merge(part, fresh)
    else if (part.innerHTML !== fresh.innerHTML) part.replaceChildren(...fresh.childNodes)
  }
  document.body.dataset.version = next.body.dataset.version
  for (const log of follow) toEnd(log)
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus()
}
const submit = async body => {
  const res = await fetch('/_messenger', { method: 'POST', body: new URLSearchParams(body), redirect: 'manual' })
  status.textContent = res.type === 'opaqueredirect' ? '' : await res.text()
  return res.type === 'opaqueredirect'
}
document.addEventListener('submit', event => {
  const form = event.target
  const body = new FormData(form, event.submitter)
  if (body.get('act') === 'meet') return
  event.preventDefault()
  submit(body).then(async isDone => {
    if (isDone && 'clears' in form.dataset) form.reset()
    await renew()
    if (isDone && 'clears' in form.dataset) logs().forEach(toEnd)
  }).catch(lost)
})
document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.target.tagName !== 'TEXTAREA') return
  event.preventDefault()
  event.target.form.requestSubmit()
})
const lost = () => { status.textContent = 'Interlude is not reachable.'; status.dataset.lost = '1' }
const look = async () => {
  if (document.hidden) return
  const { version, unread } = await (await fetch('/_messenger.json?person=' + person())).json()
  if (status.dataset.lost) { status.textContent = ''; delete status.dataset.lost }
  if (version !== document.body.dataset.version) await renew()
  if (unread && document.getElementById('reads')?.checked) await submit({ act: 'read', person: person() })
}
const again = () => look().catch(lost).finally(() => setTimeout(again, 1000))
document.querySelectorAll('ol[data-live] > li, ul[data-live] > li').forEach(remembered)
logs().forEach(toEnd)
again()
`
