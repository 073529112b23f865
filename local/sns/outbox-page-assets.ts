export const STYLE = `
:root { color-scheme: light dark;
  --ground: light-dark(#f6f5f2, #16181c); --card: light-dark(#fff, #1f2329); --line: light-dark(#dedad2, #343a43);
  --ink: light-dark(#1d1f23, #eceae6); --soft: light-dark(#5a5f68, #a9afb9); --link: light-dark(#0b57b7, #8ab8ff);
  --email: light-dark(#0b57b7, #8ab8ff); --sms: light-dark(#7a3e00, #ffbf80) }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 46rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif }
h1 { margin: 0; font-size: 1.75rem; letter-spacing: -.01em }
header p { margin: .25rem 0 1.5rem; color: var(--soft) }
.quiet { color: var(--soft); font-size: .875rem; min-height: 1.4em }
article, .empty { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.25rem;
  margin: 0 0 1rem; overflow-wrap: anywhere }
.empty { text-align: center; padding: 3.5rem 1.25rem; border-style: dashed }
.empty h2 { margin: 0 }
.empty p { margin: .5rem 0 0; color: var(--soft) }
h2 { margin: 0 0 .35rem; font-size: 1.0625rem; line-height: 1.35 }
.about { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; margin: 0 0 .75rem; color: var(--soft);
  font-size: .875rem }
.about strong { color: var(--ink); font-weight: 600 }
.about time { margin-left: auto; font-variant-numeric: tabular-nums }
.kind { border: 1px solid currentcolor; border-radius: 1rem; padding: 0 .6rem; font-weight: 600 }
.kind.email { color: var(--email) }
.kind.sms { color: var(--sms) }
.body { white-space: pre-wrap }
a { color: var(--link) }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px }
dl { display: flex; flex-wrap: wrap; gap: .4rem; margin: .9rem 0 0; font-size: .8125rem }
dl div { display: flex; border: 1px solid var(--line); border-radius: .4rem; padding: .05rem .5rem; gap: .4rem }
dt { color: var(--soft) }
dd { margin: 0 }
`

/** Polls every two seconds while the page is visible. Takes the new list from the page itself, which is escaped. */
export const SCRIPT = `
const status = document.getElementById('status')
const refresh = async () => {
  if (document.hidden) return
  const main = document.querySelector('main')
  const res = await fetch('/_outbox.json?after=' + main.dataset.newest)
  const news = await res.json()
  if (news.length === 0) { if (status.dataset.lost) { status.textContent = ''; delete status.dataset.lost } return }
  const page = await (await fetch('/_outbox')).text()
  const next = new DOMParser().parseFromString(page, 'text/html').querySelector('main')
  main.replaceWith(document.adoptNode(next))
  status.textContent = news.length === 1 ? '1 new message' : news.length + ' new messages'
}
const again = () => refresh().catch(() => { status.textContent = 'Interlude is not reachable.'; status.dataset.lost = '1' })
  .finally(() => setTimeout(again, 2000))
setTimeout(again, 2000)
`
