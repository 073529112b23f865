import { type Html, html } from '../../lib/http/docs-page/html.ts'
import type { Person } from './people.ts'
import { type Language, type Texts, textsIn } from './texts.ts'

/** Paths below the issuer's URL: the style of the pages, and their only script. */
export const STYLE_PATH = '/style.css'
export const SCRIPT_PATH = '/sign-out.js'

/**
 * Signs out at once if the console asked for it with the token of the signed-in person. Browsers without scripts show
 * the button.
 */
export const SIGN_OUT_SCRIPT = "document.querySelector('button[data-at-once]')?.click()\n"

const CONSOLE = '/console/'

/** The page to pick a person. Its buttons post `person` to the page's own address. */
export function signInPage(base: string, language: Language, people: readonly Person[]): string {
  const texts = textsIn(language)
  const buttons = people.map(
    ({ id, name, role }) => html`
      <li>
        <button type="submit" name="person" value="${id}">
          <span class="initial ${role}" aria-hidden="true">${name.slice(0, 1)}</span>
          <span class="who"><strong>${name}</strong> <span class="role">${texts.roles[role]}</span></span>
          <svg aria-hidden="true" viewBox="0 0 16 16" width="16" height="16"><path d="M6 3.5 10.5 8 6 12.5"/></svg>
        </button>
      </li>`,
  )
  return page(base, language, texts.title, [
    html`<p>${texts.pickSomebody}</p>`,
    html`<form method="post"><ul>${buttons}</ul></form>`,
    html`<p class="small">${texts.onlyHere}</p>`,
  ])
}

/** The page that signs out. `form`: the provider's own, with the id `op.logoutForm`. */
export function signingOutPage(
  base: string,
  language: Language,
  { form, isAtOnce }: { readonly form: Html; readonly isAtOnce: boolean },
): string {
  const { signingOut } = textsIn(language)
  return page(base, language, signingOut.title, [
    html`<p>${signingOut.question}</p>`,
    form,
    html`<button class="primary" type="submit" form="op.logoutForm" name="logout" value="yes"${isAtOnce && html` data-at-once`}>
      ${signingOut.yes}
    </button>`,
    isAtOnce ? html`<script src="${base}${SCRIPT_PATH}"></script>` : html``,
  ])
}

export function signedOutPage(base: string, language: Language): string {
  const { signedOut, toConsole } = textsIn(language)
  return page(base, language, signedOut.title, [html`<p>${signedOut.text}</p>`, linkToConsole(toConsole)])
}

/** The page for a failed sign-in. `code`: the protocol's error code, for finding the cause. */
export function failedPage(
  base: string,
  language: Language,
  why: Exclude<keyof Texts['failed'], 'title'>,
  code?: string,
): string {
  const { failed, toConsole } = textsIn(language)
  return page(base, language, failed.title, [
    html`<p>${failed[why]}</p>`,
    code === undefined ? html`` : html`<p class="small"><code>${code}</code></p>`,
    linkToConsole(toConsole),
  ])
}

const linkToConsole = (text: string) => html`<p><a class="primary" href="${CONSOLE}">${text}</a></p>`

const page = (base: string, language: Language, title: string, content: readonly Html[]): string =>
  html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${base}${STYLE_PATH}">
</head>
<body>
<main>
<p class="mark"><svg aria-hidden="true" viewBox="0 0 24 24" width="24" height="24"><rect class="bot" x="2" y="4" width="7" height="16" rx="3.5"/><rect class="person" x="15" y="4" width="7" height="16" rx="3.5"/></svg>Interlude</p>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text
