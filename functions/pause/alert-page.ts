/** The state of the alert that a link confirms. `waiting`: number of people who wait. */
export type AlertPage =
  | { readonly status: 'open' | 'confirmed'; readonly waiting: number }
  | { readonly status: 'over' | 'not_valid' }

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #f6f8fa; --card: #fff; --line: #d8dee4;
  --act: #0a58ca; --on-act: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9ea7b3; --paper: #0d1117; --card: #161b22; --line: #30363d; --act: #79b8ff;
    --on-act: #0d1117; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { width: 100%; max-width: 28rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
  padding: 2rem 1.5rem; }
h1 { font-size: 1.375rem; line-height: 1.25; margin: 0; }
p { margin: .75rem 0 0; color: var(--soft); }
button { margin-top: 1.5rem; width: 100%; min-height: 2.75rem; border: 0; border-radius: .5rem; font: inherit;
  font-weight: 600; background: var(--act); color: var(--on-act); cursor: pointer; }
:focus-visible { outline: 2px solid var(--act); outline-offset: 2px; }
`

/** Renders the page behind the link of an alert. It has no text from outside. */
export function alertPage(page: AlertPage): string {
  const [title, text] = wordsOf(page)
  const button = page.status === 'open' ? '<form method="post"><button>I know, stop the alerts</button></form>' : ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${text}</p>
${button}
</main>
</body>
</html>
`
}

function wordsOf(page: AlertPage): readonly [title: string, text: string] {
  switch (page.status) {
    case 'open':
      return [
        waiting(page.waiting),
        'Confirm that somebody from your team knows. Interlude then sends no further alert about this wait. It takes no conversation: do that in the console.',
      ]
    case 'confirmed':
      return ['Confirmed', `${waiting(page.waiting)}. Interlude sends no further alert about this wait.`]
    case 'over':
      return ['Nothing to confirm', 'Somebody has confirmed this alert or taken the conversation, or the wait is over.']
    case 'not_valid':
      return ['This link does not work', 'It is damaged or older than a day. Open the console to see who waits.']
    default:
      return page satisfies never
  }
}

function waiting(count: number): string {
  return count === 1 ? 'Somebody waits for a person' : `${count} people wait for a person`
}
