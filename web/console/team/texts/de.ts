import { plural } from '../../texts/plural.ts'
import type { TeamTexts } from './en.ts'

const count = plural('de')

export const de: TeamTexts = {
  label: 'Team',
  forbidden: 'Nur Teamleitung und Verwaltung sehen das Team.',
  summary: {
    online: n => count(n, { one: '1 Person online', other: `${n} Personen online` }),
    away: n => `${n} abwesend`,
    held: n => count(n, { one: '1 Gespräch beim Team', other: `${n} Gespräche beim Team` }),
  },
  agents: 'Mitarbeitende',
  noAgents: 'Noch war niemand hier',
  noAgentsMore: 'Mitarbeitende erscheinen hier, sobald sie die Konsole geöffnet haben.',
  status: { online: 'Online', away: 'Abwesend', offline: 'Offline' },
  load: n => count(n, { one: '1 Gespräch', other: `${n} Gespräche` }),
  loadOf: (n, most) => `${n} von ${most} Gesprächen`,
  showOffline: n =>
    count(n, { one: '1 Person zeigen, die offline ist', other: `${n} Personen zeigen, die offline sind` }),
  hideOffline: 'Personen ausblenden, die offline sind',
  conversationsOf: name => `Gespräche von ${name}`,
  noneOf: 'Zurzeit keine Gespräche.',
  more: 'Mehr',
  waiting: 'Wartend',
  nobodyWaits: 'Niemand wartet',
  nobodyWaitsMore: 'Nutzer, die auf einen Menschen warten, erscheinen hier, die längste Wartezeit zuerst.',
  queue: 'Warteschlange',
  allQueues: 'Alle Warteschlangen',
  news: n => count(n, { one: '1 Änderung zeigen', other: `${n} Änderungen zeigen` }),
  about: (label, user) => `${label}: ${user}`,
  listenIn: 'Mitlesen',
  take: 'Übernehmen',
  give: 'Geben an …',
  whisper: 'Flüstern …',
  whisperTo: name => `${name} etwas zuflüstern`,
  whisperMore: 'Nur diese Person liest es, nicht der Nutzer und sonst niemand im Team.',
  whisperField: 'Ihre Worte',
  send: 'Senden',
  sending: 'Wird gesendet …',
  sent: name => `${name} hat Ihre Worte bekommen.`,
  taken: user => `Sie haben das Gespräch mit ${user}.`,
  given: user => `Das Gespräch mit ${user} ist übergeben.`,
  whispered: name => `${name} flüstert`,
  done: 'Verstanden',
}
