import type { Role } from './people.ts'

/** The texts of the issuer's pages in one language. */
export interface Texts {
  readonly title: string
  readonly pickSomebody: string
  readonly roles: Readonly<Record<Role, string>>
  readonly onlyHere: string
  readonly signingOut: { readonly title: string; readonly question: string; readonly yes: string }
  readonly signedOut: { readonly title: string; readonly text: string }
  readonly failed: {
    readonly title: string
    readonly expired: string
    readonly refused: string
    readonly elsewhere: string
  }
  readonly toConsole: string
}

const en: Texts = {
  title: 'Sign in to Interlude',
  pickSomebody: 'Pick one of the demo’s people.',
  roles: { agent: 'Agent', supervisor: 'Supervisor', admin: 'Administrator' },
  onlyHere: 'This page works on this machine only, so it asks for no password.',
  signingOut: { title: 'Sign out', question: 'Do you want to sign out of Interlude?', yes: 'Sign out' },
  signedOut: { title: 'Signed out', text: 'You are signed out of Interlude.' },
  failed: {
    title: 'Sign-in failed',
    expired: 'This sign-in took too long, or it was finished in another tab.',
    refused: 'The console asked for something that the sign-in page does not allow.',
    elsewhere: 'Another user of this machine runs this Interlude. Only that user may sign in here.',
  },
  toConsole: 'Open the console',
}

const de: Texts = {
  title: 'Bei Interlude anmelden',
  pickSomebody: 'Wählen Sie eine Person der Demo.',
  roles: { agent: 'Mitarbeit', supervisor: 'Leitung', admin: 'Verwaltung' },
  onlyHere: 'Diese Seite funktioniert nur auf diesem Rechner und fragt deshalb nach keinem Passwort.',
  signingOut: { title: 'Abmelden', question: 'Möchten Sie sich von Interlude abmelden?', yes: 'Abmelden' },
  signedOut: { title: 'Abgemeldet', text: 'Sie sind von Interlude abgemeldet.' },
  failed: {
    title: 'Anmeldung fehlgeschlagen',
    expired: 'Diese Anmeldung hat zu lange gedauert oder wurde in einem anderen Tab abgeschlossen.',
    refused: 'Die Konsole hat etwas verlangt, das die Anmeldeseite nicht erlaubt.',
    elsewhere: 'Jemand anderes betreibt dieses Interlude auf diesem Rechner. Nur diese Person kann sich hier anmelden.',
  },
  toConsole: 'Konsole öffnen',
}

const fr: Texts = {
  title: 'Se connecter à Interlude',
  pickSomebody: 'Choisissez une personne de la démo.',
  roles: { agent: 'Conseil', supervisor: 'Supervision', admin: 'Administration' },
  onlyHere: 'Cette page ne fonctionne que sur cette machine et ne demande donc aucun mot de passe.',
  signingOut: {
    title: 'Se déconnecter',
    question: 'Voulez-vous vous déconnecter d’Interlude ?',
    yes: 'Se déconnecter',
  },
  signedOut: { title: 'Déconnexion effectuée', text: 'Vous êtes déconnecté d’Interlude.' },
  failed: {
    title: 'Échec de la connexion',
    expired: 'Cette connexion a pris trop de temps, ou elle a été terminée dans un autre onglet.',
    refused: 'La console a demandé quelque chose que la page de connexion n’autorise pas.',
    elsewhere: 'Une autre personne exécute cet Interlude sur cette machine. Elle seule peut s’y connecter.',
  },
  toConsole: 'Ouvrir la console',
}

const LANGUAGES = { en, de, fr } as const
export type Language = keyof typeof LANGUAGES

const isLanguage = (name: string): name is Language => Object.hasOwn(LANGUAGES, name)

export const textsIn = (language: Language): Texts => LANGUAGES[language]

/**
 * Picks the first available language from the console's list (`ui_locales`, separated by spaces), then from the
 * browser's `Accept-Language` by descending quality. Falls back to English.
 */
export function languageOf(acceptLanguage: string | undefined, uiLocales?: unknown): Language {
  const asked = typeof uiLocales === 'string' ? uiLocales.split(' ') : []
  const accepted = (acceptLanguage ?? '')
    .split(',')
    .map(part => {
      const [name = '', ...parameters] = part.trim().split(';')
      const quality = parameters.map(each => /^\s*q=([\d.]+)$/.exec(each)?.[1]).find(each => each !== undefined)
      return { name, quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ name }) => name)
  const names = [...asked, ...accepted].map(name => name.toLowerCase().split('-', 1)[0] ?? '')
  return names.find(isLanguage) ?? 'en'
}
