import type { Language } from '../texts/languages.ts'
import type { FailedBecause, SignedOutBecause } from './session.ts'

/** The texts of the sign-in pages. */
export interface SignInTexts {
  readonly signedOut: Readonly<Record<SignedOutBecause, { readonly title: string; readonly text: string }>>
  readonly signIn: string
  readonly failed: {
    readonly title: string
    readonly because: Readonly<Record<FailedBecause, string>>
    readonly again: string
    /** Shown before the error's own message, which is for operators. */
    readonly detail: string
  }
  readonly loading: string
  readonly leaving: string
}

export const signInTexts: Readonly<Record<Language, SignInTexts>> = {
  en: {
    signedOut: {
      first: { title: 'Welcome to Interlude', text: 'Sign in to see who is waiting for a person.' },
      here: { title: 'You are signed out', text: 'Drafts stay in this browser until you sign in again.' },
      elsewhere: { title: 'You are signed out', text: 'You signed out in another tab. Drafts stay in this browser.' },
      ended: {
        title: 'Your sign-in has ended',
        text: 'It has expired, or you signed out everywhere. Drafts stay in this browser.',
      },
    },
    signIn: 'Sign in',
    failed: {
      title: 'Sign-in failed',
      because: {
        insecure: 'Browsers allow sign-in over HTTPS only, or on this machine under localhost. Open the console there.',
        storage: 'This browser does not let the console keep anything. Allow site data for this page, then try again.',
        unreachable: 'The sign-in server does not answer. Try again in a moment.',
        refused: 'The sign-in server refused. Try again; if that does not help, tell those who run Interlude.',
        configuration: 'The console is not set up correctly. Tell those who run Interlude.',
      },
      again: 'Try again',
      detail: 'For those who run Interlude:',
    },
    loading: 'Loading the console',
    leaving: 'Going to the sign-in page',
  },
  de: {
    signedOut: {
      first: {
        title: 'Willkommen bei Interlude',
        text: 'Melden Sie sich an, um zu sehen, wer auf einen Menschen wartet.',
      },
      here: { title: 'Sie sind abgemeldet', text: 'Entwürfe bleiben bis zur nächsten Anmeldung in diesem Browser.' },
      elsewhere: {
        title: 'Sie sind abgemeldet',
        text: 'Sie haben sich in einem anderen Tab abgemeldet. Entwürfe bleiben in diesem Browser.',
      },
      ended: {
        title: 'Ihre Anmeldung ist beendet',
        text: 'Sie ist abgelaufen, oder Sie haben sich überall abgemeldet. Entwürfe bleiben in diesem Browser.',
      },
    },
    signIn: 'Anmelden',
    failed: {
      title: 'Die Anmeldung ist nicht möglich',
      because: {
        insecure:
          'Browser erlauben die Anmeldung nur über HTTPS oder auf diesem Rechner unter localhost. Öffnen Sie die Konsole dort.',
        storage:
          'Dieser Browser lässt die Konsole nichts speichern. Erlauben Sie Websitedaten für diese Seite und versuchen Sie es erneut.',
        unreachable: 'Der Anmeldeserver antwortet nicht. Versuchen Sie es gleich noch einmal.',
        refused:
          'Der Anmeldeserver hat abgelehnt. Versuchen Sie es erneut; bleibt es dabei, verständigen Sie die Betreiber von Interlude.',
        configuration: 'Die Konsole ist nicht richtig eingerichtet. Verständigen Sie die Betreiber von Interlude.',
      },
      again: 'Erneut versuchen',
      detail: 'Für die Betreiber von Interlude:',
    },
    loading: 'Die Konsole wird geladen',
    leaving: 'Weiter zur Anmeldeseite',
  },
  fr: {
    signedOut: {
      first: { title: 'Bienvenue dans Interlude', text: 'Connectez-vous pour voir qui attend une personne.' },
      here: {
        title: 'Vous êtes déconnecté',
        text: 'Les brouillons restent dans ce navigateur jusqu’à votre prochaine connexion.',
      },
      elsewhere: {
        title: 'Vous êtes déconnecté',
        text: 'Vous vous êtes déconnecté dans un autre onglet. Les brouillons restent dans ce navigateur.',
      },
      ended: {
        title: 'Votre connexion a pris fin',
        text: 'Elle a expiré, ou vous vous êtes déconnecté partout. Les brouillons restent dans ce navigateur.',
      },
    },
    signIn: 'Se connecter',
    failed: {
      title: 'La connexion est impossible',
      because: {
        insecure:
          'Les navigateurs n’autorisent la connexion que par HTTPS, ou sur cette machine sous localhost. Ouvrez-y la console.',
        storage:
          'Ce navigateur ne laisse rien enregistrer à la console. Autorisez les données de ce site, puis réessayez.',
        unreachable: 'Le serveur de connexion ne répond pas. Réessayez dans un instant.',
        refused:
          'Le serveur de connexion a refusé. Réessayez ; si cela persiste, prévenez les responsables d’Interlude.',
        configuration: 'La console n’est pas configurée correctement. Prévenez les responsables d’Interlude.',
      },
      again: 'Réessayer',
      detail: 'Pour les responsables d’Interlude :',
    },
    loading: 'Chargement de la console',
    leaving: 'Vers la page de connexion',
  },
}
